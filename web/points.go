// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/verify"
)

// pointsData is the balance sheet of a community's points: where all of them are, what they were for, and how to check it.
type pointsData struct {
	verify.PointsSheet

	Fewest int
	Charts []chart
	Board  board
}

func (p *Pages) points(r *http.Request) (view, error) {
	c, err := p.communityOf(r)
	if err == nil && p.PointsSheet == nil {
		err = index.ErrNotFound
	}
	if err != nil {
		return view{}, err
	}
	sheet, err := p.PointsSheet(r.Context(), c.ID)
	if err != nil {
		return view{}, err
	}
	lines := pointsLines{lang: readerOf(r).lang, PointsSheet: sheet.PointsSheet}
	if lines.titles, err = p.pointsTitles(r, c.ID); err != nil {
		return view{}, err
	}
	data := pointsData{
		PointsSheet: sheet, Fewest: analysis.Fewest, Board: board{r.URL.Path, c.Net},
		Charts: []chart{lines.whole(), lines.earned(), lines.services()},
	}
	return view{name: "points", title: "points.title", community: c.ID, name2: c.Name, data: data}, nil
}

// pointsTitles are what the rules of the plan in force and the services are called.
func (p *Pages) pointsTitles(r *http.Request, community string) (map[string]string, error) {
	titles := map[string]string{}
	plans, err := list(r.Context(), p.Ledger, points.Plans, community) // one, or none
	if err != nil {
		return nil, err
	}
	for _, plan := range plans {
		for _, rule := range plan.Rules {
			titles["/"+rule.Rule] = rule.Title
		}
	}
	services, err := list(r.Context(), p.Ledger, points.Services, community)
	for _, s := range services {
		titles[s.Service] = s.Title
	}
	return titles, err
}

// pointsLines writes a sheet in a language.
type pointsLines struct {
	analysis.PointsSheet

	lang   string
	titles map[string]string // of "/rule" and of services
}

func (l pointsLines) say(key string, args ...any) string { return say(l.lang, key, args...) }

// whole is where all points are that were issued.
func (l pointsLines) whole() chart {
	ch := chart{
		ID: "whole", Title: l.say("points.whole"), Notes: []string{l.say("points.whole.note", grouped(l.Issued))},
		Columns: []string{l.say("points.where"), l.say("points.points"), l.say("analysis.share")},
	}
	for _, where := range []struct {
		key    string
		amount int64
	}{{"accounts", l.Accounts}, {"held", l.Held}, {"spent", l.Spent}, {"expired", l.Expired}} {
		ch.Rows = append(ch.Rows, l.row(l.say("points.at."+where.key), where.amount, l.Issued))
	}
	return ch
}

// row is an amount as a share of a whole.
func (l pointsLines) row(name string, amount, whole int64) chartRow {
	b := bar{Name: "points.points", Part: amount, Whole: whole}
	return chartRow{Name: name, Cells: []string{grouped(amount), b.Percent() + " %"}, Bars: []bar{b}}
}

func (l pointsLines) earned() chart {
	ch := l.groups("earned", l.Earned, l.Issued+l.Reversed, func(name string) string {
		way, rule, _ := strings.Cut(name, "/")
		return l.say("points.rule", cmp.Or(l.titles["/"+rule], rule), l.say("points.way."+way))
	})
	if l.Reversed > 0 {
		ch.Notes = append(ch.Notes, l.say("points.reversed", grouped(l.Reversed)))
	}
	return ch
}

func (l pointsLines) services() chart {
	return l.groups("services", l.Services, l.Spent, func(name string) string {
		if name == points.NoRoom {
			return l.say("points.noroom")
		}
		return cmp.Or(l.titles[name], name)
	})
}

func (l pointsLines) groups(id string, groups []analysis.PointsGroup, whole int64, word func(string) string) chart {
	ch := chart{
		ID: id, Title: l.say("points." + id),
		Columns: []string{l.say("points." + id + ".of"), l.say("points.points"), l.say("analysis.share"), l.say("points.households")},
	}
	if len(groups) == 0 {
		ch.Notes = []string{l.say("points." + id + ".none")}
	}
	for _, g := range groups {
		names := make([]string, len(g.Names))
		for i, name := range g.Names {
			names[i] = word(name)
		}
		row := l.row(strings.Join(names, l.say("analysis.and")), g.Points, whole)
		row.Cells = append(row.Cells, l.households(g.Households))
		ch.Rows = append(ch.Rows, row)
	}
	return ch
}

// households are so many, or too few to be told.
func (l pointsLines) households(n int64) string {
	if n == 0 {
		return l.say("points.few", analysis.Fewest)
	}
	return grouped(n)
}
