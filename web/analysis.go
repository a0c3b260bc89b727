// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/election"
)

// analysisData is what a published vote teaches, as charts with their tables.
type analysisData struct {
	analysis.Report
	Body   string // name of whose word the buildings and the reminders are
	Charts []chart
	Board  board
}

// chart is a picture and a table of the same numbers.
type chart struct {
	ID      string
	Title   string
	Notes   []string
	Columns []string // of the table
	Rows    []chartRow
	Curve   *curve // of time; nil: each row has bars
}

// chartRow is a row of the table, and what the picture has of it.
type chartRow struct {
	Name  string
	Label string // in the picture, if not Name
	Cells []string
	Bars  []bar
}

func (p *Pages) analysis(r *http.Request) (view, error) {
	c, e, err := p.electionOf(r)
	if err == nil && (p.Analysis == nil || !e.Published()) {
		err = index.ErrNotFound
	}
	if err != nil {
		return view{}, err
	}
	report, err := p.Analysis(r.Context(), c.ID, e.ID)
	if err != nil {
		return view{}, err
	}
	data := analysisData{Report: report, Body: nameOf(c, report.Body), Board: board{r.URL.Path, c.Net}}
	data.Charts = charts{lang: readerOf(r).lang, Report: report, body: data.Body}.all()
	return view{name: "analysis", fixed: e.Title, community: c.ID, name2: c.Name, data: data}, nil
}

// nameOf is the name of a body.
func nameOf(c contract.Community, id string) string {
	for _, body := range c.Bodies {
		if body.ID == id {
			return body.Name
		}
	}
	return id
}

// charts writes a report in a language.
type charts struct {
	analysis.Report
	lang string
	body string
}

func (c charts) say(key string, args ...any) string { return say(c.lang, key, args...) }

func (c charts) all() []chart {
	list := []chart{c.buildings(), c.ways(), c.days(), c.hours(), c.rounds()}
	for _, contest := range c.Contests {
		list = append(list, c.contest(contest))
	}
	return append(list, c.votes())
}

func (c charts) titled(id string, notes ...string) chart {
	return chart{ID: id, Title: c.say("analysis." + id), Notes: notes}
}

// toldOf says of how many heads a table tells, if it does not tell of all.
func (c charts) toldOf(t analysis.Table) []string {
	if t.Heads == c.Voted.Heads {
		return nil
	}
	return []string{c.say("analysis.first", grouped(t.Heads), grouped(c.Voted.Heads))}
}

func (c charts) buildings() chart {
	ch := c.titled("buildings", c.say("analysis.buildings.note", c.body))
	t := c.Turnout.Buildings
	if t == nil {
		ch.Notes = []string{c.say("analysis.buildings.unknown", c.body)}
		return ch
	}
	ch.Notes = append(ch.Notes, c.toldOf(*t)...)
	ch.Columns = []string{c.say("analysis.building"), c.say("analysis.voted"), c.say("bar.whole"), c.say("analysis.share")}
	for _, g := range t.Groups {
		b := bar{Name: "measure.heads", Part: g.Heads, Whole: g.Of}
		ch.Rows = append(ch.Rows, chartRow{Name: c.names(g, c.building),
			Cells: []string{grouped(g.Heads), grouped(g.Of), b.Percent() + " %"}, Bars: []bar{b}})
	}
	return ch
}

func (c charts) ways() chart {
	t := c.Turnout.Ways
	ch := c.titled("ways", append([]string{c.say("analysis.ways.note")}, c.toldOf(t)...)...)
	ch.Columns = []string{c.say("analysis.way"), c.say("analysis.voted"), c.say("analysis.share")}
	for _, g := range t.Groups {
		b := bar{Name: "measure.heads", Part: g.Heads, Whole: t.Heads}
		ch.Rows = append(ch.Rows, chartRow{Name: c.names(g, func(way string) string { return c.say("way." + way) }),
			Cells: []string{grouped(g.Heads), b.Percent() + " %"}, Bars: []bar{b}})
	}
	return ch
}

// names are those of a group, each as word writes it.
func (c charts) names(g analysis.Group, word func(name string) string) string {
	names := make([]string, len(g.Names))
	for i, name := range g.Names {
		names[i] = word(name)
	}
	return strings.Join(names, c.say("analysis.and"))
}

func (c charts) building(name string) string {
	if name == "" {
		return c.say("analysis.elsewhere")
	}
	return name
}

func (c charts) option(name string) string {
	if name == analysis.Blank {
		return c.say("result.blank")
	}
	return optionText(c.lang, name)
}

func (c charts) contest(contest analysis.Contest) chart {
	ch := chart{ID: "contest-" + contest.ID, Title: contest.Title, Notes: []string{c.say("threshold." + string(contest.Threshold))}}
	ch.Columns = []string{c.say("result.option"), c.say("measure.heads"), c.say("analysis.share"), c.say("measure.area"),
		c.say("analysis.share")}
	for _, g := range contest.Groups {
		heads := bar{Name: "measure.heads", Part: g.Heads, Whole: c.Voted.Heads}
		area := bar{Name: "measure.area", Area: true, Part: g.AreaDm2, Whole: c.Voted.AreaDm2}
		if len(g.Names) == 1 && g.Names[0] == election.Agree && contest.Met != nil {
			heads.Needed, heads.Met = contest.Threshold.Share(), contest.Met.Heads
			area.Needed, area.Met = contest.Threshold.Share(), contest.Met.Area
		}
		ch.Rows = append(ch.Rows, chartRow{
			Name:  c.names(g, c.option),
			Cells: []string{grouped(g.Heads), heads.Percent() + " %", squareMetres(g.AreaDm2) + " m²", area.Percent() + " %"},
			Bars:  []bar{heads, area},
		})
	}
	if c.Kind != election.Poll {
		verdict := "failed"
		if contest.Passed {
			verdict = "passed"
		}
		ch.Notes = append([]string{c.say("analysis.verdict", c.say(verdict))}, ch.Notes...)
	}
	return ch
}

func (c charts) votes() chart {
	ch := c.titled("votes", c.say("analysis.votes.note"))
	ch.Columns = []string{c.say("analysis.vote"), c.say("stage.closed"), c.say("measure.heads"), c.say("analysis.share"),
		c.say("measure.area"), c.say("analysis.share")}
	for _, v := range c.Votes {
		heads := bar{Name: "measure.heads", Part: v.Voted.Heads, Whole: v.Of.Heads}
		area := bar{Name: "measure.area", Area: true, Part: v.Voted.AreaDm2, Whole: v.Of.AreaDm2}
		if needed, ok := election.QuorumOf(v.Kind); ok && v.Quorum != nil {
			heads.Needed, heads.Met = needed, v.Quorum.Heads
			if v.Kind == election.Owners {
				area.Needed, area.Met = needed, v.Quorum.Area
			}
		}
		ch.Rows = append(ch.Rows, chartRow{Name: v.Title, Bars: []bar{heads, area}, Cells: []string{
			c.date(v.Closed),
			grouped(v.Voted.Heads) + " / " + grouped(v.Of.Heads), heads.Percent() + " %", squareMetres(v.Voted.AreaDm2) + " m²",
			area.Percent() + " %",
		}})
	}
	return ch
}

// date is a day in China.
func (c charts) date(unix int64) string {
	form := "2 Jan 2006"
	if c.lang == "zh" {
		form = "2006年1月2日"
	}
	return time.Unix(unix, 0).In(china).Format(form)
}

// perHour is how many heads came in an hour, with one decimal.
func perHour(s analysis.Span) string {
	tenths := s.Heads * 36000 / max(s.To-s.From, 1)
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}
