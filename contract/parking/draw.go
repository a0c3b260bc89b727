// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
)

// Drawing is how the lot fell for a space and a day: drawn once.
type Drawing struct {
	At   int64    `json:"at"`   // Unix time
	Size int64    `json:"size"` // of the head whose root was the seed
	Won  []string `json:"won"`  // bookings, in the order in which they came
}

func (d Drawing) has(booking string) bool { return slices.Contains(d.Won, booking) }

// Drawings are a community's, by space and day.
const Drawings contract.Ref[Drawing] = "drawing" // C~space~day: who has a space for a day, as the lot fell

// drawing is what a lot is drawn for.
type drawing struct{ Community, Space, Day, Size string }

// draw has the lot fall. The seed is the root of a head of the ledger that more than two thirds of the bodies have co-signed, all of them
// after it was too late to ask: nobody chose it. Anybody may send it.
func draw(s contract.State, tx contract.Tx, d drawing) error {
	v := contract.NewView(s)
	if _, drawn, err := Drawings.Get(v, d.Community, d.Space, d.Day); err != nil || drawn {
		if err == nil {
			err = act.Refuse(contract.Already)
		}
		return err
	}
	asked, at, err := d.asked(v, tx.Time)
	if err != nil {
		return err
	}
	size, seed, err := d.seed(v, at)
	if err != nil {
		return err
	}
	days := rules.Days{}
	for _, b := range asked {
		more, err := daysOf(v, d.Community, d.Space, b.Span)
		if err != nil {
			return err
		}
		for day, taken := range more {
			days[day] = taken
		}
	}
	won := days.Draw(seed, asked)
	if err := putDays(v, d.Community, d.Space, days); err != nil {
		return err
	}
	if err := Drawings.Put(v, Drawing{At: tx.Time, Size: size, Won: won}, d.Community, d.Space, d.Day); err != nil {
		return err
	}
	return v.Commit()
}

// asked are the bookings that wait for the lot, and from when on it may be drawn: after the last of their times for it.
func (d drawing) asked(v *contract.View, now int64) (waiting []rules.Booking, at int64, err error) {
	requests, err := Requests.List(v, d.Community, d.Space, d.Day)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range requests {
		b, _, err := Bookings.Get(v, d.Community, r.Booking)
		switch {
		case err != nil:
			return nil, 0, err
		case b.State != rules.StatePending || b.At(now).State != rules.StatePending: // taken back, or its time has come
			continue
		}
		at = max(at, b.DrawAt)
		waiting = append(waiting, b)
	}
	if len(waiting) == 0 || now < at {
		return nil, 0, act.Refuse(NotDrawn)
	}
	return waiting, at, nil
}

// seed is the root of a head that enough bodies have signed at a time or later.
func (d drawing) seed(v *contract.View, from int64) (size int64, root []byte, err error) {
	size, err = strconv.ParseInt(d.Size, 10, 64)
	if err != nil || size < 1 || size > witness.MaxSize || strconv.FormatInt(size, 10) != d.Size {
		return 0, nil, act.Refuse(act.BadField, "of", "number")
	}
	named, err := witness.Witnesses.List(v)
	if err != nil {
		return 0, nil, err
	}
	heads, err := witness.Heads.List(v, witness.SizeName(uint64(size)))
	if err != nil {
		return 0, nil, err
	}
	signed := map[string]int{}
	for _, h := range heads {
		if h.At < from {
			return 0, nil, act.Refuse(NotDrawn)
		}
		if signed[h.Root]++; signed[h.Root] > len(named)*2/3 {
			root, err = hex.DecodeString(h.Root)
			return size, root, err
		}
	}
	return 0, nil, act.Refuse(NotDrawn)
}

// DayOf is the day of a booking's lot, as transactions and keys have it.
func DayOf(b rules.Booking) string { return dayName(calendar.DayOf(b.From)) }
