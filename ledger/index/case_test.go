// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// A case is of both its sides, households and bodies; a community's come once each, and fall due when time changes them.
func TestCases(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	w := &writes{T: t}
	for i := range 250 {
		put(w, mediation.Cases, fmt.Sprintf("c-%03d", i), rules.Case{
			State: rules.StateRequested, TakeBy: int64(1000 + i), Sides: [2]rules.Side{{Home: "one"}, {Body: fmt.Sprint("b", i%7)}},
		})
	}
	put(w, mediation.Cases, "ended", rules.Case{State: rules.StateRefused, Sides: [2]rules.Side{{Home: "two"}, {Home: "one"}}})
	w.into(x)
	n := map[string]int{}
	for c, err := range index.OfCommunity(t.Context(), x, mediation.Cases, "garden") {
		if err != nil {
			t.Fatal(err)
		}
		n[c.ID]++
	}
	if len(n) != 251 || n["ended"] != 1 || n["c-007"] != 1 {
		t.Errorf("%d cases, %v", len(n), n)
	}
	if of := owned(t, x, mediation.Cases, "two"); !slices.Equal(of, []string{"ended"}) {
		t.Errorf("%v", of)
	}
	if of := owned(t, x, mediation.Cases, index.SideName(rules.Side{Body: "b3"})); len(of) != 36 || of[0] != "c-003" {
		t.Errorf("%d: %v", len(of), of)
	}
	if of := owned(t, x, mediation.Cases, "b3"); len(of) != 0 {
		t.Errorf("a home that is called like a body has its cases: %v", of)
	}
	due, err := x.Due(t.Context(), 1002, mediation.Cases.Kind())
	if want := []index.Due{{"case", "garden", "c-000", 1000}, {"case", "garden", "c-001", 1001}}; err != nil || !slices.Equal(due, want) {
		t.Errorf("%v %v", due, err)
	}
}
