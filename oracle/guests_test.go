// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/parking"
)

// doorman is an oracle that has a mirror and a store, and nothing else.
type doorman struct {
	*Oracle
	*testing.T

	at     time.Time
	writes []ledger.Write
}

func newDoorman(t *testing.T) *doorman {
	t.Helper()
	dir := t.TempDir()
	x, err := index.Open(filepath.Join(dir, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(dir, "oracle.db"), filepath.Join(dir, "key"), store.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = x.Close(), s.Close() })
	d := &doorman{T: t, at: time.Unix(1_800_000_000, 0).Truncate(rules.Quarter * time.Second)}
	d.Oracle = &Oracle{
		Config: Config{Community: "garden", Body: "owners", Mirror: x, Now: func() time.Time { return d.at }}, Store: s, plates: make([]byte, 32),
	}
	put(d, parking.Spaces, "s1", parking.Space{SpaceSet: parking.SpaceSet{Lot: "east", Space: "s1"}})
	return d
}

func put[D any](d *doorman, ref contract.Ref[D], id string, doc D) {
	value, err := json.Marshal(doc)
	if err != nil {
		d.Fatal(err)
	}
	d.writes = append(d.writes, ledger.Write{Key: ref.Key("garden", id), Value: value})
}

func (d *doorman) block() {
	d.Helper()
	b := ledger.Block{Number: d.Mirror.Height(), Hash: []byte{byte(d.Mirror.Height() + 1)}}
	b.Transactions = []ledger.Transaction{{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: d.writes}}
	if err := d.Mirror.Apply(d.Context(), b); err != nil {
		d.Fatal(err)
	}
	d.writes = nil
}

// keeps keeps a plate for some hours.
func (d *doorman) keeps(plate string, hours time.Duration) string {
	d.Helper()
	commitment, err := d.KeepPlate(d.Context(), plate, d.at.Add(hours*time.Hour))
	if err != nil {
		d.Fatal(err)
	}
	return commitment
}

// books puts a booking into the mirror, from and until so many hours from now.
func (d *doorman) books(id, plate string, state rules.State, from, until int64) {
	now := d.at.Unix()
	put(d, parking.Bookings, id, rules.Booking{
		ID: id, Space: "s1", Plate: plate, State: state, Span: rules.Span{From: now + from*3600, Until: now + until*3600},
		Terms: rules.Terms{Early: 600}, Changed: now - 1,
	})
}

func (d *doorman) list() (got []string, g guests) {
	d.Helper()
	g, err := d.guestsOf(d.Context(), "east")
	if err != nil {
		d.Fatal(err)
	}
	for _, guest := range g.list {
		hours := func(ms act.Int) float64 { return float64(int64(ms)-d.at.UnixMilli()) / 3600_000 }
		got = append(got, fmt.Sprintf("%s %.2f %.2f", guest.Plate, hours(guest.From), hours(guest.Until)))
	}
	return got, g
}

// A list has the cars of bookings and of visitors whose time has come or comes soon, the next first; nobody who has cancelled, has not come
// or comes in three days; a plate once. Whose plate nobody has left is counted.
func TestGuests(t *testing.T) {
	d := newDoorman(t)
	a, b, c := d.keeps("粤A00001", 9), d.keeps("粤A·00002", 1), d.keeps("粤A00003", 90)
	d.books("now", a, rules.StateReserved, 0, 2)
	d.books("after it", a, rules.StateReserved, 2, 3)
	d.books("once more", a, rules.StateReserved, 7, 8)
	d.books("soon", b, rules.StateEntered, 1, 5)
	d.books("cancelled", c, rules.StateCancelled, 1, 5)
	d.books("did not come", c, rules.StateNoShow, -1, 5)
	d.books("time has come", c, rules.StateReserved, -4, 0)
	d.books("late", c, rules.StateReserved, 60, 62)
	d.books("nobody knows", "ff", rules.StateReserved, 1, 2)
	now := act.Int(d.at.Unix())
	visit := parking.VisitAllow{From: now + 3600, Kind: parking.Visitor, Lot: "east", Plate: d.keeps("粤A00004", 5), Until: now + 7200}
	put(d, parking.Visits, "v", parking.Visit{VisitAllow: visit})
	visit.Kind, visit.Plate = parking.Release, c
	put(d, parking.Visits, "goods", parking.Visit{VisitAllow: visit})
	visit.Kind = parking.Visitor
	put(d, parking.Visits, "ended", parking.Visit{VisitAllow: visit, Ended: int64(now) + 1})
	d.block()
	got, g := d.list()
	want := []string{"粤A00001 -0.17 3.00", "粤A00002 0.83 5.00", "粤A00004 1.00 2.00"}
	if diff := cmp.Diff(want, got); diff != "" || g.unknown != 1 || g.beyond != 0 {
		t.Errorf("(-want +got)\n%s%+v", diff, g)
	}
	if _, kept, err := d.Store.Plate(t.Context(), b); kept != d.at.Add(5*time.Hour).UnixMilli() || err != nil {
		t.Errorf("a plate is kept until %d, %v: its car stays for longer than was said", kept, err)
	}
}

// Beyond what a gate takes the cars that come next are on the list.
func TestTooManyGuests(t *testing.T) {
	d := newDoorman(t)
	for i := range MaxGuests + 3 {
		d.books(fmt.Sprint("b", i), d.keeps(fmt.Sprintf("粤A%05d", i), 50), rules.StateReserved, int64(1+(MaxGuests+2-i)/20), 40)
	}
	d.block()
	got, g := d.list()
	if len(got) != MaxGuests || g.beyond != 3 || got[0][:len("粤A00502")] < "粤A00483" {
		t.Errorf("%d are listed, %d beyond, the first is %s", len(got), g.beyond, got[0])
	}
}

// What is no plate, or not for a time to come, is not kept.
func TestKeepPlate(t *testing.T) {
	d := newDoorman(t)
	for plate, until := range map[string]time.Time{"无车牌": d.at.Add(time.Hour), "粤A00001": d.at, "粤A00002": d.at.Add(367 * 24 * time.Hour)} {
		if _, err := d.KeepPlate(t.Context(), plate, until); !errors.Is(err, ErrPlate) {
			t.Errorf("%s until %s: %v", plate, until, err)
		}
	}
	same, err := d.CommitPlate(t.Context(), "粤 A-00001")
	if again := d.keeps("粤A00001", 1); again != same || err != nil {
		t.Errorf("%s and %s, %v", same, again, err)
	}
}
