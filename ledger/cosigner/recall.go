// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"cmp"
	"context"
	"database/sql"

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
	err := m.Read.QueryRowContext(ctx, "SELECT genesis, blocks, news, published FROM checkpoint").Scan(&genesis, &k.blocks, &k.news, &k.published)
	if err != nil {
		return k, err
	}
	if k.last, err = m.last(ctx, m.Read); err != nil {
		return k, err
	}
	if k.last.Size > 0 {
		if k.last.Genesis, err = checkpoint.ReadHash(genesis); err != nil {
			return k, err
		}
	}
	k.others, err = m.others(ctx)
	return k, err
}

// querier is the file, or a transaction on it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// last is the largest head that was signed with the server's present key; one of no blocks if there is none.
func (m memory) last(ctx context.Context, q querier) (k kept, err error) {
	rows, err := q.QueryContext(ctx, "SELECT size, root, at, note, kept FROM signed ORDER BY size DESC")
	if err != nil {
		return k, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&k.Size, hashOf{&k.Root}, &k.at, &k.note, &k.kept); err != nil || m.made(k.note) {
			return k, err
		}
	}
	return kept{}, rows.Err()
}

func (m memory) others(ctx context.Context) (all []signed, err error) {
	rows, err := m.Read.QueryContext(ctx, "SELECT msp, size, root FROM others ORDER BY msp")
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

// sign keeps a signature before anybody else has it. The error is errTwice if it must not be made. It takes the place of one of that size
// under a key that the server has no more, which is on the ledger or can no longer come there.
func (m memory) sign(ctx context.Context, s signed) error {
	return m.InTransaction(ctx, func(tx *sql.Tx) error {
		last, err := m.last(ctx, tx)
		if err != nil || s.Size <= last.Size {
			return cmp.Or(err, errTwice)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO signed VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (size) DO UPDATE SET root = excluded.root, at = excluded.at, note = excluded.note, kept = 0`, s.Size, s.Root[:], s.at, s.note)
		return err
	})
}

// kept notes that a head is on the ledger.
func (m memory) kept(ctx context.Context, size uint64) error {
	_, err := m.Write.ExecContext(ctx, "UPDATE signed SET kept = 1 WHERE size = $1", size)
	return err
}
