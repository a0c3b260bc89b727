// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// Of a small bundle every byte counts: each is changed once, by one bit and altogether.
func TestEveryByteCounts(t *testing.T) {
	e := newEstate(t)
	raw, err := e.bundle(evidence.Ballot, e.IDs["ballot"][0]).Pack()
	for i := range town.Must(t, raw, err) {
		for _, change := range []byte{1 << (i % 8), 0xff} {
			raw[i] ^= change
			e.refuses(raw)
			raw[i] ^= change
		}
	}
	if !e.verify(raw).OK() {
		t.Error("what nobody has altered is refused")
	}
}

// refuses demands that a file is not accepted.
func (e *estate) refuses(raw []byte) {
	e.Helper()
	r, err := evidence.Verify(raw, e.trust, checkedAt)
	if err == nil && r.OK() {
		e.Errorf("accepted:\n%s", text(r))
	}
}

// altered is a file with one random edit.
func altered(rnd *rand.Rand, raw []byte) []byte {
	a, b := rnd.IntN(len(raw)), rnd.IntN(len(raw))
	from, to := min(a, b), max(a, b)+1
	switch rnd.IntN(5) {
	case 0: // a piece is missing
		return slices.Delete(slices.Clone(raw), from, min(from+1+rnd.IntN(40), to))
	case 1: // a piece stands twice
		return slices.Insert(slices.Clone(raw), to, raw[from:min(from+1+rnd.IntN(40), to)]...)
	case 2: // it is cut short
		return raw[:from]
	case 3: // two bytes have changed places
		swapped := slices.Clone(raw)
		swapped[a], swapped[b] = swapped[b], swapped[a]
		return swapped
	}
	changed := slices.Clone(raw)
	changed[a] = byte(rnd.IntN(256))
	return changed
}

// What is left of a bundle after a random edit is refused, whatever it is.
func TestRandomEdits(t *testing.T) {
	const edits = 1000
	e := newEstate(t)
	rnd := rand.New(rand.NewPCG(7, 40))
	e.each(func(kind evidence.Kind, id string) {
		raw, err := e.bundle(kind, id).Pack()
		town.Must(t, raw, err)
		for range edits / 10 {
			if edited := altered(rnd, raw); !slices.Equal(edited, raw) {
				e.refuses(edited)
			}
		}
	})
}

// Without a trust file that names witnesses no bundle is accepted, and it says why.
func TestUnanchored(t *testing.T) {
	e := newEstate(t)
	raw, err := e.bundle(evidence.Case, e.IDs["case"][0]).Pack()
	town.Must(t, raw, err)
	nobody := e.trust
	nobody.Witnesses = nil
	for name, trust := range map[string]verify.Trust{"no trust file": {}, "no witnesses": nobody} {
		r, err := evidence.Verify(raw, trust, checkedAt)
		town.Must(t, r, err)
		for _, c := range r.Checks {
			if want := map[bool]verify.Status{true: verify.NotProven, false: verify.Pass}[c.ID == "head"]; c.Status != want {
				t.Errorf("%s: %s is %s", name, c.ID, c.Status)
			}
		}
		if r.OK() || r.Anchored {
			t.Errorf("%s: it is accepted", name)
		}
	}
}

// Nor is it accepted after a random edit of an entry for which the manifest is made anew, small or full; and nothing of it makes the reader
// stumble.
func TestEditsUnderNewManifests(t *testing.T) {
	const edits = 60
	e := newEstate(t)
	rnd := rand.New(rand.NewPCG(11, 40))
	for profile, make := range map[string]func(evidence.Kind, string) evidence.Bundle{"small": e.bundle, "full": e.full} {
		for _, kind := range evidence.Kinds() {
			raw, err := make(kind, e.IDs[string(kind)][0]).Pack()
			entries := unzipped(town.Must(t, raw, err))[1:]
			for range edits {
				edited := slices.Clone(entries)
				at := rnd.IntN(len(edited))
				if edited[at].Data = altered(rnd, edited[at].Data); !slices.Equal(edited[at].Data, entries[at].Data) {
					e.refuses(listedAs(profile, edited...))
				}
			}
		}
	}
}
