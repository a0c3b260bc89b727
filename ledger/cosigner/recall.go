// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"github.com/linli-project/linli/checkpoint"
)

// known is what a co-signer has signed, and what the blocks have told it.
type known struct {
	last            kept
	others          []signed // the newest of each
	blocks          uint64
	news, published uint64
}

// kept is a head that this body has signed.
type kept struct {
	signed

	kept bool // it is on the ledger
}

func (m memory) recall(ctx context.Context) (known, error) {
	var k known
	var genesis string
	err := m.file.Read.QueryRowContext(ctx, "SELECT genesis, blocks, news, published FROM checkpoint").Scan(&genesis, &k.blocks, &k.news, &k.published)
	if err != nil {
		return k, err
	}
	err = m.file.Read.QueryRowContext(ctx, "SELECT size, root, at, note, kept FROM signed ORDER BY size DESC LIMIT 1").
		Scan(&k.last.Size, hashOf{&k.last.Root}, &k.last.at, &k.last.note, &k.last.kept)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return k, err
	default:
		if k.last.Genesis, err = checkpoint.ReadHash(genesis); err != nil {
			return k, err
		}
	}
	k.others, err = m.others(ctx)
	return k, err
}

func (m memory) others(ctx context.Context) (all []signed, err error) {
	rows, err := m.file.Read.QueryContext(ctx, "SELECT msp, size, root FROM others ORDER BY msp")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h signed
		if err := rows.Scan(&h.msp, &h.Size, hashOf{&h.Root}); err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, rows.Err()
}

// hashOf scans a hash.
type hashOf struct{ into *checkpoint.Hash }

// Scan implements sql.Scanner.
func (h hashOf) Scan(value any) (err error) {
	raw, _ := value.([]byte) // another kind of value is no hash
	*h.into, err = checkpoint.ToHash(raw)
	return err
}

// sign keeps a signature before anybody else has it. The error is errTwice if it must not be made.
func (m memory) sign(ctx context.Context, s signed) error {
	return m.inTransaction(ctx, func(tx *sql.Tx) error {
		var last uint64
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(size), 0) FROM signed").Scan(&last); err != nil || s.Size <= last {
			return cmp.Or(err, errTwice)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO signed VALUES (?, ?, ?, ?, 0)", s.Size, s.Root[:], s.at, s.note)
		return err
	})
}

// kept notes that a head is on the ledger.
func (m memory) kept(ctx context.Context, size uint64) error {
	_, err := m.file.Write.ExecContext(ctx, "UPDATE signed SET kept = 1 WHERE size = ?", size)
	return err
}
