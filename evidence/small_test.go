// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"errors"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
)

// Of everything there is a small bundle, which is accepted and small.
func TestSmallBundles(t *testing.T) {
	const most = 40_000
	e := newEstate(t)
	e.each(func(kind evidence.Kind, id string) {
		raw, err := e.bundle(kind, id).Pack()
		town.Must(t, raw, err)
		r := e.verify(raw)
		t.Logf("%s: %d bytes\n%s", kind, len(raw), text(r))
		if !r.OK() || !r.Anchored || len(raw) > most {
			t.Errorf("%s %s: %d bytes\n%s", kind, id, len(raw), text(r))
		}
	})
}

// The newest head that enough bodies have put on record is found in the blocks. What came after it has to wait, and what never was is
// not there.
func TestHeadsOfTheLedger(t *testing.T) {
	e := newEstate(t)
	b, err := e.make(e.asked(evidence.Order, e.IDs["order"][0]), "")
	raw, err2 := town.Must(t, b, err).Pack()
	if r := e.verify(town.Must(t, raw, err2)); !r.OK() {
		t.Errorf("%s", text(r))
	}
	for id, want := range map[string]error{e.IDs["late"][0]: build.ErrNotCosigned, e.IDs["order"][0]: build.ErrNotThere} {
		if _, err := e.make(e.asked(evidence.Transfer, id), ""); !errors.Is(err, want) {
			t.Errorf("%v, and should be: %v", err, want)
		}
	}
	elsewhere := e.asked(evidence.Transfer, e.IDs["late"][0])
	elsewhere.Community = "other"
	if _, err := e.make(elsewhere, ""); !errors.Is(err, build.ErrNotThere) {
		t.Errorf("of another community: %v", err)
	}
}
