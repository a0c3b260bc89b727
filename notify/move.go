// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/tables"
)

// held is what a file of notices has.
var held = map[string][]string{
	"notices":    {"id", "community", "audience", "kind", "election", "subject", "at", "tx", "block", "occasion"},
	"seen":       {"community", "reader", "up_to"},
	"reminded":   {"community", "election", "kind"},
	"deliveries": {"id", "way", "community", "person", "notice", "created", "expires", "tries", "next", "state", "reason"},
	"tokens":     {"token", "community", "person", "address", "expires"},
	"alarms":     {"name", "since", "seen", "level", "zh", "en"},
	"letters":    {"id", "subject", "text", "at"},
}

// nextIDs has the next ids be some that were not given.
const nextIDs = `
SELECT setval(pg_get_serial_sequence('notices', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM notices), false);
SELECT setval(pg_get_serial_sequence('deliveries', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM deliveries), false);
SELECT setval(pg_get_serial_sequence('letters', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM letters), false);
`

// takeOver takes what is in a file into a database that several servers share and that has followed no block yet, so that nothing is
// told twice.
func (n *Notifier) takeOver(ctx context.Context, path string) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || !n.db.Shared() {
		return nil
	}
	file, err := tables.Open(ctx, path, schemas)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return n.db.InTransaction(ctx, func(to *sql.Tx) error {
		if done, err := n.isDone(ctx, to, 0); done || err != nil {
			return err
		}
		for table, columns := range held {
			if err := tables.Copy(ctx, file.Read, to, table, columns...); err != nil {
				return fmt.Errorf("take over %s: %w", table, err)
			}
		}
		if _, err := to.ExecContext(ctx, nextIDs); err != nil {
			return err
		}
		var at ledger.Checkpoint
		if err := file.Read.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash); err != nil {
			return err
		}
		_, err := to.ExecContext(ctx, "UPDATE checkpoint SET blocks = $1, hash = $2", at.Blocks, at.Hash)
		return err
	})
}
