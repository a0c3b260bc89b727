// SPDX-License-Identifier: Apache-2.0

package sqlitefile_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/sqlitefile"
)

// A disk that is full is told from other faults, and what was written before it is still there.
func TestIsFull(t *testing.T) {
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "none", dir).Run(); err != nil {
		if os.Getenv("LINLI_TEST_ALL") == "1" && os.Getuid() == 0 {
			t.Fatal(err)
		}
		t.Skip("only root may give it a disk of its own: ", err)
	}
	defer func() { _ = exec.Command("umount", dir).Run() }()
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
