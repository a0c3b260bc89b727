// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/rules/device"
)

// Event is an event as it goes to the ledger.
type Event struct {
	Number int64  // in this store, in the order in which events came about
	ID     string // hex
	Text   string // canonical
	Seq    uint64 // of the journal's record it follows from
	Index  int64  // in the community's event log, -1 before it is on the ledger
	Size   int64  // of that log after the append that it came with, if that is known
}

// Search is which events are looked for. What is empty does not matter.
type Search struct {
	Device      string
	Kind        device.Kind
	From, Until int64 // received at or after, and before: Unix times in milliseconds
	Before      int64 // those with lower numbers
}

// AddEvent keeps an event that is to go to the ledger, with its canonical text, and returns its id. The same event again is no second
// one. The error is ErrBehind if too many wait.
func (t *Tx) AddEvent(seq uint64, e device.Event, text string) (string, error) {
	if t.waiting < 0 {
		if err := t.scan(&t.waiting, "SELECT n FROM totals WHERE name = 'pending events'"); err != nil {
			return "", err
		}
	}
	if t.waiting >= t.store.bounds.Pending {
		return "", ErrBehind
	}
	id := device.IDOf(text).String()
	t.events = append(t.events, id, seq, e.Community, e.Device, e.Kind, e.Kind.Urgent(), text, int64(e.Received))
	if t.waiting++; len(t.events) < eventsAtOnce*eventColumns {
		return id, nil
	}
	return id, t.writeEvents()
}

// Logged notes that events are in their community's log, from an index on. Of those that are on the ledger the oldest leave.
func (t *Tx) Logged(community string, ids []string, from int64) error {
	size := from + int64(len(ids))
	if err := t.writeEvents(); err != nil {
		return err
	}
	for i, id := range ids {
		if _, err := t.exec("UPDATE events SET log_index = ?, log_size = ? WHERE id = ? AND community = ?", from+int64(i), size, id,
			community); err != nil {
			return fmt.Errorf("note what is on the ledger: %w", err)
		}
		if _, err := t.exec("INSERT INTO leaves (community, log_index, id) VALUES (?, ?, unhex(?)) ON CONFLICT DO NOTHING", community,
			from+int64(i), id); err != nil {
			return fmt.Errorf("keep a leaf of the log: %w", err)
		}
	}
	_, err := t.exec("DELETE FROM events WHERE community = ? AND log_index < ?", community, size-t.store.bounds.Logged)
	return err
}

// Waiting is how many events are not on the ledger yet.
func (s *Store) Waiting(ctx context.Context) (n int64, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT n FROM totals WHERE name = 'pending events'").Scan(&n)
	return n, err
}

// Pending lists a community's events that are not on the ledger: the urgent ones first, then in their order.
func (s *Store) Pending(ctx context.Context, community string, limit int) ([]Event, error) {
	return s.events(ctx, "community = ? AND log_index IS NULL ORDER BY urgent DESC, number LIMIT ?", community, limit)
}

// EventsOf lists the events of a device before one, by its number, the newest first; before 0 are all.
func (s *Store) EventsOf(ctx context.Context, community, id string, before int64, limit int) ([]Event, error) {
	return s.events(ctx, "community = ?1 AND device = ?2 AND (?3 = 0 OR number < ?3) ORDER BY number DESC LIMIT ?4",
		community, id, before, limit)
}

// Find lists events, the newest first.
func (s *Store) Find(ctx context.Context, community string, w Search, limit int) ([]Event, error) {
	return s.events(ctx, `community = ?1 AND (?2 = '' OR device = ?2) AND (?3 = '' OR kind = ?3) AND (?4 = 0 OR received >= ?4)
		AND (?5 = 0 OR received < ?5) AND (?6 = 0 OR number < ?6) ORDER BY number DESC LIMIT ?7`,
		community, w.Device, string(w.Kind), w.From, w.Until, w.Before, limit)
}

// Event is one by its id, or ErrNotFound.
func (s *Store) Event(ctx context.Context, id string) (Event, error) {
	all, err := s.events(ctx, "id = ?", id)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Event{}, err
	}
	return all[0], nil
}

func (s *Store) events(ctx context.Context, where string, args ...any) ([]Event, error) {
	query := "SELECT number, id, text, seq, coalesce(log_index, -1), coalesce(log_size, 0) FROM events WHERE " + where //nolint:gosec // it stands in this file
	rows, err := s.db.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list events: %w", err)
	}
	defer rows.Close()
	var all []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Number, &e.ID, &e.Text, &e.Seq, &e.Index, &e.Size); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}
