// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/words"
)

// A Statement is what a bundle says, for a reader, in the order in which a court looks at it: what is asserted, who kept it and how, its
// integrity since, its truth before, what can corroborate it, and what it does not show.
type Statement struct {
	Title    string
	Lead     string
	Sections []Section
}

// Section has a title and paragraphs.
type Section struct {
	Title string
	Lines []string
}

// Languages of statements.
var Languages = []string{"zh", "en"}

// Statement says what a bundle says, whether it is true or not: that is for its check.
func (b Bundle) Statement(lang string) Statement {
	in := func(t words.Text) string { return t.In(lang) }
	frame := words.EvidenceFrame
	s := Statement{Title: in(frame.Title) + " · " + in(words.EvidenceKind(string(b.Claim.Kind))), Lead: in(frame.Lead)}
	s.Sections = append(s.Sections, Section{in(frame.Asserted), b.asserted(lang)})
	for _, part := range words.EvidenceParts(b.arguments()) {
		section := Section{Title: in(part.Title)}
		for _, line := range part.Lines {
			section.Lines = append(section.Lines, in(line))
		}
		s.Sections = append(s.Sections, section)
	}
	not := Section{Title: in(frame.NotShown), Lines: []string{in(frame.NotShownLead)}}
	for _, sentence := range b.Claim.Not {
		not.Lines = append(not.Lines, in(words.Evidence(sentence.Code, seen(sentence.Args))))
	}
	s.Sections = append(s.Sections, not)
	return s
}

// StatementOf is the statement of a bundle in a file. The error says why it cannot be read.
func StatementOf(raw []byte, lang string) (Statement, error) {
	b, _, err := read(raw)
	if err != nil {
		return Statement{}, err
	}
	return b.Statement(lang), nil
}

// HashOf is the SHA-256 (hex) of a file, by which people can tell which one they speak of.
func HashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// asserted are the claim's sentences, in which bodies have their names.
func (b Bundle) asserted(lang string) []string {
	lines := []string{words.EvidenceKind(string(b.Claim.Kind)).In(lang) + " " + strconv.Quote(b.Claim.ID)}
	names := map[string]string{}
	for _, body := range b.community().Bodies {
		names[body.ID] = body.Name
	}
	for _, sentence := range b.Claim.Says {
		args := seen(sentence.Args)
		if name, ok := names[args["who"]]; ok && args["kind"] != string(contract.Owner) {
			args["who"] = name
		}
		if by := args["by"]; sentence.Code == SaysEnrolled {
			for id, name := range names {
				by = replaceWhole(by, id, name)
			}
			args["by"] = by
		}
		lines = append(lines, words.Evidence(sentence.Code, args).In(lang))
	}
	return lines
}

// seen are arguments, which a stranger may have written, without what cannot be seen or turns text round.
func seen(args map[string]string) map[string]string {
	clean := map[string]string{}
	for name, value := range args {
		clean[name] = strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return unicode.ReplacementChar
		}, value)
	}
	return clean
}

// replaceWhole replaces an item of a list.
func replaceWhole(list, item, by string) string {
	items := strings.Split(list, ",")
	for i := range items {
		if items[i] == item {
			items[i] = by
		}
	}
	return strings.Join(items, ",")
}

// community is the one whose bundle it is, as far as it is shown.
func (b Bundle) community() (c contract.Community) {
	v := newVerification(b)
	for _, block := range b.Evidence.Blocks {
		for _, w := range block.Writes {
			v.writes = append(v.writes, written{w, uint64(block.Number)}) //nolint:gosec // not negative
		}
	}
	c, _, _ = use(v, contract.Communities, math.MaxUint64, b.Claim.Community) // who is not shown has no name
	return c
}

// arguments are what the parts say of the bundle.
func (b Bundle) arguments() map[string]string {
	var names []string
	for _, body := range b.community().Bodies {
		names = append(names, body.Name)
	}
	args := map[string]string{"bodies": strings.Join(names, "、")}
	if note, err := checkpoint.Open(b.Evidence.Head, nil); err == nil {
		args["head"], args["root"] = number(note.Size), note.Root.String()
	}
	return args
}
