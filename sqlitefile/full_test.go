// SPDX-License-Identifier: Apache-2.0

package sqlitefile_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/smalldisk"
	"github.com/linli-project/linli/sqlitefile"
)

// A disk that is full is told from other faults, and what was written before it is still there.
func TestIsFull(t *testing.T) { smalldisk.Run(t, "1m", isFull) }

func isFull(t *testing.T, dir string) {
	db, err := sqlitefile.Open(filepath.Join(dir, "x.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Write.Exec("CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('first')"); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if _, err = db.Write.Exec("INSERT INTO x VALUES (?)", strings.Repeat("y", 8<<10)); err != nil {
			break
		}
	}
	if !sqlitefile.IsFull(err) {
		t.Errorf("%v", err)
	}
	var first string
	if err := db.Read.QueryRow("SELECT y FROM x LIMIT 1").Scan(&first); err != nil || first != "first" {
		t.Errorf("%q %v", first, err)
	}
	if _, err := db.Write.Exec("no SQL"); err == nil || sqlitefile.IsFull(err) || sqlitefile.IsFull(errors.New("x")) {
		t.Errorf("another fault: %v", err)
	}
}
