// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
)

// Stranger is a client that knocked and is no enrolled device. One that knocks with many topics is one.
type Stranger struct {
	Transport string
	Client    string
	Topic     string // the last one
	First     int64  // Unix times in milliseconds
	Last      int64
	Times     int64
}

// Knocked notes that a stranger spoke at a time.
func (t *Tx) Knocked(transport, client, topic string, at int64) error {
	_, err := t.exec(`INSERT INTO strangers (transport, client, topic, first, last, times) VALUES (?, ?, ?, ?4, ?4, 1)
		ON CONFLICT (transport, client) DO UPDATE SET topic = excluded.topic, last = max(last, excluded.last), times = times + 1`,
		transport, client, topic, at)
	if err != nil {
		return fmt.Errorf("note a stranger: %w", err)
	}
	t.filled["strangers"] = true
	return nil
}

// Admitted takes a client from the list of strangers.
func (t *Tx) Admitted(transport, client string) error {
	_, err := t.exec("DELETE FROM strangers WHERE transport = ? AND client = ?", transport, client)
	return err
}

// Strangers lists who knocked, who did last first.
func (s *Store) Strangers(ctx context.Context) ([]Stranger, error) {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT transport, client, topic, first, last, times FROM strangers ORDER BY last DESC, client")
	if err != nil {
		return nil, fmt.Errorf("list the strangers: %w", err)
	}
	defer rows.Close()
	var all []Stranger
	for rows.Next() {
		var one Stranger
		if err := rows.Scan(&one.Transport, &one.Client, &one.Topic, &one.First, &one.Last, &one.Times); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
