// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeepPayload keeps what was sent, encrypted, until a time, and returns its SHA-256 (hex). The same bytes again are kept as long as
// either is. It cannot be read once its row is deleted.
func (t *Tx) KeepPayload(raw []byte, expires int64) (string, error) {
	sum := sha256.Sum256(raw)
	hash := hex.EncodeToString(sum[:])
	if _, err := t.exec(`INSERT INTO payloads (hash, sealed, expires) VALUES (?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET expires = max(expires, excluded.expires)`, hash, t.store.encrypt(raw, sum[:]), expires); err != nil {
		return "", fmt.Errorf("keep a payload: %w", err)
	}
	t.filled["payloads"] = true
	return hash, nil
}

// Payload is what was sent, by its hash. The error is ErrNotFound if it has expired or was given up.
func (s *Store) Payload(ctx context.Context, hash string) ([]byte, error) {
	var sealed []byte
	err := s.db.Read.QueryRowContext(ctx, "SELECT sealed FROM payloads WHERE hash = ?", hash).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a payload: %w", err)
	}
	sum, err := hex.DecodeString(hash)
	if err != nil {
		return nil, err
	}
	return s.decrypt(sealed, sum)
}

// encrypt puts a random nonce before AES-256-GCM's output, to which the hash is bound.
func (s *Store) encrypt(raw, hash []byte) []byte {
	nonce := make([]byte, s.seal.NonceSize())
	_, _ = rand.Read(nonce) // it never fails
	return s.seal.Seal(nonce, nonce, raw, hash)
}

func (s *Store) decrypt(sealed, hash []byte) ([]byte, error) {
	n := s.seal.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("a payload is cut off")
	}
	raw, err := s.seal.Open(nil, sealed[:n], sealed[n:], hash)
	if err != nil {
		return nil, fmt.Errorf("a payload is damaged, or of another key: %w", err)
	}
	return raw, nil
}
