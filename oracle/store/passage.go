// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/rules/device"
)

// AddPassage keeps what a gate said of a car by an event that was added, until a time in milliseconds.
func (t *Tx) AddPassage(community, id, event string, p device.Passage, expires int64) error {
	_, err := t.exec(`INSERT INTO passages (event, community, device, plate, at, replaces, expires) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, event, community, id, p.Plate, p.At, p.Replaces, expires)
	if err != nil {
		return fmt.Errorf("keep what a gate said: %w", err)
	}
	return nil
}

// Passage is what a gate said of a car by an event that is on the ledger.
type Passage struct {
	Event, Device, Plate, Replaces string

	At    int64 // Unix time in seconds
	Index int64 // in the community's log
	Text  string
	Had   bool // the booking that is asked for has had it
}

// Concerning is what passages are looked for: those of a car between two Unix times, both among them, those that correct one of two
// events, and silences between the times.
type Concerning struct {
	Booking     string
	Plate       string
	From, Until int64
	Corrects    [2]string
}

const selectSeen = `SELECT p.event, p.device, p.plate, p.replaces, p.at, e.log_index, e.text,
		EXISTS (SELECT 1 FROM passed WHERE passed.event = p.event AND passed.booking = ?2)
	FROM passages p JOIN events e ON e.id = p.event WHERE p.community = ?1 AND e.log_index IS NOT NULL AND `

// Passages are those that may concern a booking, by when they were. What a gate has corrected since is only among them if it corrects what
// the booking has.
func (s *Store) Passages(ctx context.Context, community string, c Concerning) ([]Passage, error) {
	return s.passages(ctx, selectSeen+`(p.plate IN (?3, '') AND p.at BETWEEN ?4 AND ?5 AND NOT EXISTS (
			SELECT 1 FROM passages later WHERE later.community = ?1 AND later.replaces = p.event AND later.replaces <> '')
			OR p.replaces <> '' AND p.replaces IN (?6, ?7))
		ORDER BY p.at, e.log_index`, community, c.Booking, c.Plate, c.From, c.Until, c.Corrects[0], c.Corrects[1])
}

// PassagesFrom are those that came onto the ledger at an index of the log or later, in that order.
func (s *Store) PassagesFrom(ctx context.Context, community string, index int64, limit int) ([]Passage, error) {
	return s.passages(ctx, selectSeen+"e.log_index >= ?3 ORDER BY e.log_index LIMIT ?4", community, "", index, limit)
}

func (s *Store) passages(ctx context.Context, query string, args ...any) ([]Passage, error) {
	rows, err := s.db.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list what gates said: %w", err)
	}
	defer rows.Close()
	var all []Passage
	for rows.Next() {
		var p Passage
		if err := rows.Scan(&p.Event, &p.Device, &p.Plate, &p.Replaces, &p.At, &p.Index, &p.Text, &p.Had); err != nil {
			return nil, fmt.Errorf("list what gates said: %w", err)
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// LogSize is how many events of a community are in its log, as far as is known here.
func (s *Store) LogSize(ctx context.Context, community string) (size int64, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT coalesce(max(log_index) + 1, 0) FROM leaves WHERE community = ?", community).Scan(&size)
	return size, err
}

// CarOf is the commitment to the plate that a gate said by an event, or "" if it is not known here any more.
func (s *Store) CarOf(ctx context.Context, event string) (plate string, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT plate FROM passages WHERE event = ?", event).Scan(&plate)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return plate, err
}

// Passed notes that a booking has had an event, until a time in milliseconds.
func (t *Tx) Passed(event, booking string, expires int64) error {
	_, err := t.exec("INSERT INTO passed (event, booking, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", event, booking, expires)
	if err != nil {
		return fmt.Errorf("note what a booking has had: %w", err)
	}
	return nil
}
