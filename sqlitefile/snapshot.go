// SPDX-License-Identifier: Apache-2.0

package sqlitefile

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/url"
	"os"
)

// Snapshot is a file as it is at one moment, whatever is written to it meanwhile. Close it.
type Snapshot struct {
	Size int64 // in bytes

	db *sql.DB
	at *sql.Tx
}

// Snap holds a file that is there at this moment. Nothing of it is copied to the disk.
func Snap(ctx context.Context, path string) (*Snapshot, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := open(path, 1, url.Values{"mode": {"rw"}, "_pragma": {"query_only(ON)"}})
	if err != nil {
		return nil, err
	}
	s := &Snapshot{db: db}
	if s.at, err = db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var pages, size int64
	err = errors.Join(s.at.QueryRow("PRAGMA page_count").Scan(&pages), s.at.QueryRow("PRAGMA page_size").Scan(&size))
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.Size = pages * size
	return s, nil
}

// WriteTo writes the file, page by page: what opens it finds what had been committed.
func (s *Snapshot) WriteTo(w io.Writer) (written int64, err error) {
	pages, err := s.at.Query("SELECT data FROM sqlite_dbpage ORDER BY pgno")
	if err != nil {
		return 0, err
	}
	defer pages.Close()
	for pages.Next() {
		var page sql.RawBytes
		if err := pages.Scan(&page); err != nil {
			return written, err
		}
		n, err := w.Write(page)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
	return written, pages.Err()
}

// Close lets the file go.
func (s *Snapshot) Close() error { return errors.Join(s.at.Rollback(), s.db.Close()) }
