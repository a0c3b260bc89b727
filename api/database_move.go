// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/linli-project/linli/tables"
)

// moved is what a server has in its file when it begins to share a database, and nobody is to lose. Sessions are not: people sign in
// again.
var moved = []struct {
	table   string
	columns []string
}{
	{"pending", []string{"act", "community", "type", "text", "body", "by", "created", "expires"}},
	{"signatures", []string{"act", "by", "person", "signature", "sent", "place"}},
	{"invited", []string{"token", "community", "officer", "worker", "expires"}},
}

// move moves what waits in the file to the database that the body's servers share.
func (d *database) move(ctx context.Context) error {
	if !d.shared.Shared() {
		return nil
	}
	err := d.shared.InTransaction(ctx, func(to *sql.Tx) error {
		for _, m := range moved {
			if err := tables.Copy(ctx, d.own.Read, to, m.table, m.columns...); err != nil {
				return fmt.Errorf("move %s: %w", m.table, err)
			}
		}
		return nil
	})
	for _, m := range moved { // once they are there
		if err == nil {
			_, err = d.own.Write.ExecContext(ctx, "DELETE FROM "+m.table) //nolint:gosec // of those above
		}
	}
	return err
}
