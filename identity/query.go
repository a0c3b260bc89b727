// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// querier is the store between transactions, or one of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// all returns the rows of a query; fields are where the columns of one go.
func all[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("ask the personal-data store: %w", err)
	}
	defer rows.Close()
	list := []T{}
	for rows.Next() {
		var row T
		if err := rows.Scan(fields(&row)...); err != nil {
			return nil, fmt.Errorf("read from the personal-data store: %w", err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read from the personal-data store: %w", err)
	}
	return list, nil
}

// one returns the only row of a query, or ErrNotFound.
func one[T any](ctx context.Context, q querier, fields func(*T) []any, query string, args ...any) (T, error) {
	rows, err := all(ctx, q, fields, query, args...)
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return rows[0], nil
}

// column is the field of a query of one column.
func column[T any](value *T) []any { return []any{value} }

// transaction is one change of the store; it is the only one until it ends.
type transaction struct {
	*sql.Tx
	store     *Store
	community string
	at        int64
}

// change runs a transaction and keeps it if do succeeds.
func (s *Store) change(ctx context.Context, community string, do func(*transaction) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("change the personal-data store: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // of no effect once it is committed
	if s.postgres {     // SQLite's transactions begin with the write lock
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(76105)"); err != nil {
			return fmt.Errorf("change the personal-data store: %w", err)
		}
	}
	if err := do(&transaction{Tx: tx, store: s, community: community, at: s.now()}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("change the personal-data store: %w", err)
	}
	return nil
}

// Writable says whether the store can be changed now, for who has to know whether a change failed because of what it was.
func (s *Store) Writable(ctx context.Context) error {
	return s.change(ctx, "", func(*transaction) error { return nil })
}

// do executes a statement, whose first argument is the community, and returns how many rows it changed.
func (t *transaction) do(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := t.ExecContext(ctx, query, append([]any{t.community}, args...)...)
	if err != nil {
		return 0, fmt.Errorf("change the personal-data store: %w", err)
	}
	return result.RowsAffected()
}

// must executes a statement that has to change one row, or returns otherwise.
func (t *transaction) must(ctx context.Context, otherwise error, query string, args ...any) error {
	changed, err := t.do(ctx, query, args...)
	if err == nil && changed == 0 {
		err = otherwise
	}
	return err
}

// each executes a statement for n rows.
func (t *transaction) each(ctx context.Context, n int, query string, row func(i int) []any) error {
	statement, err := t.PrepareContext(ctx, query)
	if err != nil {
		return fmt.Errorf("change the personal-data store: %w", err)
	}
	defer statement.Close()
	for i := range n {
		if _, err := statement.ExecContext(ctx, append([]any{t.community}, row(i)...)...); err != nil {
			return fmt.Errorf("change the personal-data store: %w", err)
		}
	}
	return nil
}

// draw returns n random bytes as base64url.
func (s *Store) draw(n int) (string, error) {
	bytes := make([]byte, n)
	if _, err := io.ReadFull(s.Random, bytes); err != nil {
		return "", fmt.Errorf("draw random bytes: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(bytes), nil
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// named says what was not found.
func named(err error, format string, args ...any) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrNotFound)
	}
	return err
}
