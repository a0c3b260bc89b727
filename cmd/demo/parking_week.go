// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
)

const hour = 3600 // seconds

// The week's exceptions: on which night, and which of the guests.
const (
	overstays, late       = 1, 0
	missing, absent       = 2, 1
	disputes, complaining = 3, 2
)

// goBy has the days go by: in the evening before, what is over is settled and the next day is booked; in the morning the gates' records of
// the night come, in the evening those of the day.
func (w *week) goBy(ctx context.Context) error {
	var nights, days []*parked
	for day := range int64(weekDays) {
		midnight := w.monday + day*calendar.Day
		for _, step := range []func() error{
			func() error { return w.settleAt(ctx, midnight-7*hour) },
			func() error { return w.record(ctx, midnight+8*hour, nights) },
			func() error { return w.complain(ctx, midnight+9*hour, nights) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		var err error
		if nights, days, err = w.bookDay(ctx, day, midnight); err != nil {
			return err
		}
		if err := w.record(ctx, midnight+18*hour+hour/2, days); err != nil {
			return err
		}
	}
	return w.record(ctx, w.monday+weekDays*calendar.Day+8*hour, nights)
}

// bookDay has the day and the night of a day of the week be booked, the evening before.
func (w *week) bookDay(ctx context.Context, day, midnight int64) (nights, days []*parked, err error) {
	if day < 6 { // the night to Monday is not offered
		for i, h := range w.homes[:nightGuest] {
			p := &parked{
				space: towerSpace((i + 7*int(day)) % towerHas), home: h.unit, by: h.by, from: midnight + 19*hour, until: midnight + 31*hour,
			}
			p.came, p.left = p.from+hour/6, p.until-hour/6
			switch {
			case day == overstays && i == late:
				p.left = p.until + hour*5/6
			case day == missing && i == absent:
				p.came, p.left = 0, 0
			case day == disputes && i == complaining:
				p.disputed = true
			}
			nights = append(nights, p)
		}
	}
	if day >= 3 && day < 5 { // once the tower has earned something
		for i := range dayGuests {
			p := &parked{
				space: homeSpace(i + dayGuests*int(day-3)), by: w.village.Officers[tower],
				from: midnight + 8*hour, until: midnight + 18*hour,
			}
			p.came, p.left = p.from+hour/12, p.until-hour/12
			days = append(days, p)
		}
	}
	return nights, days, w.book(ctx, midnight-6*hour, slices.Concat(nights, days))
}

// book sends bookings in one batch.
func (w *week) book(ctx context.Context, at int64, all []*parked) error {
	if len(all) == 0 {
		return nil
	}
	var acts []act.Signed
	for _, p := range all {
		p.plate = spoken(fmt.Sprintf("plate of %d", len(w.all)))
		signed, err := village.Sign(w.village.Draft(parking.TypeBook, 1, p.by), parking.Book{
			From: act.Int(p.from), Home: p.home, Offer: w.offers[p.space], Plate: p.plate, Space: p.space, Until: act.Int(p.until),
		}, p.by)
		if err != nil {
			return err
		}
		p.id = act.HashOf(signed.Text).String()
		acts, w.all = append(acts, signed), append(w.all, p)
	}
	return w.submit(ctx, at, acts...)
}

// submit sends acts in one transaction, by a clock that shows a time.
func (w *week) submit(ctx context.Context, at int64, acts ...act.Signed) error {
	raw, err := json.Marshal(acts)
	if err != nil {
		return err
	}
	done, err := w.desk.Transact(ctx, time.Unix(at, 0), "Submit", string(raw))
	if err != nil {
		return err
	}
	outcomes, err := contract.ReadOutcomes(done.Answer)
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		if o.Code != contract.OK {
			return o.Refusal()
		}
	}
	return w.ledger.CatchUp(ctx, done.Block)
}

// record has the oracle put onto the ledger what the gates have seen of some cars, and shows it to their bookings.
func (w *week) record(ctx context.Context, at int64, all []*parked) error {
	passages, err := w.log.seen(all)
	if err != nil || len(passages) == 0 {
		return err
	}
	signed, err := w.log.appends(w.village.Draft(device.TypeEventsAppend, 1, w.village.Convener()))
	if err != nil {
		return err
	}
	if err := w.submit(ctx, at, signed); err != nil {
		return err
	}
	var sending errgroup.Group // in any order: it is taken by when it was
	sending.SetLimit(8)
	for _, s := range passages {
		sending.Go(func() error {
			proof, err := w.log.proves(s.place)
			if err != nil {
				return err
			}
			_, err = w.desk.Transact(ctx, time.Unix(at+60, 0), parking.TxPass, w.village.ID, s.booking, proof)
			return err
		})
	}
	return sending.Wait()
}

// complain has the tower say that a guest's car was left across two spaces, and two bodies that are no side give it half of what is held.
func (w *week) complain(ctx context.Context, at int64, nights []*parked) error {
	for _, p := range nights {
		if !p.disputed {
			continue
		}
		said, err := w.village.Act(parking.TypeDispute, parking.Dispute{
			Booking: p.id, Text: spoken("it stood across two spaces"),
		}, w.village.Officers[tower])
		if err := errors.Join(err, w.submit(ctx, at, said)); err != nil {
			return err
		}
		b, err := w.read(ctx, p)
		if err != nil {
			return err
		}
		resolved, err := w.village.Act(parking.TypeResolve, parking.Resolve{
			Booking: p.id, Due: act.Int(b.Held), Reason: spoken("the photograph shows it"),
		}, w.village.Two()...)
		if err := errors.Join(err, w.submit(ctx, at+hour, resolved)); err != nil {
			return err
		}
	}
	return nil
}

func (w *week) read(ctx context.Context, p *parked) (rules.Booking, error) {
	return ledger.Read(ctx, w.ledger.Client, parking.Bookings, w.village.ID, p.id)
}

// settleAt has whatever is over by a time be written down, and paid.
func (w *week) settleAt(ctx context.Context, at int64) error {
	for _, p := range w.all {
		b, err := w.read(ctx, p)
		if err != nil {
			return err
		}
		if next := b.NextAt(); next == 0 || next > at {
			continue
		}
		if _, err := w.desk.Transact(ctx, time.Unix(at, 0), parking.TxSettle, w.village.ID, p.id); err != nil {
			return err
		}
	}
	return nil
}

// settle ends what is left, two days after the week.
func (w *week) settle(ctx context.Context) error {
	return w.settleAt(ctx, w.monday+(weekDays+3)*calendar.Day)
}

// tell says what came of the week.
func (w *week) tell(ctx context.Context) error {
	occupancy := analysis.NewOccupancy(rules.Span{From: w.monday, Until: w.monday + (weekDays+1)*calendar.Day})
	for space := range w.offers {
		offer, err := ledger.Read(ctx, w.ledger.Client, parking.Offers, w.village.ID, space)
		if err != nil {
			return err
		}
		occupancy.Offered(space, offer.Offer)
	}
	states, paid, over, absentees := map[rules.State]int{}, int64(0), 0, 0
	for _, p := range w.all {
		b, err := w.read(ctx, p)
		if err != nil {
			return err
		}
		occupancy.Booked(b)
		states[b.State]++
		paid += b.Due
		if b.Exited.At > b.Until {
			over++
		}
		if b.Entered.At == 0 {
			absentees++
		}
	}
	var offered, used int64
	for _, cell := range occupancy.Cells() {
		offered, used = offered+cell.Offered, used+cell.Used
	}
	w.step("%d bookings: %d settled, %d overstay, %d no-show, %d dispute resolved; %d points paid", len(w.all), states[rules.StateSettled],
		over, absentees, states[rules.StateResolved], paid)
	const quarters = hour / rules.Quarter
	w.step("a car in them for %d of the %d hours offered (%.1f %%), before for none", used/quarters, offered/quarters, percent(used, offered))
	return nil
}
