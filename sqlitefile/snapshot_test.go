// SPDX-License-Identifier: Apache-2.0

package sqlitefile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/sqlitefile"
)

// A snapshot has what was committed before it, also what stands in the write-ahead log alone, and nothing of what comes after.
func TestSnapshot(t *testing.T) {
	dir := t.TempDir()
	db, err := sqlitefile.Open(filepath.Join(dir, "x.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Write.Exec(statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE TABLE x (y TEXT)")
	exec("INSERT INTO x VALUES ('before')")
	s, err := sqlitefile.Snap(t.Context(), filepath.Join(dir, "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	exec("UPDATE x SET y = 'after'")
	for range 100 {
		exec("INSERT INTO x VALUES (?)", strings.Repeat("y", 8<<10))
	}
	exec("PRAGMA wal_checkpoint(PASSIVE)")
	var out bytes.Buffer
	written, err := s.WriteTo(&out)
	if err := errors.Join(err, s.Close()); err != nil || written != s.Size || int64(out.Len()) != s.Size {
		t.Fatalf("%d bytes of %d: %v", written, s.Size, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "copy.db"), out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	copied, err := sqlitefile.OpenRead(filepath.Join(dir, "copy.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	var rows int
	var first, sound string
	if err := errors.Join(copied.Read.QueryRow("SELECT count(*), min(y) FROM x").Scan(&rows, &first),
		copied.Read.QueryRow("PRAGMA integrity_check").Scan(&sound)); err != nil || rows != 1 || first != "before" || sound != "ok" {
		t.Errorf("%d rows, %q, %s: %v", rows, first, sound, err)
	}
	if _, err := sqlitefile.Snap(t.Context(), filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no file: %v", err)
	}
}
