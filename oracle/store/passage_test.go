// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

// What may concern a booking is what gates said of its car at its time, what corrects that, and that a gate was silent; not what is not on
// the ledger, what was corrected since, or what the booking has had.
func TestPassages(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{})
	ids := map[string]string{}
	said := func(name string, n int, at int64, plate, replaces string) {
		ids[name] = add(t, s, n, device.Plate)
		change(t, s, func(tx *Tx) error {
			return tx.AddPassage(garden, gate, ids[name], device.Passage{At: at, Plate: plate, Replaces: replaces}, noon)
		})
	}
	said("in", 1, 100, "car", "")
	said("early", 2, 10, "car", "")
	said("misread", 3, 120, "car", "")
	said("instead", 4, 120, "other", ids["misread"])
	said("silent", 5, 130, "", "")
	said("out", 6, 90, "car", "")
	said("waits", 7, 100, "car", "")
	logged := []string{ids["in"], ids["early"], ids["misread"], ids["instead"], ids["silent"], ids["out"]}
	change(t, s, func(tx *Tx) error { return tx.Logged(garden, logged, 0) })
	are := func(what string, c Concerning, want ...string) {
		t.Helper()
		found, err := s.Passages(t.Context(), garden, c)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range found {
			for name, id := range ids {
				if id == p.Event && p.Text != "" && p.Device == gate && !p.Had {
					got = append(got, name)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", what, got, want)
		}
	}
	asked := Concerning{Booking: "b", Plate: "car", From: 50, Until: 200}
	are("of a booking that has had nothing", asked, "out", "in", "silent")
	asked.Corrects = [2]string{ids["misread"], ""}
	are("of one that has what was misread", asked, "out", "in", "instead", "silent")
	change(t, s, func(tx *Tx) error { return tx.Passed(ids["out"], "b", noon) })
	are("of one that has had something", asked, "in", "instead", "silent")
	are("of another car", Concerning{Booking: "c", Plate: "other", From: 50, Until: 125}, "instead")
	all, err := s.PassagesFrom(t.Context(), garden, 3, 2)
	if err != nil || len(all) != 2 || all[0].Index != 3 || all[1].Event != ids["silent"] {
		t.Errorf("of the log: %+v %v", all, err)
	}
	if size, err := s.LogSize(t.Context(), garden); size != 6 || err != nil {
		t.Errorf("the log has %d events, %v", size, err)
	}
	if plate, err := s.CarOf(t.Context(), ids["misread"]); plate != "car" || err != nil {
		t.Errorf("it was %q, %v", plate, err)
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon) })
	are("when its time is over", asked)
}

// A plate is kept as long as it is wanted for, and nowhere in a file can it be read.
func TestPlates(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Bounds{})
	const plate = "粤A12345"
	change(t, s, func(tx *Tx) error {
		return errors.Join(tx.KeepPlate("aa", plate, noon), tx.KeepPlate("aa", plate, noon-5), tx.KeepTold(gate, []byte(plate)))
	})
	change(t, s, func(tx *Tx) error { return errors.Join(tx.PlateUntil("aa", noon+5), tx.PlateUntil("bb", noon)) })
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 4) })
	if kept, until, err := s.Plate(t.Context(), "aa"); kept != plate || until != noon+5 || err != nil {
		t.Errorf("%q until %d, %v", kept, until, err)
	}
	if told, err := s.ToldList(t.Context(), gate); string(told) != plate || err != nil {
		t.Errorf("%q %v", told, err)
	}
	for name, raw := range files(t, dir) {
		if bytes.Contains([]byte(raw), []byte(plate)) {
			t.Errorf("%s has it", name)
		}
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 5) })
	if _, _, err := s.Plate(t.Context(), "aa"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if _, err := s.ToldList(t.Context(), "gate-2"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}
