// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/points"
	rules "github.com/linli-project/linli/rules/points"
)

// A statement begins with what there was, tells each lot that moved with what there is then, and ends with the lots by their ends: what is
// held is neither lost nor spent before it is used.
func TestStatement(t *testing.T) {
	move := func(from, to string, amount, until int64) rules.Transfer {
		return rules.Transfer{From: from, To: to, Amount: amount, Until: until}
	}
	all := []points.Transfer{
		{At: 10, Cause: "help", Rule: "r", Moves: []rules.Transfer{move(rules.Issued, "one", 100, 500)}},
		{At: 20, Cause: "bin", Rule: "b", Moves: []rules.Transfer{move(rules.Issued, "one", 30, 0)}},
		{At: 30, Cause: points.Redeem, Of: "v", Moves: []rules.Transfer{move("one", rules.Held, 100, 500), move("one", rules.Held, 10, 0)}},
		{At: 40, Cause: points.Use, Of: "v", Moves: []rules.Transfer{move(rules.Held, rules.Spent, 100, 500), move(rules.Held, rules.Spent, 10, 0)}},
		{At: 50, Cause: points.Gift, Moves: []rules.Transfer{move("two", "one", 7, 300)}},
		{At: 60, Cause: points.Gift, Moves: []rules.Transfer{move("one", "two", 1, 300)}},
	}
	for i := range all {
		all[i].Act = string(rune('a' + i))
	}
	line := func(id string, at int64, cause points.Cause, of string, change, moved, until, balance, held int64) points.StatementLine {
		return points.StatementLine{Act: id, At: at, Cause: cause, Of: of, Change: change, Points: moved, Until: until,
			Standing: points.Standing{Balance: balance, Held: held}}
	}
	want := points.Statement{
		Unit: "one", From: 30, Until: 60, Before: points.Standing{Balance: 130}, After: points.Standing{Balance: 27},
		Lines: []points.StatementLine{
			line("c", 30, points.Redeem, "v", -100, 100, 500, 30, 100), line("c", 30, points.Redeem, "v", -10, 10, 0, 20, 110),
			line("d", 40, points.Use, "v", 0, 100, 500, 20, 10), line("d", 40, points.Use, "v", 0, 10, 0, 20, 0),
			line("e", 50, points.Gift, "", 7, 7, 300, 27, 0),
		},
		Lots: []rules.Lot{{Amount: 7, Until: 300}, {Amount: 20}},
	}
	if diff := cmp.Diff(want, points.StatementOf("one", 30, 60, all)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if s := points.StatementOf("one", 0, 1000, all); s.Before != (points.Standing{}) || len(s.Lines) != 8 || s.After.Balance != 26 {
		t.Errorf("from the beginning: %+v", s)
	}
	if s := points.StatementOf("three", 0, 1000, nil); len(s.Lines)+len(s.Lots) != 0 {
		t.Errorf("of nobody: %+v", s)
	}
}
