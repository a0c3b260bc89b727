// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/election"
)

// The words of an analysis's table.
var (
	analysisHeader = []text{
		{"表", "table"}, {"项目", "of what"}, {"组", "group"}, {"从", "from"}, {"到", "to"}, {"人数", "heads"}, {"应参与人数", "of heads"},
		{"面积（㎡）", "area m2"},
		{"应参与面积（㎡）", "of area m2"},
	}
	analysisAll      = text{"参与", "turnout"}
	analysisBuilding = text{"楼栋", "building"}
	analysisWay      = text{"方式", "way"}
	analysisDay      = text{"日期", "day"}
	analysisHour     = text{"钟点", "hour"}
	analysisRound    = text{"提醒前后", "around a reminder"}
	analysisContest  = text{"议题", "contest"}
	analysisVote     = text{"历次表决", "votes"}

	analysisWords = map[string]text{
		string(analysis.Online): {"线上", "online"}, string(analysis.Paper): {"纸质票", "paper"}, string(analysis.ByProxy): {"委托", "by proxy"},
		election.Agree: {"同意", "agree"}, "disagree": {"反对", "disagree"}, "abstain": {"弃权", "abstain"},
		"closing.48h": {"截止前48小时", "48 hours before the end"}, "closing.24h": {"截止前24小时", "24 hours before the end"},
	}
	analysisBlank, analysisElsewhere = text{"未选", "blank"}, text{"其他", "elsewhere"}
)

func analysisCSV(c *echo.Context, community string, report analysis.Report) error {
	return spreadsheet(c, community+"-"+report.Election+"-analysis", analysisRows(report, languageOf(c.Request())))
}

// analysisTable gathers the rows in a language.
type analysisTable struct {
	speak language
	rows  [][]string
}

// analysisRow is a row; numbers that it does not have are empty.
type analysisRow struct {
	table           text
	what, group     string
	from, to        string
	heads           int64
	of, area, ofAll string
}

func (t *analysisTable) add(r analysisRow) {
	t.rows = append(t.rows, []string{
		r.table.in(t.speak), rollfile.Harmless(r.what), rollfile.Harmless(r.group), r.from, r.to, strconv.FormatInt(r.heads, 10), r.of,
		r.area, r.ofAll,
	})
}

func analysisRows(report analysis.Report, speak language) [][]string {
	header := headerIn(speak, analysisHeader)
	t := analysisTable{speak, [][]string{header}}
	t.add(analysisRow{
		table: analysisAll, heads: report.Voted.Heads, of: strconv.FormatInt(report.Of.Heads, 10), area: squareMetres(report.Voted.AreaDm2),
		ofAll: squareMetres(report.Of.AreaDm2),
	})
	if buildings := report.Turnout.Buildings; buildings != nil {
		t.groups(analysisBuilding, "", buildings.Groups, analysisElsewhere)
	}
	t.groups(analysisWay, "", report.Turnout.Ways.Groups, text{})
	t.spans(analysisDay, "", report.Turnout.Days, chinaTime)
	t.spans(analysisHour, "", report.Turnout.Hours, clock)
	for _, r := range report.Turnout.Rounds {
		t.spans(analysisRound, t.word(r.Kind, text{}), r.Spans, chinaTime)
	}
	for _, c := range report.Contests {
		t.groups(analysisContest, c.Title, c.Groups, analysisBlank)
	}
	for _, v := range report.Votes {
		t.add(analysisRow{
			table: analysisVote, what: v.Title, to: chinaTime(v.Closed), heads: v.Voted.Heads, of: strconv.FormatInt(v.Of.Heads, 10),
			area: squareMetres(v.Voted.AreaDm2), ofAll: squareMetres(v.Of.AreaDm2),
		})
	}
	return t.rows
}

// word is what a code is called, or the name that people gave; unnamed is for none.
func (t *analysisTable) word(name string, unnamed text) string {
	if word, ok := analysisWords[name]; ok {
		return word.in(t.speak)
	}
	if name == "" {
		return unnamed.in(t.speak)
	}
	return name
}

func (t *analysisTable) groups(table text, what string, groups []analysis.Group, unnamed text) {
	for _, g := range groups {
		names := make([]string, len(g.Names))
		for i, name := range g.Names {
			names[i] = t.word(name, unnamed)
		}
		row := analysisRow{table: table, what: what, group: strings.Join(names, " + "), heads: g.Heads}
		if g.Of > 0 {
			row.of = strconv.FormatInt(g.Of, 10)
		}
		if what != "" {
			row.area = squareMetres(g.AreaDm2)
		}
		t.add(row)
	}
}

func (t *analysisTable) spans(table text, what string, spans []analysis.Span, write func(int64) string) {
	for _, s := range spans {
		t.add(analysisRow{table: table, what: what, from: write(s.From), to: write(s.To), heads: s.Heads})
	}
}

func squareMetres(dm2 int64) string { return fmt.Sprintf("%d.%02d", dm2/100, dm2%100) }

// chinaTime is a time on the clocks of the communities, as spreadsheets read it.
func chinaTime(unix int64) string {
	return time.Unix(unix, 0).In(time.FixedZone("UTC+8", int(analysis.China))).Format("2006-01-02 15:04")
}

func clock(second int64) string { return fmt.Sprintf("%02d:00", second/3600) }
