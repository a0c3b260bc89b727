// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/parking"
)

// listAhead is how long before their time cars are on the list: for so long gates go on while nothing else can be reached.
const listAhead = 48 * time.Hour

// guests are the cars that gates of a car park let in by themselves, at most so many, and how many are left out of the list.
type guests struct {
	list    []dialect.Guest // by when they begin
	unknown int             // whose plate nobody has left with this oracle
	beyond  int             // for which there is no room: they come later
}

// stay is when a car may come in, in seconds of Unix time.
type stay struct {
	plate       string // commitment
	from, until int64
}

// guestsOf are those whom the gates of a car park are to let in by now and in the time to come: cars that are booked for and those of
// visitors.
func (o *Oracle) guestsOf(ctx context.Context, lot string) (g guests, err error) {
	stays, err := o.stays(ctx, lot, o.Now())
	if err != nil {
		return g, err
	}
	seen := map[string]int{}
	for _, s := range stays {
		from, until := act.Int(s.from*1000), act.Int(s.until*1000)
		if i, twice := seen[s.plate]; twice { // a gate knows one time of a plate: the next one, as long as it goes on
			if i >= 0 && from <= g.list[i].Until {
				g.list[i].Until = max(g.list[i].Until, until)
			}
			continue
		}
		seen[s.plate] = -1
		plate, kept, err := o.Store.Plate(ctx, s.plate)
		switch {
		case errors.Is(err, store.ErrNotFound):
			g.unknown++
			continue
		case err != nil:
			return g, fmt.Errorf("read a plate: %w", err)
		case len(g.list) == MaxGuests:
			g.beyond++
			continue
		}
		if err := o.keepLonger(ctx, s, kept); err != nil {
			return g, err
		}
		seen[s.plate] = len(g.list)
		g.list = append(g.list, dialect.Guest{From: from, Plate: plate, Until: until})
	}
	return g, nil
}

// keepLonger keeps a plate for as long as its car's time is, which may have been extended.
func (o *Oracle) keepLonger(ctx context.Context, s stay, kept int64) error {
	if kept >= s.until*1000 {
		return nil
	}
	return o.Store.Change(ctx, func(tx *store.Tx) error { return tx.PlateUntil(s.plate, s.until*1000) })
}

// stays are the times of cars, the first to begin first.
func (o *Oracle) stays(ctx context.Context, lot string, now time.Time) (all []stay, err error) {
	from, until := now.Unix(), now.Add(listAhead).Unix()
	near := index.Bookings{Lot: lot, Open: true, From: from, Until: until + rules.MaxEarly}
	for b, err := range o.Mirror.Bookings(ctx, o.Community, near) {
		if err != nil {
			return nil, err
		}
		if mayComeIn(b.At(from).State) && b.From-b.Terms.Early < until {
			all = append(all, stay{b.Plate, b.From - b.Terms.Early, b.Until})
		}
	}
	visits, err := o.Mirror.VisitsTo(ctx, o.Community, lot, from, until, 2*MaxGuests)
	if err != nil {
		return nil, err
	}
	for _, visit := range visits {
		if v := visit.Doc; v.Kind == parking.Visitor && v.Ended == 0 {
			all = append(all, stay{v.Plate, int64(v.From), int64(v.Until)})
		}
	}
	slices.SortStableFunc(all, func(a, b stay) int { return cmp.Compare(a.from, b.from) })
	return all, nil
}

// mayComeIn says whether a gate lets in the car of a booking. One that went out may come again in its time.
func mayComeIn(s rules.State) bool {
	return s == rules.StateReserved || s == rules.StateEntered || s == rules.StateExited
}
