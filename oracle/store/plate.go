// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// KeepPlate keeps the plate that a commitment (hex) is to, encrypted, until a time in milliseconds.
func (t *Tx) KeepPlate(commitment, plate string, expires int64) error {
	_, err := t.exec(`INSERT INTO plates (commitment, sealed, expires) VALUES (?, ?, ?)
		ON CONFLICT (commitment) DO UPDATE SET expires = max(expires, excluded.expires)`, commitment,
		t.store.encrypt([]byte(plate), []byte(commitment)), expires)
	if err != nil {
		return fmt.Errorf("keep a plate: %w", err)
	}
	return nil
}

// PlateUntil keeps a plate that is kept for longer.
func (t *Tx) PlateUntil(commitment string, expires int64) error {
	_, err := t.exec("UPDATE plates SET expires = max(expires, ?) WHERE commitment = ?", expires, commitment)
	return err
}

// Plate is the plate that a commitment is to, and until when it is kept. The error is ErrNotFound if it is not kept here.
func (s *Store) Plate(ctx context.Context, commitment string) (plate string, expires int64, err error) {
	var sealed []byte
	err = found(s.db.Read.QueryRowContext(ctx, "SELECT sealed, expires FROM plates WHERE commitment = ?", commitment).Scan(&sealed, &expires))
	if err != nil {
		return "", 0, err
	}
	raw, err := s.decrypt(sealed, []byte(commitment))
	return string(raw), expires, err
}

// found is the error of a row that was looked for.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
