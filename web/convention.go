// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
	"github.com/linli-project/linli/words/articles"
)

// conventionData is a community's convention: the version that is asked for, or the one in force, and all that there were.
type conventionData struct {
	Versions []versionRow // the latest first
	Shown    *shownText   // nil: none is in force
	Table    *breachTable
	Board    board
}

// versionRow is a version in the list of all.
type versionRow struct {
	convention.Version
	State  string // now, next or past
	Before string // hash of the text before it; "" for none
	Shown  bool
}

// shownText is a convention as people read it.
type shownText struct {
	versionRow
	Opening  [][]string
	Articles []shownArticle
	Base     string        // hash of the text that it is compared with; "" for none
	Compared bool          // Base was chosen
	Others   []versionRow  // that it can be compared with, the latest first
	Changes  []shownChange // from Base
}

type shownArticle struct {
	Number     int64
	Heading    string
	Paragraphs [][]string
	Does       string // what its rule does; "" if it has none
	Examples   []shownExample
	Written    string // below its heading, as it was voted on
}

type shownExample struct{ Name, Says string }

func (p *Pages) convention(r *http.Request) (view, error) {
	c, err := p.communityOf(r)
	if err != nil {
		return view{}, err
	}
	history, err := p.history(r.Context(), c.ID)
	if err != nil {
		return view{}, err
	}
	data := conventionData{Board: board{r.URL.Path, c.Net}}
	var asked versionRow
	data.Versions, asked = versionsOf(history, p.now().Unix(), r.URL.Query().Get("hash"))
	switch {
	case asked.Hash != "":
		if data.Shown, err = p.shownText(r, c.ID, asked, data.Versions); err == nil {
			data.Table, err = p.breachTable(r, c.ID, asked.Hash)
		}
	case r.URL.Query().Get("hash") != "":
		err = index.ErrNotFound
	}
	return view{name: "convention", title: "convention.title", community: c.ID, name2: c.Name, data: data}, err
}

// history is a community's convention in all its versions, of which there may be none.
func (p *Pages) history(ctx context.Context, community string) (convention.History, error) {
	history, err := read(ctx, p.Ledger, convention.Histories, community)
	if errors.Is(err, index.ErrNotFound) {
		err = nil
	}
	return history, err
}

// versionsOf lists versions, the latest first, and the one with a hash: the last of them, or the one in force if no hash is asked for.
func versionsOf(history convention.History, now int64, hash string) (rows []versionRow, asked versionRow) {
	in := history.At(now)
	before := ""
	for _, v := range history.Versions {
		row := versionRow{Version: v, State: "past", Before: before}
		switch {
		case v.Act == in.Act:
			row.State = "now"
		case v.From > now:
			row.State = "next"
		}
		if hash == "" && row.State == "now" || hash != "" && v.Hash == hash {
			asked = row
		}
		if v.Hash != "" {
			before = v.Hash
		}
		rows = append(rows, row)
	}
	for i := range rows {
		rows[i].Shown = asked.Hash != "" && rows[i].Act == asked.Act
	}
	slices.Reverse(rows)
	return rows, asked
}

// text reads a convention of the ledger, which has refused nothing of it.
func (p *Pages) text(ctx context.Context, community, hash string) (rules.Convention, error) {
	kept, err := read(ctx, p.Ledger, convention.Texts, community, hash)
	if err != nil {
		return rules.Convention{}, err
	}
	text, _, err := convention.Read(kept.Text)
	return text, err
}

// conventionText is the text in force, or the version with a hash, as it was voted on, byte for byte.
func (p *Pages) conventionText(w http.ResponseWriter, r *http.Request) {
	community := r.PathValue("community")
	history, err := p.history(r.Context(), community)
	_, asked := versionsOf(history, p.now().Unix(), r.URL.Query().Get("hash"))
	var kept convention.Text
	if err == nil {
		kept, err = read(r.Context(), p.Ledger, convention.Texts, community, asked.Hash)
	}
	if err != nil {
		http.NotFound(w, r)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	_, _ = io.WriteString(w, kept.Text)
}

func (p *Pages) shownText(r *http.Request, community string, v versionRow, all []versionRow) (*shownText, error) {
	text, err := p.text(r.Context(), community, v.Hash)
	if err != nil {
		return nil, err
	}
	shown := &shownText{versionRow: v, Opening: paragraphs(rules.Words(text.Opening))}
	lang := readerOf(r).lang
	for _, a := range text.Articles {
		shown.Articles = append(shown.Articles, articleOf(lang, a))
	}
	if err := shown.against(r.URL.Query().Get("compare"), all); err != nil || shown.Base == "" {
		return shown, err
	}
	before, err := p.text(r.Context(), community, shown.Base)
	if err != nil {
		return nil, err
	}
	shown.Changes = changesOf(lang, before, text)
	return shown, nil
}

// against finds out what a text is compared with: the version that is asked for, or else the one before it. index.ErrNotFound: there is
// none with that hash.
func (s *shownText) against(asked string, all []versionRow) error {
	for _, other := range all {
		known := slices.ContainsFunc(s.Others, func(o versionRow) bool { return o.Hash == other.Hash })
		if other.Hash != "" && other.Hash != s.Hash && !known {
			s.Others = append(s.Others, other)
		}
	}
	s.Base, s.Compared = s.Before, asked != ""
	if s.Compared {
		s.Base = asked
	}
	if s.Base != "" && !slices.ContainsFunc(s.Others, func(o versionRow) bool { return o.Hash == s.Base }) {
		if s.Base = ""; s.Compared {
			return index.ErrNotFound
		}
	}
	return nil
}

func articleOf(lang string, a rules.Article) shownArticle {
	shown := shownArticle{
		Number: a.Number, Heading: a.Heading, Paragraphs: paragraphs(rules.Words(a.Lines)),
		Written: strings.Trim(strings.Join(a.Lines, "\n"), "\n"),
	}
	if a.Rule == nil {
		return shown
	}
	shown.Does = wordsIn(lang, articles.Rule(*a.Rule))
	for _, e := range a.Examples {
		shown.Examples = append(shown.Examples, shownExample{e.Name, wordsIn(lang, articles.Expects(e, *a.Rule))})
	}
	return shown
}

// paragraphs are lines, parted where one is empty.
func paragraphs(lines []string) [][]string {
	var all [][]string
	var open []string
	for _, line := range append(slices.Clone(lines), "") {
		if line != "" {
			open = append(open, line)
		} else if open != nil {
			all, open = append(all, open), nil
		}
	}
	return all
}

func wordsIn(lang string, t words.Text) string {
	if lang == "zh" {
		return t.ZH
	}
	return t.EN
}

// breachTable is what became of breaches of a text, without persons.
type breachTable struct {
	Rows   [][]string // the articles, and a number for each column
	Never  string     // articles whose rules were never met
	Wrong  string     // articles whose appeals were mostly won
	Fewest int64
}

// breachTable is nil where no article has a rule, or this server knows nothing of breaches.
func (p *Pages) breachTable(r *http.Request, community, hash string) (*breachTable, error) {
	if p.BreachSheet == nil {
		return nil, nil // which is no error
	}
	sheet, err := p.BreachSheet(r.Context(), community, hash)
	if err != nil || len(sheet.Groups)+len(sheet.Never) == 0 {
		return nil, err
	}
	lang := readerOf(r).lang
	table := &breachTable{Never: numbers(lang, sheet.Never), Fewest: sheet.Fewest}
	var wrong []int64
	for _, g := range sheet.Groups {
		row := []string{numbers(lang, g.Articles)}
		for _, n := range []*int64{g.Found, g.Cured, g.Appealed, g.Dismissed, g.Effective, g.Pardoned} {
			row = append(row, told(n))
		}
		if g.Wrong {
			wrong = append(wrong, g.Articles...)
		}
		table.Rows = append(table.Rows, row)
	}
	table.Wrong = numbers(lang, wrong)
	return table, nil
}

// told is a number, or a dash for one that would tell of a few households.
func told(n *int64) string {
	if n == nil {
		return "–"
	}
	return grouped(*n)
}

// numbers are those of articles, in a row.
func numbers(lang string, all []int64) string {
	names := make([]string, len(all))
	for i, n := range all {
		names[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(names, say(lang, "analysis.and"))
}
