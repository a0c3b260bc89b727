// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"maps"
	"slices"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/parking"
)

// Drawing is who asks for a space by lot, and how it fell.
type Drawing struct {
	Asked []Request `json:"asked"` // in the order in which they asked
	At    int64     `json:"at"`    // Unix time when it was drawn; 0: it was not
	Size  int64     `json:"size"`  // of the head whose root was the seed
	Won   []string  `json:"won"`   // bookings, in the order in which they came
}

// Request is one of them: a party asks once.
type Request struct {
	Booking string `json:"booking"`
	Party   string `json:"party"`
}

// Drawings are a community's, by space and the time from which on the lot is drawn.
const Drawings contract.Ref[Drawing] = "drawing" // C~space~time: who asks for a space before the lot is drawn at a time, and how it fell

// drawName is the time of a lot as keys and transactions have it.
func drawName(at int64) string { return strconv.FormatInt(at, 10) }

// DrawName is which lot a pending booking waits for, as the transaction names it.
func DrawName(b rules.Booking) string { return drawName(b.DrawAt) }

// askForLot notes that a party asks for a space, which it does once for a draw.
func askForLot(c *contract.Context, b rules.Booking) error {
	lot, _, err := Drawings.Get(c, c.Act.Community, b.Space, DrawName(b))
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(lot.Asked, func(r Request) bool { return r.Party == b.Guest.Name() }):
		return act.Refuse(contract.Exists, "of", "request")
	case len(lot.Asked) >= rules.MaxRequests:
		return act.Refuse(contract.TooMany, "of", "requests", "most", rules.MaxRequests)
	}
	lot.Asked = append(lot.Asked, Request{Booking: b.ID, Party: b.Guest.Name()})
	return Drawings.Put(c, lot, c.Act.Community, b.Space, DrawName(b))
}

// afterLot refuses who comes after the time to ask, as long as the lot has not been drawn for those who asked: they come first.
func afterLot(c *contract.Context, space string, drawAt int64) error {
	if drawAt == 0 {
		return nil
	}
	lot, asked, err := Drawings.Get(c, c.Act.Community, space, drawName(drawAt))
	if err == nil && asked && lot.At == 0 {
		err = act.Refuse(NotDrawn)
	}
	return err
}

// drawing is what a lot is drawn for.
type drawing struct{ Community, Space, At string }

// draw has the lot fall, with the seed that the ledger has for it. Anybody may send it, and has nothing to choose.
func draw(s contract.State, tx contract.Tx, d drawing) error {
	v := contract.NewView(s)
	lot, ok, err := Drawings.Get(v, d.Community, d.Space, d.At)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(NotDrawn)
	case lot.At != 0:
		return act.Refuse(contract.Already)
	}
	at, _ := strconv.ParseInt(d.At, 10, 64) // which askForLot wrote
	if tx.Time < at {
		return act.Refuse(NotDrawn)
	}
	size, root, err := seed(v, d.Community, at)
	if err != nil {
		return err
	}
	waiting, days, err := d.waiting(v, tx.Time, lot)
	if err != nil {
		return err
	}
	lot.At, lot.Size, lot.Won = tx.Time, size, days.Draw(root, waiting)
	if err := putDays(v, d.Community, d.Space, days); err != nil {
		return err
	}
	if err := Drawings.Put(v, lot, d.Community, d.Space, d.At); err != nil {
		return err
	}
	return v.Commit()
}

// waiting are the bookings that still wait for the lot, and the days that they are in. It may be none: they were taken back, or their
// time has come.
func (d drawing) waiting(v *contract.View, now int64, lot Drawing) (waiting []rules.Booking, days rules.Days, err error) {
	days = rules.Days{}
	var keys []string
	for _, r := range lot.Asked {
		keys = append(keys, Bookings.Key(d.Community, r.Booking))
	}
	if err := v.Prefetch(keys); err != nil {
		return nil, nil, err
	}
	for _, r := range lot.Asked {
		b, _, err := Bookings.Get(v, d.Community, r.Booking)
		if err != nil {
			return nil, nil, err
		}
		if b.At(now).State != rules.StatePending {
			continue
		}
		waiting = append(waiting, b)
		more, err := daysOf(v, d.Community, d.Space, b.Span)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(days, more)
	}
	return waiting, days, nil
}

// has says whether a booking has the space.
func (d Drawing) has(booking string) bool { return slices.Contains(d.Won, booking) }
