// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/linli-project/linli/contract/parking"
	rules "github.com/linli-project/linli/rules/parking"
)

// A Booking is one as the ledger has it, and the car park that its space is in. Time alone may have moved it on since: Booking.At.
type Booking struct {
	rules.Booking

	Community, Lot string
}

// Bookings is which bookings are asked for; what is "" or 0 leaves none out. Times are Unix seconds.
type Bookings struct {
	Lot, Space, Plate string
	Guest, Host       string // names of parties, as rules/parking.Party has them
	State             rules.State
	Open              bool   // those that are not closed
	From, Until       int64  // those whose time is in part at or after the one, and before the other
	Block             uint64 // those that a block with this number, or a later one, has written
}

// Bookings yields a community's bookings, the first to begin first.
func (x *Index) Bookings(ctx context.Context, community string, asked Bookings) iter.Seq2[Booking, error] {
	where, args := asked.where("b.community = ?", []any{community})
	return x.bookings(ctx, where, args)
}

// Lately yields a community's bookings like Bookings, the last asked for first.
func (x *Index) Lately(ctx context.Context, community string, asked Bookings) iter.Seq2[Booking, error] {
	where, args := asked.where("b.community = ?", []any{community})
	return x.bookingsBy(ctx, "-b.asked", where, args)
}

func (a Bookings) where(where string, args []any) (string, []any) {
	if a.Open {
		where += " AND b.closed = 0" // as the index of open ones has it
	}
	for _, term := range []struct {
		is    string
		value any
		asked bool
	}{
		{"s.lot = ?", a.Lot, a.Lot != ""}, {"b.space = ?", a.Space, a.Space != ""}, {"b.plate = ?", a.Plate, a.Plate != ""},
		{"b.guest = ?", a.Guest, a.Guest != ""}, {"b.host = ?", a.Host, a.Host != ""}, {"b.state = ?", string(a.State), a.State != ""},
		{"b.until > ?", a.From, a.From > 0}, {"b.begin < ?", a.Until, a.Until > 0},
		{"d.block >= ?", a.Block, a.Block > 0},
	} {
		if term.asked {
			where, args = where+" AND "+term.is, append(args, term.value)
		}
	}
	return where, args
}

func (x *Index) bookings(ctx context.Context, where string, args []any) iter.Seq2[Booking, error] {
	return x.bookingsBy(ctx, "b.begin", where, args)
}

// bookingsBy yields those of a condition by a number, and by their ids where it is the same.
func (x *Index) bookingsBy(ctx context.Context, by, where string, args []any) iter.Seq2[Booking, error] {
	from := "SELECT " + by + `, coalesce(s.lot, ''), d.key, d.json, d.block, d.tx FROM bookings b JOIN documents d ON d.key = b.key
		LEFT JOIN spaces s ON s.community = b.community AND s.space = b.space WHERE ` + where
	return inTurn("list bookings", from, by+", b.key", args, func(query string, args []any) ([]Booking, []any, error) {
		return x.bookingPage(ctx, query, args)
	})
}

// bookingPage is the bookings of a query, and what the last one is ordered by.
func (x *Index) bookingPage(ctx context.Context, query string, args []any) (page []Booking, last []any, err error) {
	rows, err := x.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var by int64
		var lot string
		d, err := scan(after{after{rows, &by}, &lot})
		if err != nil {
			return nil, nil, err
		}
		b := Booking{Community: d.Attributes[0], Lot: lot}
		if b.Booking, err = parking.Bookings.Decode(d.Value); err != nil {
			return nil, nil, err
		}
		page, last = append(page, b), []any{by, []byte(parking.Bookings.Key(d.Attributes...))}
	}
	return page, last, rows.Err()
}

// VisitsTo are those whom gates of a car park let in at some time between two (Unix seconds), the first to come first, at most so many.
func (x *Index) VisitsTo(ctx context.Context, community, lot string, from, until int64, most int) (all []Owned[parking.Visit], err error) {
	rows, err := x.read.QueryContext(ctx, `SELECT d.key, d.json, d.block, d.tx FROM visits v JOIN documents d ON d.key = v.key
		WHERE v.community = ? AND v.lot = ? AND v.until > ? AND v.begin < ? ORDER BY v.begin, v.key LIMIT ?`, community, lot, from, until, most)
	if err != nil {
		return nil, fmt.Errorf("list visits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list visits: %w", err)
		}
		v, err := parking.Visits.Decode(d.Value)
		if err != nil {
			return nil, fmt.Errorf("read a visit: %w", err)
		}
		all = append(all, Owned[parking.Visit]{ID: d.Attributes[1], Doc: v})
	}
	return all, rows.Err()
}

// SpacesOf are the ids of a car park's spaces.
func (x *Index) SpacesOf(ctx context.Context, community, lot string) (ids []string, err error) {
	rows, err := x.read.QueryContext(ctx, "SELECT space FROM spaces WHERE community = ? AND lot = ? ORDER BY space", community, lot)
	if err != nil {
		return nil, fmt.Errorf("list spaces: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list spaces: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// parked notes by what is looked for that a car park is made of, and what is booked there.
func (k keeper) parked(id string, value []byte) error {
	switch k.kind {
	case parking.Bookings.Kind():
		if b, err := parking.Bookings.Decode(value); err == nil {
			return k.booking(b)
		}
	case parking.Spaces.Kind():
		if s, err := parking.Spaces.Decode(value); err == nil {
			return k.space(id, s)
		}
	case parking.Visits.Kind():
		if v, err := parking.Visits.Decode(value); err == nil {
			return k.visit(v)
		}
	case parking.Decisions.Kind():
		if d, err := parking.Decisions.Decode(value); err == nil {
			return k.belongsTo(d.Lot)
		}
	}
	return nil
}

const insertBooking = `INSERT INTO bookings (key, community, space, guest, host, plate, state, begin, until, asked, changed, closed)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (key) DO UPDATE SET state = excluded.state, until = excluded.until, changed = excluded.changed, closed = excluded.closed`

// booking notes by what one is looked for.
func (k keeper) booking(b rules.Booking) error {
	at := b.NextAt()
	if b.State.Closed() {
		at = 0
	}
	_, err := k.tx.ExecContext(k.ctx, insertBooking, k.key, k.community, b.Space, b.Guest.Name(), b.Host.Name(), b.Plate, string(b.State),
		b.From, b.Until, b.Asked, b.Changed, b.Closed)
	return errors.Join(err, k.falls(at))
}

// space notes which car park one is in, where it stays.
func (k keeper) space(id string, s parking.Space) error {
	_, err := k.tx.ExecContext(k.ctx, "INSERT OR REPLACE INTO spaces (community, space, lot) VALUES (?, ?, ?)", k.community, id, s.Lot)
	return err
}

// visit notes until when a gate lets somebody in.
func (k keeper) visit(v parking.Visit) error {
	until := int64(v.Until)
	if v.Ended != 0 {
		until = v.Ended
	}
	if err := k.belongsTo(v.Home); err != nil {
		return err
	}
	_, err := k.tx.ExecContext(k.ctx, "INSERT OR REPLACE INTO visits (key, community, lot, begin, until) VALUES (?, ?, ?, ?, ?)", k.key,
		k.community, v.Lot, int64(v.From), until)
	return err
}
