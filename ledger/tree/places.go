// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/linli-project/linli/contract"
)

// Written is where a document was written, in the order of the ledger.
func (t *Tree) Written(ctx context.Context, key string) ([]Place, error) {
	const query = "SELECT block, place FROM places WHERE key = ? ORDER BY block, place"
	return all(ctx, t, func(rows *sql.Rows, at *Place) error { return rows.Scan(&at.Block, &at.Index) }, query, []byte(key))
}

// Keys are those of the documents of a kind, the greatest first.
func (t *Tree) Keys(ctx context.Context, kind contract.Documents) iter.Seq2[string, error] {
	const query = "SELECT DISTINCT key FROM places WHERE key >= ? AND key < ? ORDER BY key DESC"
	from := []byte(kind.Key())
	before := append(from[:len(from)-1:len(from)-1], from[len(from)-1]+1)
	return each(ctx, t, func(rows *sql.Rows, key *string) error { return rows.Scan(key) }, query, from, before)
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

// each reads what a query gives, row by row.
func each[T any](ctx context.Context, t *Tree, scan func(*sql.Rows, *T) error, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := t.file.Read.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, fmt.Errorf("read the tree of blocks: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var one T
			err := scan(rows, &one)
			if !yield(one, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, fmt.Errorf("read the tree of blocks: %w", err))
		}
	}
}

func all[T any](ctx context.Context, t *Tree, scan func(*sql.Rows, *T) error, query string, args ...any) (found []T, err error) {
	for one, err := range each(ctx, t, scan, query, args...) {
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, nil
}
