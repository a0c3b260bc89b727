// SPDX-License-Identifier: Apache-2.0

package analysis_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/analysis"
)

// households are so many that have 10 points each; the names of two groups are the same as far as they go.
func households(n int) analysis.Households {
	all := analysis.Households{}
	for i := range n {
		all[fmt.Sprintf("home-%02d", i)] = 10
	}
	return all
}

// A line of a sheet that fewer than five households are behind is joined with the next smallest; the same household counts once.
func TestPointsSheet(t *testing.T) {
	sums := analysis.NewPointsSums()
	sums.Earned = map[string]analysis.Households{
		"bin/kitchen": households(4), "help/neighbours": households(9), "volunteer/garden": households(4), "volunteer/old": households(5),
	}
	sums.Spent = map[string]analysis.Households{"haircut": households(2)}
	sums.Has, sums.Reversed, sums.Expired, sums.Held = households(9), 5, 20, 105
	want := analysis.PointsSheet{
		Issued: 215, Reversed: 5, Spent: 20, Expired: 20, Held: 105, Accounts: 90, Households: 9,
		Earned: []analysis.PointsGroup{
			{Names: []string{"bin/kitchen", "volunteer/garden", "volunteer/old"}, Points: 130, Households: 5},
			{Names: []string{"help/neighbours"}, Points: 90, Households: 9},
		},
		Services: []analysis.PointsGroup{{Names: []string{"haircut"}, Points: 20}},
	}
	if diff := cmp.Diff(want, sums.Sheet(), cmpopts.IgnoreUnexported(analysis.PointsGroup{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	sums.Has["body:owners"] = 3
	if with := sums.Sheet(); with.Households != 9 || with.Accounts != 93 {
		t.Errorf("a body is a household: %+v", with)
	}
	if few := (analysis.PointsSums{Has: households(4)}).Sheet(); few.Households != 0 || few.Accounts != 40 {
		t.Errorf("four households are told: %+v", few)
	}
}

// Whatever households do: lines add up, are told of five households and more or of all together, and no name is lost.
func TestPointsSheetTellsOfFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sums, earned := analysis.NewPointsSums(), int64(0)
		for i, n := range rapid.SliceOfN(rapid.IntRange(1, 12), 0, 8).Draw(t, "households by rule") {
			sums.Earned[fmt.Sprintf("help/%d", i)] = households(n)
			earned += int64(10 * n)
		}
		sheet, names, points := sums.Sheet(), 0, int64(0)
		for _, g := range sheet.Earned {
			if g.Households < analysis.Fewest && len(sheet.Earned) > 1 {
				t.Errorf("%v stands for %d households", g.Names, g.Households)
			}
			names, points = names+len(g.Names), points+g.Points
		}
		if names != len(sums.Earned) || points != earned || sheet.Issued != earned {
			t.Errorf("%d names and %d points, of %d and %d", names, points, len(sums.Earned), earned)
		}
	})
}
