// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeepList keeps what a commitment (hex) is to, encrypted, until a time.
func (t *Tx) KeepList(commitment string, list []byte, expires int64) error {
	bound, err := hex.DecodeString(commitment)
	if err == nil {
		_, err = t.exec(`INSERT INTO lists (commitment, sealed, expires) VALUES (?, ?, ?)
			ON CONFLICT (commitment) DO UPDATE SET expires = max(expires, excluded.expires)`, commitment, t.store.encrypt(list, bound), expires)
	}
	if err != nil {
		return fmt.Errorf("keep a list: %w", err)
	}
	return nil
}

// List is what a commitment is to. The error is ErrNotFound if it has expired, or is kept elsewhere.
func (s *Store) List(ctx context.Context, commitment string) ([]byte, error) {
	var sealed []byte
	err := s.db.Read.QueryRowContext(ctx, "SELECT sealed FROM lists WHERE commitment = ?", commitment).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a list: %w", err)
	}
	bound, err := hex.DecodeString(commitment)
	if err != nil {
		return nil, err
	}
	return s.decrypt(sealed, bound)
}
