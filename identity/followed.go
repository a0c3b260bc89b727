// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// Followed is how many blocks of a channel (hash of its first one, hex) were noted, and the hash of the last.
func (s *Store) Followed(ctx context.Context, channel string) (blocks uint64, hash []byte, err error) {
	var text string
	err = s.read.QueryRowContext(ctx, "SELECT blocks, hash FROM followed WHERE channel = $1", channel).Scan(&blocks, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	if err == nil {
		hash, err = hex.DecodeString(text)
	}
	if err != nil {
		return 0, nil, fmt.Errorf("read how far the ledger was noted: %w", err)
	}
	return blocks, hash, nil
}

// SetFollowed says that so many blocks of a channel are noted, all that concerns the store of each.
func (s *Store) SetFollowed(ctx context.Context, channel string, blocks uint64, hash []byte) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO followed (channel, blocks, hash) VALUES ($1, $2, $3)
		ON CONFLICT (channel) DO UPDATE SET blocks = excluded.blocks, hash = excluded.hash`, channel, int64(blocks), hex.EncodeToString(hash)) //nolint:gosec // far below
	if err != nil {
		return fmt.Errorf("keep how far the ledger was noted: %w", err)
	}
	return nil
}
