// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"

	"github.com/linli-project/linli/rules/device"
)

// KeepTold keeps, encrypted, whom a device has been told to let in.
func (t *Tx) KeepTold(id string, list []byte) error {
	_, err := t.exec("INSERT INTO told (device, sealed) VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET sealed = excluded.sealed", id,
		t.store.encrypt(list, []byte(id)))
	return err
}

// ToldList is whom a device has been told to let in. The error is ErrNotFound if it has been told nothing.
func (s *Store) ToldList(ctx context.Context, id string) ([]byte, error) {
	var sealed []byte
	if err := found(s.db.Read.QueryRowContext(ctx, "SELECT sealed FROM told WHERE device = ?", id).Scan(&sealed)); err != nil {
		return nil, err
	}
	return s.decrypt(sealed, []byte(id))
}

// Telling is what came of telling a gate its list. Times are Unix seconds.
type Telling struct {
	Outcome device.Outcome // "": it was told nothing yet
	Since   int64          // from when on it was so
	Took    int64          // when it last had what it was told; 0: never
}

// KeepTelling notes what came of telling a device that was told something.
func (t *Tx) KeepTelling(id string, of Telling) error {
	_, err := t.exec("UPDATE told SET outcome = ?, since = ?, took = ? WHERE device = ?", of.Outcome, of.Since, of.Took, id)
	return err
}

// Telling is what came of telling a device its list.
func (s *Store) Telling(ctx context.Context, id string) (of Telling, err error) {
	row := s.db.Read.QueryRowContext(ctx, "SELECT outcome, since, took FROM told WHERE device = ?", id)
	if err = found(row.Scan(&of.Outcome, &of.Since, &of.Took)); errors.Is(err, ErrNotFound) {
		err = nil
	}
	return of, err
}
