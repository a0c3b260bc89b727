// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/web"
)

func TestAnalysisPage(t *testing.T) {
	e := newEstate(t)
	pages, err := web.New(e.Index, time.Now)
	must(t, err)
	at := time.Date(2026, 11, 26, 2, 0, 0, 0, time.UTC).Unix()
	var heads []analysis.Head
	for i := range 40 {
		h := analysis.Head{Building: []string{"1幢", "2幢"}[i%2], Voted: i < 30, Way: analysis.Online, At: at + int64(i)*3600, Order: i}
		heads = append(heads, h)
	}
	rounds := []analysis.Round{{Kind: "closing.24h", At: at + 12*3600, People: 20}}
	report := analysis.Report{
		Election: "2026-autumn", Title: "表决", Kind: election.Owners, Body: "owners", Voted: community.Weight{Heads: 30, AreaDm2: 300},
		Of:      community.Weight{Heads: 40, AreaDm2: 400},
		Turnout: analysis.NewTurnout(heads, []string{"1幢", "2幢"}, rounds, analysis.Period{From: at, To: at, Over: true}),
		Contests: []analysis.Contest{{ID: "renew", Title: "续聘", Threshold: election.Majority, Passed: true,
			Met: &election.Held{Heads: true, Area: true}, Groups: []analysis.Group{
				{Names: []string{"agree"}, Heads: 24, AreaDm2: 240}, {Names: []string{"disagree", analysis.Blank}, Heads: 6, AreaDm2: 60},
			}}},
		Votes: []analysis.Vote{{Election: "2026-autumn", Title: "表决", Kind: election.Owners, Closed: at, Voted: community.Weight{Heads: 30},
			Of: community.Weight{Heads: 40}}},
	}
	pages.Analysis = func(context.Context, string, string) (analysis.Report, error) { return report, nil }
	h := pages.Handler()
	e.playAll(h, []scene{{name: "analysis-early", path: "/c/garden/analysis/2026-autumn", status: 404, not: []string{"1幢"}}})
	for i := range homes - 2 {
		e.cast(i, 1, agree)
	}
	e.count()
	e.playAll(h, []scene{
		{name: "analysis", path: "/c/garden/analysis/2026-autumn", status: 200,
			has: []string{"1幢", "2幢", `id="contest-renew"`, "<svg", "analysis.csv", "15"}},
		{name: "analysis-linked", path: "/c/garden/result/2026-autumn", status: 200, has: []string{"/c/garden/analysis/2026-autumn"}},
	})
}
