// SPDX-License-Identifier: Apache-2.0

package web

import (
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words/articles"
)

// shownChange is an article that a version has changed in the one before.
type shownChange struct {
	Number  int64 // 0: the title and what stands before the first article
	How     rules.How
	Heading string
	Was, Is string             // what its rule did and does; "" if that is the same
	Lines   []rules.MarkedLine // those that differ; none of a new article, which stands on the page; one without a sign is a gap
}

func changesOf(lang string, before, after rules.Convention) []shownChange {
	var all []shownChange
	for _, d := range rules.Diff(before, after) {
		change := shownChange{Number: d.Number, How: d.How, Heading: d.Heading}
		if d.How == rules.Changed {
			change.Was, change.Is = doesIn(lang, before, d.Number), doesIn(lang, after, d.Number)
		}
		if change.Was == change.Is {
			change.Was, change.Is = "", ""
		}
		if d.How != rules.Added {
			change.Lines = differing(d.Marked())
		}
		all = append(all, change)
	}
	return all
}

// doesIn is what the rule of an article does in a version, if it has one.
func doesIn(lang string, c rules.Convention, number int64) string {
	a, ok := c.Article(number)
	if !ok || a.Rule == nil {
		return ""
	}
	return wordsIn(lang, articles.Rule(*a.Rule))
}

// differing are lines without those that are the same in both, which leave a gap.
func differing(lines []rules.MarkedLine) []rules.MarkedLine {
	var kept []rules.MarkedLine
	gap := false
	for _, line := range lines {
		switch {
		case line.Sign == " ":
			gap = len(kept) > 0
		case line.Parts[0].Text != "":
			if gap {
				kept = append(kept, rules.MarkedLine{})
			}
			kept, gap = append(kept, line), false
		}
	}
	return kept
}
