// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
)

// Quarantined is a message that could not be understood, or was not believed.
type Quarantined struct {
	Seq       uint64 // of the journal's record
	Transport string
	Client    string
	Topic     string
	Reason    string // a code
	Raw       string // hash of its body, see Store.Payload
	Received  int64  // Unix times in milliseconds
	Expires   int64
}

// Quarantine keeps a message with the reason, and its body, until it expires. Its hash is set by this.
func (t *Tx) Quarantine(q Quarantined, body []byte) error {
	raw, err := t.KeepPayload(body, q.Expires)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO quarantine (seq, transport, client, topic, reason, raw, received, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		q.Seq, q.Transport, q.Client, q.Topic, q.Reason, raw, q.Received, q.Expires); err != nil {
		return fmt.Errorf("put a message into quarantine: %w", err)
	}
	t.filled["quarantine"] = true
	return nil
}

// InQuarantine lists messages, the newest first, before a record; before 0 are all.
func (s *Store) InQuarantine(ctx context.Context, before uint64, limit int) ([]Quarantined, error) {
	rows, err := s.db.Read.QueryContext(ctx, `SELECT seq, transport, client, topic, reason, raw, received, expires FROM quarantine
		WHERE ?1 = 0 OR seq < ?1 ORDER BY seq DESC LIMIT ?2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list what is in quarantine: %w", err)
	}
	defer rows.Close()
	var all []Quarantined
	for rows.Next() {
		var q Quarantined
		if err := rows.Scan(&q.Seq, &q.Transport, &q.Client, &q.Topic, &q.Reason, &q.Raw, &q.Received, &q.Expires); err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, rows.Err()
}
