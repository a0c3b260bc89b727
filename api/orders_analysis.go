// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/order"
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

// analysed analyses the orders of the month that a request names.
func (g *ordersGroup) analysed(c *echo.Context) (analysis.Orders, error) {
	from, to, err := monthOf(c)
	if err != nil {
		return analysis.Orders{}, err
	}
	var all []rules.Order
	for o, err := range index.All(c.Request().Context(), g.index, order.Orders, who(c).community) {
		if err != nil {
			return analysis.Orders{}, err
		}
		all = append(all, o.Order)
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
	var b bytes.Buffer
	b.WriteString("\ufeff") // without it, spreadsheets take UTF-8 for something else
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if err := out.WriteAll(orderRows(report, languageOf(c.Request()))); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s-orders.csv"`, who(c).community, c.QueryParam("month")))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
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

	orderKinds = map[rules.Kind]text{
		rules.RepairWater: {"水管维修", "water repair"}, rules.RepairPower: {"电路维修", "power repair"}, rules.RepairLift: {"电梯维修", "lift repair"},
		rules.RepairDoor: {"门禁维修", "door repair"}, rules.RepairLight: {"照明维修", "light repair"}, rules.Cleaning: {"保洁", "cleaning"},
		rules.Noise: {"噪声", "noise"}, rules.Parking: {"停车", "parking"}, rules.Neighbour: {"邻里纠纷", "neighbours"},
		rules.Care: {"关爱探访", "care"}, rules.SOS: {"紧急求助", "emergency call"}, rules.Smoke: {"烟雾", "smoke"}, rules.Gas: {"燃气", "gas"},
		rules.Water: {"漏水报警", "leak"}, rules.Silence: {"设备失联", "silent device"}, rules.Other: {"其他", "other"},
	}
)

// orderRows are the table in a language.
func orderRows(report analysis.Orders, speak language) [][]string {
	header := make([]string, len(orderHeader))
	for i, column := range orderHeader {
		header[i] = column.in(speak)
	}
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
	}{
		{text{"类别", "kind"}, report.Kinds}, {text{"地点", "place"}, report.Places}, {text{"网格", "grid"}, report.Grids},
		{text{"钟点", "hour"}, report.Hours},
	} {
		for _, g := range table.groups {
			add(table.name, orderGroup(g.Names, speak), g.Now, g.Before)
		}
	}
	return rows
}

// orderGroup is what a group is called.
func orderGroup(names []string, speak language) string {
	called := make([]string, len(names))
	for i, name := range names {
		called[i] = name
		if word, ok := orderKinds[rules.Kind(name)]; ok {
			called[i] = word.in(speak)
		}
		if name == "" {
			called[i] = orderNone.in(speak)
		}
	}
	return strings.Join(called, " + ")
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
