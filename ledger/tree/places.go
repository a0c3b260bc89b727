// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/linli-project/linli/contract"
)

// Written is where a document was written, in the order of the ledger.
func (t *Tree) Written(ctx context.Context, key string) ([]Place, error) {
	const query = "SELECT block, place FROM places WHERE key = ? ORDER BY block, place"
	return all(ctx, t, func(rows *sql.Rows, at *Place) error { return rows.Scan(&at.Block, &at.Index) }, query, []byte(key))
}

// listedAtOnce is how many keys are read at a time.
const listedAtOnce = 100

// Keys are those of the documents of a kind, the greatest first. No connection to the file is kept while the caller works, for he asks
// more.
func (t *Tree) Keys(ctx context.Context, kind contract.Documents) iter.Seq2[string, error] {
	const query = "SELECT DISTINCT key FROM places WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?"
	from := []byte(kind.Key())
	before := slices.Clone(from)
	before[len(before)-1]++
	return func(yield func(string, error) bool) {
		for {
			keys, err := all(ctx, t, func(rows *sql.Rows, key *string) error { return rows.Scan(key) }, query, from, before, listedAtOnce)
			if err != nil {
				yield("", err)
				return
			}
			for _, key := range keys {
				if !yield(key, nil) {
					return
				}
			}
			if len(keys) < listedAtOnce {
				return
			}
			before = []byte(keys[len(keys)-1])
		}
	}
}

// About are the keys of the acts that name a matter.
func (t *Tree) About(ctx context.Context, m Matter) ([]string, error) {
	const query = "SELECT act FROM about WHERE community = ? AND kind = ? AND id = ? ORDER BY act"
	return all(ctx, t, func(rows *sql.Rows, key *string) error { return rows.Scan(key) }, query, m.Community, m.Kind, m.ID)
}

// Configs are the blocks that hold a configuration, in order.
func (t *Tree) Configs(ctx context.Context) ([]uint64, error) {
	return all(ctx, t, number, "SELECT block FROM control WHERE config ORDER BY block")
}

// Definitions are the blocks that define the chaincode, in order.
func (t *Tree) Definitions(ctx context.Context) ([]uint64, error) {
	return all(ctx, t, number, "SELECT block FROM control WHERE defines ORDER BY block")
}

func number(rows *sql.Rows, n *uint64) error { return rows.Scan(n) }

// all reads what a query gives.
func all[T any](ctx context.Context, t *Tree, scan func(*sql.Rows, *T) error, query string, args ...any) (found []T, err error) {
	rows, err := t.file.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read the tree of blocks: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, fmt.Errorf("read the tree of blocks: %w", err)
		}
		found = append(found, one)
	}
	return found, rows.Err()
}
