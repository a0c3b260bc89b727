// SPDX-License-Identifier: Apache-2.0

package api

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/words"
)

// monthOf is the month that a request names, on the communities' clocks: from its first second until the next one's. Whole months only:
// periods of one's own choice would tell of single orders by what they differ by.
func monthOf(c *echo.Context) (from, to int64, err error) {
	first, err := time.ParseInLocation("2006-01", c.QueryParam("month"), time.FixedZone("UTC+8", int(analysis.China)))
	if err != nil {
		return 0, 0, &refusal{kind: "bad-field", fields: []FieldError{{Field: "month", Message: "no month"}}, cause: err}
	}
	return first.Unix(), first.AddDate(0, 1, 0).Unix(), nil
}

// analysed analyses the orders of the month that a request names, beside those of as long a time before: no others are read.
func (g *ordersGroup) analysed(c *echo.Context) (analysis.Orders, error) {
	from, to, err := monthOf(c)
	if err != nil {
		return analysis.Orders{}, err
	}
	var all []rules.Order
	for o, err := range g.index.OrdersRaised(c.Request().Context(), who(c).community, from-(to-from), to) {
		if err != nil {
			return analysis.Orders{}, err
		}
		all = append(all, o.Order.Order)
	}
	return analysis.OfOrders(all, from, to, g.now().Unix()), nil
}

func (g *ordersGroup) getOrderAnalysis(c *echo.Context) error {
	report, err := g.analysed(c)
	if err != nil {
		return err
	}
	return tagged(c, report)
}

func (g *ordersGroup) getOrderAnalysisCSV(c *echo.Context) error {
	report, err := g.analysed(c)
	if err != nil {
		return err
	}
	return spreadsheet(c, who(c).community+"-"+c.QueryParam("month")+"-orders", orderRows(report, languageOf(c.Request())))
}

// The words of the table. How many are solved and satisfied is beside how many are closed.
var (
	orderHeader = []text{
		{"表", "table"}, {"组", "group"}, {"时段", "period"}, {"工单", "orders"}, {"已关闭", "closed"}, {"已解决", "solved"}, {"满意", "satisfied"},
		{"对速度满意", "satisfied with the speed"}, {"无答复", "unanswered"}, {"重开", "reopened"}, {"升级", "escalated"}, {"超时", "breached"},
		{"经手", "hands"}, {"接单", "accepted"}, {"接单中位（秒）", "accept, median s"}, {"接单P90（秒）", "accept, p90 s"}, {"到场", "arrived"},
		{"到场中位（秒）", "arrive, median s"}, {"到场P90（秒）", "arrive, p90 s"}, {"办结", "done"}, {"办结中位（秒）", "done, median s"},
		{"办结P90（秒）", "done, p90 s"},
	}
	orderAll, orderNow, orderBefore = text{"全部", "all"}, text{"本月", "this month"}, text{"之前", "before"}
	orderNone                       = text{"未定", "none"}
)

// orderRows are the table in a language.
func orderRows(report analysis.Orders, speak language) [][]string {
	header := headerIn(speak, orderHeader)
	rows := [][]string{header}
	add := func(table text, group string, now, before analysis.Counts) {
		rows = append(rows,
			orderRow(table.in(speak), group, orderNow.in(speak), now),
			orderRow(table.in(speak), group, orderBefore.in(speak), before))
	}
	add(orderAll, "", report.Now, report.Before)
	for _, table := range []struct {
		name   text
		groups []analysis.OrderGroup
		called map[string]words.Text
	}{
		{text{"类别", "kind"}, report.Kinds, words.OrderKinds}, {text{"地点", "place"}, report.Places, nil},
		{text{"网格", "grid"}, report.Grids, nil}, {text{"钟点", "hour"}, report.Hours, nil},
	} {
		for _, g := range table.groups {
			add(table.name, orderGroup(g.Names, table.called, speak), g.Now, g.Before)
		}
	}
	return rows
}

// orderGroup is what a group is called: its names, in words where there are some.
func orderGroup(names []string, called map[string]words.Text, speak language) string {
	group := make([]string, len(names))
	for i, name := range names {
		group[i] = name
		if word, ok := called[name]; ok {
			group[i] = text{word.ZH, word.EN}.in(speak)
		}
		if name == "" {
			group[i] = orderNone.in(speak)
		}
	}
	return strings.Join(group, " + ")
}

func orderRow(table, group, period string, c analysis.Counts) []string {
	row := []string{table, rollfile.Harmless(group), period}
	for _, n := range []int{
		c.Orders, c.Closed, c.Solved, c.Satisfied, c.Prompt, c.Unanswered, c.Reopened, c.Escalated, c.Breached, c.Hands,
	} {
		row = append(row, strconv.Itoa(n))
	}
	for _, t := range []analysis.Times{c.Accept, c.Arrive, c.Done} {
		row = append(row, strconv.Itoa(t.Of), strconv.FormatInt(t.Median, 10), strconv.FormatInt(t.P90, 10))
	}
	return row
}
