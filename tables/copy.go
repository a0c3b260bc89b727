// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Copy copies a table's rows into another database's of the same name, but for those that are there.
func Copy(ctx context.Context, from *sql.DB, to *sql.Tx, table string, columns ...string) (err error) {
	names := strings.Join(columns, ", ")
	rows, err := from.QueryContext(ctx, "SELECT "+names+" FROM "+table) //nolint:gosec // names that stand in the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	places, row, into := make([]string, len(columns)), make([]any, len(columns)), make([]any, len(columns))
	for i := range columns {
		places[i], into[i] = fmt.Sprint("$", i+1), &row[i]
	}
	values := strings.Join(places, ", ")
	insert := "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ") ON CONFLICT DO NOTHING" //nolint:gosec // the same
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if _, err := to.ExecContext(ctx, insert, row...); err != nil {
			return err
		}
	}
	return rows.Err()
}
