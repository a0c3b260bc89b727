// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// The words of a result's table.
var (
	csvHeader = []text{
		{"行", "row"}, {"议题编号", "contest"}, {"议题", "title"}, {"选项", "option"}, {"人数", "heads"}, {"面积（㎡）", "area m2"}, {"结果", "outcome"},
	}
	csvTotal, csvTook   = text{"全体", "all"}, text{"参与表决", "took part"}
	csvOption, csvBlank = text{"选项", "option"}, text{"未选", "blank"}

	csvQuorate, csvInquorate = text{"达到法定参与比例", "quorum met"}, text{"未达到法定参与比例", "quorum not met"}
	csvPassed, csvFailed     = text{"通过", "passed"}, text{"未通过", "not passed"}
	csvElected, csvTied      = text{"当选", "elected"}, text{"票数相同", "tied"}
	csvLeading               = text{"人数最多", "most heads"}
)

// getResultCSV writes a result for spreadsheets: what all have, what those who took part have, and what each option got.
func (g *electionsGroup) getResultCSV(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	result, err := g.count(c.Request().Context(), c.Param("community"), e)
	if err != nil {
		return err
	}
	return spreadsheet(c, c.Param("community")+"-"+e.ID, resultRows(e, result, languageOf(c.Request())))
}

func resultRows(e vote.Election, result vote.Result, speak language) [][]string {
	header := headerIn(speak, csvHeader)
	row := func(kind text, id, title, option string, w community.Weight, outcome text) []string {
		return []string{
			kind.in(speak), rollfile.Harmless(id), rollfile.Harmless(title), rollfile.Harmless(option), strconv.FormatInt(w.Heads, 10),
			fmt.Sprintf("%d.%02d", w.AreaDm2/100, w.AreaDm2%100), outcome.in(speak),
		}
	}
	rows := [][]string{header, row(csvTotal, "", "", "", result.Total, text{}), row(csvTook, "", "", "", result.Took, quorumOf(result))}
	for i, got := range result.Contests {
		contest := e.Contests[i]
		for _, option := range contest.Options {
			rows = append(rows, row(csvOption, contest.ID, contest.Title, option, got.Tally[option], outcomeOf(got, option)))
		}
		rows = append(rows, row(csvBlank, contest.ID, contest.Title, "", got.Blank, text{}))
	}
	return rows
}

func quorumOf(result vote.Result) text {
	switch {
	case result.Quorum == nil: // a poll
		return text{}
	case result.Quorum.Heads && result.Quorum.Area:
		return csvQuorate
	}
	return csvInquorate
}

// outcomeOf is what a contest decided about an option.
func outcomeOf(got election.ContestResult, option string) text {
	switch {
	case got.Met != nil && option == election.Agree && got.Passed:
		return csvPassed
	case got.Met != nil && option == election.Agree:
		return csvFailed
	case slices.Contains(got.Elected, option):
		return csvElected
	case slices.Contains(got.Tied, option):
		return csvTied
	case slices.Contains(got.Leading, option):
		return csvLeading
	}
	return text{}
}
