// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"reflect"
	"testing"

	"github.com/linli-project/linli/rules/points"
)

// What was withheld comes back lot by lot, with its ends and whose earning it was; what has ended meanwhile ends.
func TestWithheldAndRestored(t *testing.T) {
	before := points.Account{ID: "a", Lots: []points.Lot{
		{Amount: 5, Until: 100, Earning: "e1", At: 1}, {Amount: 7, Until: 200, Earning: "e2", At: 2}, {Amount: 9, Earning: "e3", At: 3},
	}}
	after, moves, reason := before.Withhold(150, 10) // the first lot has ended
	if reason != points.Allowed || after.Balance() != 11 || len(moves) != 2 {
		t.Fatalf("%+v, %+v, %s", after, moves, reason)
	}
	taken := []points.Lot{{Amount: 7, Until: 200, Earning: "e2", At: 2}, {Amount: 3, Earning: "e3", At: 3}}
	restored, back, reason := after.Restore(taken)
	if reason != points.Allowed || !reflect.DeepEqual(restored, before) {
		t.Fatalf("%+v, %s", restored, reason)
	}
	for i, m := range back {
		if m.From != points.Expired || m.To != "a" || m.Amount != moves[i].Amount || m.Until != moves[i].Until || m.Earning != moves[i].Earning {
			t.Errorf("%+v undoes %+v", m, moves[i])
		}
	}
	if restored.Usable(250) != 9 {
		t.Errorf("%d can be paid with after one more end", restored.Usable(250))
	}
	full := points.Account{ID: "a"}
	for i := range points.MaxLots {
		full.Lots = append(full.Lots, points.Lot{Amount: 1, Until: int64(1000 + i)})
	}
	if again, _, reason := full.Restore(taken); reason != points.TooManyLots || !reflect.DeepEqual(again, full) {
		t.Errorf("an account that is full: %s", reason)
	}
}
