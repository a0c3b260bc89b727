// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Quarantined is a message that could not be understood, or was not believed.
type Quarantined struct {
	Seq       uint64 // of the journal's record
	Transport string
	Client    string
	Topic     string
	Reason    string // a code
	Args      map[string]string
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
	args, err := json.Marshal(q.Args)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO quarantine (seq, transport, client, topic, reason, args, raw, received, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		q.Seq, q.Transport, q.Client, q.Topic, q.Reason, string(args), raw, q.Received, q.Expires); err != nil {
		return fmt.Errorf("put a message into quarantine: %w", err)
	}
	t.filled["quarantine"] = true
	return nil
}

// InQuarantine lists messages, the newest first, before a record; before 0 are all.
func (s *Store) InQuarantine(ctx context.Context, before uint64, limit int) ([]Quarantined, error) {
	return s.quarantined(ctx, "?1 = 0 OR seq < ?1 ORDER BY seq DESC LIMIT ?2", before, limit)
}

// Quarantined is one message, by its record. The error is ErrNotFound if it has expired or was given up.
func (s *Store) Quarantined(ctx context.Context, seq uint64) (Quarantined, error) {
	all, err := s.quarantined(ctx, "seq = ?", seq)
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Quarantined{}, err
	}
	return all[0], nil
}

func (s *Store) quarantined(ctx context.Context, where string, args ...any) ([]Quarantined, error) {
	query := "SELECT seq, transport, client, topic, reason, args, raw, received, expires FROM quarantine WHERE " + //nolint:gosec // it stands in this file
		where
	rows, err := s.db.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list what is in quarantine: %w", err)
	}
	defer rows.Close()
	var all []Quarantined
	for rows.Next() {
		var q Quarantined
		var why []byte
		if err := rows.Scan(&q.Seq, &q.Transport, &q.Client, &q.Topic, &q.Reason, &why, &q.Raw, &q.Received, &q.Expires); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(why, &q.Args); err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, rows.Err()
}
