// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/web"
)

// The balance sheet says where all points are, up to which block, and how anybody adds them up again.
func TestPointsPage(t *testing.T) {
	e := newEstate(t)
	pages, err := web.New(e.Index, time.Now)
	must(t, err)
	h := pages.Handler()
	e.playAll(h, []scene{{name: "points-none", path: "/c/garden/points", status: 404}})
	sheet := verify.PointsSheet{Format: verify.PointsSheetFormat, Community: "garden", Checkpoint: verify.Checkpoint{Block: 77, Hash: "abcd77"}}
	pages.PointsSheet = func(context.Context, string) (verify.PointsSheet, error) { return sheet, nil }
	e.playAll(h, []scene{
		{name: "points-empty", path: "/c/garden/points", status: 200, has: []string{"abcd77"}, not: []string{"<svg"}},
		{name: "points-elsewhere", path: "/c/elsewhere/points", status: 404},
		{name: "community-no-points", path: "/c/garden", status: 200, not: []string{"/c/garden/points"}},
	})
	sheet.PointsSheet = analysis.PointsSheet{
		Issued: 12345, Reversed: 55, Spent: 2000, Expired: 345, Held: 1000, Accounts: 9000, Households: 80,
		Earned: []analysis.PointsGroup{
			{Names: []string{"help/neighbours"}, Points: 12000, Households: 70},
			{Names: []string{"bin/kitchen", "volunteer/garden"}, Points: 400, Households: 6},
		},
		Services: []analysis.PointsGroup{{Names: []string{"haircut"}, Points: 2000}},
	}
	for _, way := range points.Ways() { // each has words
		sheet.Earned[1].Names = append(sheet.Earned[1].Names, string(way)+"/other")
	}
	e.playAll(h, []scene{{name: "points", path: "/c/garden/points", status: 200,
		has: []string{"12\u202f345", "72.90 %", "12\u202f000", "kitchen", "abcd77", `id="services"`, "haircut", "<svg",
			"/api/v1/communities/garden/points/sheet", "--points-sheet", "5"},
	}})
}
