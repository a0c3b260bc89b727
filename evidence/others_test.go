// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
)

// Of every document and act on the ledger, asked for as every kind of matter, there is a bundle that is accepted, or none: that it is
// none of that kind is no failure. (An event is asked for with its proof, which names it.)
func TestEveryIDOfEveryKind(t *testing.T) {
	e := newEstate(t)
	blocks, ids, made := e.long(0), map[string]bool{}, map[evidence.Kind]int{}
	for _, kind := range evidence.Kinds() {
		for key, err := range e.scanned.Keys(t.Context(), evidence.DocumentOf(kind)) {
			_, names, _ := contract.SplitKey(town.Must(t, key, err))
			ids[names[1]] = true
		}
	}
	for id := range ids {
		for _, kind := range slices.DeleteFunc(evidence.Kinds(), func(kind evidence.Kind) bool { return kind == evidence.Event }) {
			b, err := build.Bundle(t.Context(), blocks, e.scanned, e.asked(kind, id), e.note)
			if err != nil {
				if !errors.Is(err, build.ErrNotThere) && !errors.Is(err, build.ErrNotCosigned) {
					t.Errorf("%s %s: %v", kind, id, err)
				}
				continue
			}
			made[kind]++
			raw, err := b.Pack()
			if r := e.verify(town.Must(t, raw, err)); !r.OK() {
				t.Errorf("%s %s:\n%s", kind, id, text(r))
			}
		}
	}
	t.Logf("%d ids; bundles: %v", len(ids), made)
	for _, kind := range []evidence.Kind{
		evidence.Ballot, evidence.Result, evidence.Breach, evidence.Transfer, evidence.Voucher, evidence.Case, evidence.Booking,
	} {
		if least := len(e.IDs[string(kind)]); made[kind] < least || made[kind] == len(ids) {
			t.Errorf("%d bundles of the kind %s, and %d at least are recorded", made[kind], kind, least)
		}
	}
}
