// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
)

// Stranger is a client that knocked and was not let in: nobody has enrolled it, or it did not prove to be who it says it is. One that
// knocks with many topics is one.
type Stranger struct {
	Transport string
	Client    string // the name that it gives
	Host      string // the last one, as the two below; "" if it is known by its name
	Topic     string
	Reason    string // oracle/ingest.Reason
	First     int64  // Unix times in milliseconds
	Last      int64
	Times     int64
}

// Knocked notes that a stranger knocked, once more or several times.
func (t *Tx) Knocked(s Stranger) error {
	_, err := t.exec(`INSERT INTO strangers (transport, client, host, topic, reason, first, last, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (transport, client) DO UPDATE SET host = excluded.host, topic = excluded.topic, reason = excluded.reason,
			last = max(last, excluded.last), times = times + excluded.times`,
		s.Transport, s.Client, s.Host, s.Topic, s.Reason, s.First, s.Last, s.Times)
	if err != nil {
		return fmt.Errorf("note a stranger: %w", err)
	}
	t.filled["strangers"] = true
	return nil
}

// Admitted takes a client from the list of strangers.
func (t *Tx) Admitted(client string) error {
	_, err := t.exec("DELETE FROM strangers WHERE client = ?", client)
	return err
}

// Strangers lists who knocked, who did last first.
func (s *Store) Strangers(ctx context.Context) ([]Stranger, error) {
	rows, err := s.db.Read.QueryContext(ctx,
		"SELECT transport, client, host, topic, reason, first, last, times FROM strangers ORDER BY last DESC, client")
	if err != nil {
		return nil, fmt.Errorf("list the strangers: %w", err)
	}
	defer rows.Close()
	var all []Stranger
	for rows.Next() {
		var one Stranger
		err := rows.Scan(&one.Transport, &one.Client, &one.Host, &one.Topic, &one.Reason, &one.First, &one.Last, &one.Times)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
