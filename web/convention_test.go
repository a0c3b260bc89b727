// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/web"
)

// adopted is a mirror of a ledger on which conventions stand.
type adopted struct {
	*index.Index
	history convention.History
	texts   map[string]string // by hash
}

func (a *adopted) Get(ctx context.Context, documents contract.Documents, attributes ...string) (index.Document, error) {
	var doc any
	switch documents.Kind() {
	case convention.Histories.Kind():
		doc = a.history
	case convention.Texts.Kind():
		text, ok := a.texts[attributes[1]]
		if !ok {
			return index.Document{}, index.ErrNotFound
		}
		doc = convention.Text{Text: text}
	default:
		return a.Index.Get(ctx, documents, attributes...)
	}
	raw, err := json.Marshal(doc)
	return index.Document{Value: raw}, err
}

// adds puts a text on record, or with "" that there is none, and returns its hash.
func (a *adopted) adds(text string, from time.Time) string {
	v := convention.Version{Act: strings.Repeat("a", 1+len(a.history.Versions)), Election: "2026-autumn", From: from.Unix(), Voted: 1}
	if text != "" {
		v.Hash = rules.Hash(text)
		title, _, _ := strings.Cut(text, "\n")
		v.Title = strings.TrimPrefix(title, "# ")
		a.texts[v.Hash] = text
	}
	a.history.Versions = append(a.history.Versions, v)
	return v.Hash
}

// The convention is a page: what it says, what its rules do, its versions and what they changed.
func TestConventionPage(t *testing.T) {
	e := newEstate(t)
	ledger := &adopted{Index: e.Index, texts: map[string]string{}}
	pages, err := web.New(ledger, time.Now)
	must(t, err)
	h := pages.Handler()
	e.playAll(h, []scene{
		{name: "convention-elsewhere", path: "/c/elsewhere/convention", status: 404},
		{name: "convention-unknown", path: "/c/garden/convention?hash=" + strings.Repeat("a", 64), status: 404},
		{name: "convention-none", path: "/c/garden/convention", status: 200, not: []string{"SHA-256", `id="versions"`}},
		{name: "community-convention", path: "/c/garden", status: 200, has: []string{"/c/garden/convention"}},
	})
	bike, _ := rules.Template("e-bike")
	now := time.Now()
	first := ledger.adds(bike, now.Add(-time.Hour))
	second := ledger.adds(strings.Replace(bike, "cure: 3", "cure: 5", 1), now.Add(time.Hour))
	e.playAll(h, []scene{
		{name: "convention", path: "/c/garden/convention", status: 200, not: []string{`id="breaches"`, "<del>", "<p>```", "no text"},
			has: []string{first, "?hash=" + second, "T1", "婴儿车", "convention.md?hash=" + first}},
		{name: "convention-next", path: "/c/garden/convention?hash=" + second, status: 200,
			has: []string{"<del>− cure: <strong>3</strong></del>", "<ins>+ cure: <strong>5</strong></ins>", "<p><del>", "<p><ins>"},
			not: []string{"− trust", "#article-1"}},
	})
	if w := get(t, h, "/c/garden/convention.md?hash="+first, "zh"); w.Body.String() != bike {
		t.Errorf("the text is not the one that was voted on: %d", w.Code)
	}
	if w := get(t, h, "/c/garden/convention.md", "zh"); w.Body.String() != bike {
		t.Errorf("the text in force is another one: %d", w.Code)
	}
	if w := get(t, h, "/c/garden/convention.md?hash=../../x", "zh"); w.Code != 404 {
		t.Errorf("no text: %d", w.Code)
	}
	noise, _ := rules.Template("noise")
	_, more, _ := strings.Cut(noise, "## 1.")
	third := ledger.adds(bike+"\n## 2."+more, now.Add(2*time.Hour))
	e.playAll(h, []scene{{name: "convention-more", path: "/c/garden/convention?hash=" + third, status: 200,
		has: []string{`href="#article-2"`, "<del>− cure: <strong>5</strong></del>"}, not: []string{"<ins>+ witnesses"}},
		{name: "convention-compared", path: "/c/garden/convention?hash=" + third + "&compare=" + first, status: 200,
			has: []string{`href="#article-2"`, `<option value="` + first + `" selected>`, `<option value="` + second + `">`},
			not: []string{"<del>"}},
		{name: "convention-back", path: "/c/garden/convention?hash=" + first + "&compare=" + third, status: 200,
			has: []string{"<del>− witnesses"}, not: []string{"cure: <strong>"}},
		{name: "convention-itself", path: "/c/garden/convention?hash=" + first + "&compare=" + first, status: 404},
		{name: "convention-with-none", path: "/c/garden/convention?compare=" + strings.Repeat("b", 64), status: 404}})
	ledger.adds("", now.Add(-time.Second))
	e.playAll(h, []scene{{name: "convention-repealed", path: "/c/garden/convention", status: 200, has: []string{first, `id="versions"`},
		not: []string{"SHA-256"}}})
}

// What became of breaches is told without persons; a number that would tell of a few is a dash.
func TestConventionBreaches(t *testing.T) {
	e := newEstate(t)
	ledger := &adopted{Index: e.Index, texts: map[string]string{}}
	pages, err := web.New(ledger, time.Now)
	must(t, err)
	h := pages.Handler()
	bike, _ := rules.Template("e-bike")
	hash := ledger.adds(bike, time.Now().Add(-time.Hour))
	sheet := analysis.BreachSheet{Never: []int64{1}, Fewest: 5}
	pages.BreachSheet = func(_ context.Context, community, of string) (analysis.BreachSheet, error) {
		if community != "garden" || of != hash {
			t.Errorf("asked for %s %s", community, of)
		}
		return sheet, nil
	}
	e.playAll(h, []scene{{name: "convention-unbreached", path: "/c/garden/convention", status: 200, has: []string{`id="breaches"`},
		not: []string{"<table>"}}})
	found, won := int64(1234), int64(7)
	sheet = analysis.BreachSheet{Never: []int64{8}, Fewest: 5, Groups: []analysis.BreachGroup{
		{Articles: []int64{1, 4}}, {Articles: []int64{6}, Households: 99, Found: &found, Dismissed: &won, Appealed: &won, Wrong: true},
	}}
	e.playAll(h, []scene{{name: "convention-breaches", path: "/c/garden/convention", status: 200,
		has: []string{"1\u202f234", "<td>7</td>", "<td>–</td>"}, not: []string{"99"}}})
	body := get(t, h, "/c/garden/convention", "zh").Body.String()
	for _, want := range []string{`<th scope="row">1、4</th>`, "可以考虑取消）：8。", "可以修改）：6。"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
}
