// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

func booked(id, space, guest, plate string, from int64) rules.Booking {
	return rules.Booking{
		ID: id, Space: space, Guest: rules.Party{Home: guest}, Host: rules.Party{Body: "owners"}, Plate: plate, State: rules.StateReserved,
		Span: rules.Span{From: from, Until: from + 900}, Asked: from - 100, Changed: from - 100,
	}
}

// Bookings are found by whose they are, by car, space, car park and time; what changes is found by the block that changed it. What falls
// due is what time changes next, and nothing once one is closed.
func TestBookings(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	w := &writes{T: t}
	for i := range 3 {
		id := fmt.Sprintf("s%d", i)
		put(w, parking.Spaces, id, parking.Space{SpaceSet: parking.SpaceSet{Space: id, Lot: []string{"east", "west"}[i/2]}})
	}
	for i := range 150 {
		id := fmt.Sprintf("b%03d", i)
		put(w, parking.Bookings, id, booked(id, fmt.Sprintf("s%d", i%3), fmt.Sprintf("h%d", i%5), fmt.Sprintf("p%d", i%7), int64(i+1)*900))
	}
	w.into(x)
	over := booked("b000", "s0", "h0", "p0", 900)
	over.State, over.Closed, over.Changed = rules.StateCancelled, 500, 500
	w = &writes{T: t}
	put(w, parking.Bookings, "b000", over)
	w.into(x)
	got := func(asked index.Bookings) (ids []string) {
		for b, err := range x.Bookings(t.Context(), "garden", asked) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, b.ID)
		}
		return ids
	}
	for name, is := range map[string]struct {
		asked index.Bookings
		want  func(i int) bool
	}{
		"all":         {index.Bookings{}, func(int) bool { return true }},
		"open":        {index.Bookings{Open: true}, func(i int) bool { return i > 0 }},
		"of a car":    {index.Bookings{Plate: "p3"}, func(i int) bool { return i%7 == 3 }},
		"of a guest":  {index.Bookings{Guest: "h2", Host: "body:owners"}, func(i int) bool { return i%5 == 2 }},
		"of nobody":   {index.Bookings{Host: "h2"}, func(int) bool { return false }},
		"of a space":  {index.Bookings{Space: "s1"}, func(i int) bool { return i%3 == 1 }},
		"in a lot":    {index.Bookings{Lot: "east"}, func(i int) bool { return i%3 < 2 }},
		"at a time":   {index.Bookings{From: 9000, Until: 9001}, func(i int) bool { return i == 9 }},
		"cancelled":   {index.Bookings{State: rules.StateCancelled}, func(i int) bool { return i == 0 }},
		"lately":      {index.Bookings{Block: 1}, func(i int) bool { return i == 0 }},
		"that nobody": {index.Bookings{Space: "s1", Lot: "west"}, func(int) bool { return false }},
	} {
		var want []string
		for i := range 150 {
			if is.want(i) {
				want = append(want, fmt.Sprintf("b%03d", i))
			}
		}
		if diff := cmp.Diff(want, got(is.asked)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	for b, err := range x.Lately(t.Context(), "garden", index.Bookings{Lot: "west"}) {
		if err != nil || b.ID != "b149" || b.Lot != "west" || b.Community != "garden" {
			t.Errorf("the last one is %+v, %v", b, err)
		}
		break
	}
	due, err := x.Due(t.Context(), 3*900+900, parking.Bookings.Kind())
	if len(due) != 1 || due[0].ID != "b001" || due[0].At != 3*900 || err != nil {
		t.Errorf("due: %+v %v", due, err)
	}
	if spaces, err := x.SpacesOf(t.Context(), "garden", "east"); !slices.Equal(spaces, []string{"s0", "s1"}) || err != nil {
		t.Errorf("spaces: %v %v", spaces, err)
	}
}

// Visits are found by where and when; one that was ended is over from then on. What guards decide comes the last first.
func TestVisits(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	w := &writes{T: t}
	for i := range 4 {
		v := parking.Visit{VisitAllow: parking.VisitAllow{
			From: 100, Until: 200, Home: "h", Kind: parking.Visitor, Lot: "east", Plate: strconv.Itoa(i),
		}}
		if i == 1 {
			v.Ended = 120
		}
		if i == 2 {
			v.Lot = "west"
		}
		put(w, parking.Visits, fmt.Sprint("v", i), v)
		put(w, parking.Decisions, fmt.Sprint("d", i), parking.Decision{GateDecide: parking.GateDecide{Lot: v.Lot, Reason: strconv.Itoa(i)}})
	}
	w.into(x)
	all, err := x.VisitsTo(t.Context(), "garden", "east", 150, 300, 10)
	if err != nil || len(all) != 2 || all[0].ID != "v0" || all[0].Doc.Plate != "0" || all[1].Doc.Plate != "3" {
		t.Errorf("%+v %v", all, err)
	}
	if all, err := x.VisitsTo(t.Context(), "garden", "east", 110, 300, 1); err != nil || len(all) != 1 {
		t.Errorf("%+v %v", all, err)
	}
	if of := owned(t, x, parking.Decisions, "east"); !slices.Equal(of, []string{"d0", "d1", "d3"}) {
		t.Errorf("decisions at a car park: %v", of)
	}
}

// A head counts when more than two thirds of the witnesses have signed it, all of them late enough; the first such one is the one.
func TestHeadSince(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	w := &writes{T: t}
	of := func(size uint64, root string, at ...int64) {
		for i, at := range at {
			msp := fmt.Sprint("MSP", i)
			w.all = append(w.all, ledger.Write{
				Key: witness.Heads.Key(witness.SizeName(size), msp), Value: []byte(fmt.Sprintf(`{"at":%d,"key":"","note":"","root":%q}`, at, root)),
			})
		}
	}
	for i := range 4 {
		w.all = append(w.all, ledger.Write{Key: witness.Witnesses.Key(fmt.Sprint("MSP", i)), Value: []byte(`{}`)})
	}
	of(10, "aa", 5000, 5000, 5000)
	of(20, "bb", 5100, 4999, 5100)
	of(30, "cc", 5100, 5100)
	of(40, "dd", 5200, 5200, 5100)
	of(50, "ee", 5300, 5300, 5300, 5300)
	w.into(x)
	for at, want := range map[int64]uint64{4000: 10, 5000: 10, 5001: 40, 5100: 40, 5101: 50, 5301: 0} {
		if size, ok, err := x.HeadSince(t.Context(), at); size != want || ok != (want > 0) || err != nil {
			t.Errorf("since %d: %d %v %v, not %d", at, size, ok, err, want)
		}
	}
}
