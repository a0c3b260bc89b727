// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/convention"
)

// shownSeen is how many are listed at most.
const shownSeen = 100

// beside is by how many seconds a report may be apart from what it is shown beside.
const beside = 24 * 3600

// listSeen tries the articles in force on what happened: what this body's oracle has heard, what was done about orders, and what was
// reported.
func (g *breachesGroup) listSeen(c *echo.Context) error {
	l, err := g.look(c.Request().Context(), who(c).community)
	if err != nil {
		return err
	}
	f := findable{ledgerOfBreaches: l, seen: []Seen{}}
	if f.articles, f.version, err = l.inForce(); err != nil {
		return err
	}
	if len(f.articles) > 0 {
		err = f.all(hears(g.oracle, who(c)))
	}
	if err != nil {
		return err
	}
	slices.SortStableFunc(f.seen, func(a, b Seen) int { return cmp.Compare(b.At, a.At) })
	return private(c, http.StatusOK, SeenList{Items: f.seen[:min(len(f.seen), shownSeen)]})
}

// findable is what happened, held against the articles in force.
type findable struct {
	ledgerOfBreaches
	version  convention.Version
	articles []ruled
	reports  []filedReport // that were shown for no breach
	seen     []Seen
}

func (t *findable) all(heard bool) error {
	reports, err := t.filedIn(t.ctx, t.community)
	if err != nil {
		return err
	}
	since := t.since()
	t.reports = slices.DeleteFunc(reports, func(r filedReport) bool { return r.Breach != "" || int64(r.At) < since })
	for _, r := range t.reports {
		if err := t.report(r); err != nil {
			return err
		}
	}
	if err := t.orders(); err != nil || !heard {
		return err
	}
	return t.events()
}

// since is from when on what happened counts.
func (t *findable) since() int64 { return max(t.version.From, t.now-convention.MaxAge) }

// orders tries those that are done. One that a household has raised or waits for is left out: who reads the breach would find it.
func (t *findable) orders() error {
	for o, err := range t.index.OrdersRaised(t.ctx, t.community, t.since(), t.now+1) {
		if err != nil {
			return err
		}
		if o.Done == 0 || len(o.Affected) > 0 {
			continue
		}
		known, err := index.Optional(t.ctx, t.index, convention.Breaches, t.community, o.ID)
		if err != nil {
			return err
		}
		if known.Act == "" {
			t.order(o)
		}
	}
	return nil
}

func (t *findable) order(o index.Order) {
	facts := rules.Facts{At: o.Raised, Order: &rules.Order{Kind: string(o.Kind), Outcome: string(o.Outcome), Place: o.Place, At: o.Raised}}
	for _, m := range t.met(facts) {
		m.Kind, m.Place, m.Find.Order, m.Find.Proof = string(o.Kind), o.Place, o.ID, act.Bytes{}
		t.seen = append(t.seen, m)
	}
}

func (t *findable) report(r filedReport) error {
	known, err := index.Optional(t.ctx, t.index, convention.Breaches, t.community, r.id)
	if err != nil || known.Act != "" {
		return err
	}
	facts := rules.Facts{At: int64(r.At)}
	for _, m := range t.beside(facts, r) {
		m.Kind, m.Place, m.Find.Proof = r.Kind, r.Place, act.Bytes{}
		t.seen = append(t.seen, m)
	}
	return nil
}

// met is what articles make of facts, alone or beside a report; with one only where they ask for it.
func (t *findable) met(f rules.Facts) []Seen {
	all := t.judge(f)
	for _, r := range t.reports {
		if max(f.At-int64(r.At), int64(r.At)-f.At) <= beside {
			all = append(all, t.beside(f, r)...)
		}
	}
	return all
}

func (t *findable) judge(f rules.Facts) (all []Seen) {
	for _, article := range t.articles {
		if article.asksFor(f) && article.Judge(article.number, f).Breach {
			all = append(all, Seen{
				At: f.At, Article: article.number, Heading: article.Heading,
				Find: convention.BreachFind{Article: act.Int(article.number), Convention: t.version.Hash},
			})
		}
	}
	return all
}

// asksFor says whether a rule asks for just what is shown to it.
func (r ruled) asksFor(f rules.Facts) bool {
	needs := r.Needs()
	for group, shown := range map[rules.Group]bool{
		rules.GroupDevice: f.Event != nil, rules.GroupOrder: f.Order != nil, rules.GroupReport: f.Report != nil,
	} {
		if slices.Contains(needs, group) != shown {
			return false
		}
	}
	return true
}

func (t *findable) beside(f rules.Facts, r filedReport) []Seen {
	f.Report = &rules.Report{
		Kind: r.Kind, Place: r.Place, Households: int64(len(r.Signed)), Confirmed: r.Confirmed != "", At: int64(r.At),
	}
	all := t.judge(f)
	for i := range all {
		all[i].Households, all[i].Confirmed, all[i].Find.Report = len(r.Signed), r.Confirmed != "", r.id
	}
	return all
}

// ruled is an article with a rule.
type ruled struct {
	number int64
	convention.Article
}

// inForce are the articles in force that have rules, by number; none if there is no convention.
func (l ledgerOfBreaches) inForce() (articles []ruled, version convention.Version, err error) {
	history, err := index.Optional(l.ctx, l.index, convention.Histories, l.community)
	if err != nil {
		return nil, version, err
	}
	version = history.At(l.now)
	for doc, err := range l.index.List(l.ctx, convention.Articles, l.community, version.Hash) {
		if err != nil {
			return nil, version, err
		}
		article, err := convention.Articles.Decode(doc.Value)
		if err != nil {
			return nil, version, err
		}
		if article.Rule, err = convention.Compiled(article.Rule); err != nil {
			return nil, version, err
		}
		number, err := strconv.ParseInt(doc.Attributes[2], 10, 64)
		if err != nil {
			return nil, version, err
		}
		articles = append(articles, ruled{number, article})
	}
	slices.SortFunc(articles, func(a, b ruled) int { return int(a.number - b.number) })
	return articles, version, nil
}
