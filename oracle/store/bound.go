// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
)

// trim has what is beyond its bound leave, the oldest first, and counts it.
func (t *Tx) trim() error {
	b := t.store.bounds
	if t.filled["quarantine"] {
		if err := t.drop("quarantine", `DELETE FROM quarantine
			WHERE seq IN (SELECT seq FROM quarantine ORDER BY seq DESC LIMIT -1 OFFSET ?)`, b.Quarantine); err != nil {
			return err
		}
	}
	if t.filled["strangers"] {
		if err := t.drop("strangers", `DELETE FROM strangers WHERE (transport, client) IN
			(SELECT transport, client FROM strangers ORDER BY last DESC, client LIMIT -1 OFFSET ?)`, b.Strangers); err != nil {
			return err
		}
	}
	if !t.filled["payloads"] {
		return nil
	}
	return t.trimPayloads()
}

func (t *Tx) trimPayloads() error {
	for {
		var bytes int64
		if err := t.scan(&bytes, "SELECT n FROM totals WHERE name = 'payload bytes'"); err != nil {
			return err
		}
		if bytes <= t.store.bounds.PayloadBytes {
			return nil
		}
		if err := t.drop("payloads", "DELETE FROM payloads WHERE number = (SELECT min(number) FROM payloads)"); err != nil {
			return err
		}
	}
}

// drop deletes, and counts what it deleted.
func (t *Tx) drop(what, query string, args ...any) error {
	n, err := t.exec(query, args...)
	if err == nil && n > 0 {
		_, err = t.exec("UPDATE totals SET n = n + ? WHERE name = ?", n, what+" dropped")
	}
	return err
}

// Expire deletes what is kept for a time that is over: payloads, messages in quarantine, lists, plates, and what gates said of cars.
func (t *Tx) Expire(now int64) error {
	for _, table := range []string{"payloads", "quarantine", "lists", "plates", "passages", "passed"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE expires <= ?", now); err != nil {
			return fmt.Errorf("delete what has expired: %w", err)
		}
	}
	return nil
}

// Dropped is what was given up for want of room since the store was made.
type Dropped struct{ Quarantine, Strangers, Payloads int64 }

// Dropped counts what was given up.
func (s *Store) Dropped(ctx context.Context) (d Dropped, err error) {
	err = s.db.Read.QueryRowContext(ctx, `SELECT
		(SELECT n FROM totals WHERE name = 'quarantine dropped'), (SELECT n FROM totals WHERE name = 'strangers dropped'),
		(SELECT n FROM totals WHERE name = 'payloads dropped')`).Scan(&d.Quarantine, &d.Strangers, &d.Payloads)
	return d, err
}
