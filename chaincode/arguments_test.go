// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/town"
)

// Arguments that are no text are refused; Fabric's messages cannot carry them, and the chaincode's stream would break.
func TestArgumentsThatAreNoText(t *testing.T) {
	w := newSite(t)
	const bad = "\xff"
	for _, call := range [][]string{
		{bad}, {"Submit", bad}, {"Found", bad, "{}", "[]"}, {"RevokeOfficer", bad, "x"}, {"RevokeOfficer", "x", bad},
		{"LoadRoll", bad, "1", "0", "[]", "[]"}, {"LoadRoll", "x", bad, "0", "[]", "[]"}, {"Tally", bad, "x", "0"},
		{"Tally", "x", bad, "0"},
		{"Check", bad}, {"Read", bad, "[]"}, {"Read", "box", bad}, {"List", bad, "[]", "1", ""}, {"List", "box", "[]", bad, ""},
		{"List", "box", "[]", "1", bad},
	} {
		_, err := w.desk.ledger.EvaluateTransaction(call[0], call[1:]...)
		town.Fails(t, coded(err), contract.BadArguments)
	}
	for _, call := range [][]string{
		{"Nothing"}, {"Submit"}, {"Submit", "[]", "[]"}, {"List", "box", "[]", "0", ""}, {"List", "box", "[]", "1001", ""},
		{"List", "box", "{}", "1", ""}, {"Read", "box", `["a\u0000b"]`}, {"LoadRoll", "x", "1", "0", "[]", "{"},
	} {
		if _, err := w.desk.ledger.EvaluateTransaction(call[0], call[1:]...); err == nil {
			t.Errorf("%q: accepted", call)
		}
	}
	answer, err := w.desk.ledger.EvaluateTransaction("Probe")
	if town.Must(t, answer, err); string(answer) != "ok" {
		t.Errorf("after all that, Probe answers %q", answer)
	}
}
