// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/sqlitefile"
)

// A file of another version is made anew.
func TestIndexOfAnEarlierVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	old, err := sqlitefile.Open(path, 1)
	if err == nil {
		_, err = old.Write.Exec("CREATE TABLE documents (key BLOB PRIMARY KEY); CREATE TABLE checkpoint (one); PRAGMA user_version = 1")
	}
	if err := errors.Join(err, old.Close()); err != nil {
		t.Fatal(err)
	}
	x := openIndex(t, path)
	if n, err := x.Count(t.Context(), contract.Acts); err != nil || n != 0 || x.Height() != 0 {
		t.Errorf("%d acts, height %d, %v", n, x.Height(), err)
	}
}

func TestOtherChannel(t *testing.T) {
	n := networktest.Network(t)
	l, err := village.Connect(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	path := filepath.Join(t.TempDir(), "index.db")
	x := openIndex(t, path)
	mirror(t, x, l.Client)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other := strings.Repeat("ab", 32)
	if _, err := db.ExecContext(t.Context(), "UPDATE checkpoint SET genesis = ?", other); err != nil {
		t.Fatal(err)
	}
	err = ledger.Project(t.Context(), l.Client, slog.New(slog.DiscardHandler), x)
	if !errors.Is(err, index.ErrOtherChannel) || !strings.Contains(err.Error(), other) {
		t.Errorf("an index of another channel: %v", err)
	}
	if err := x.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	mirror(t, x, l.Client)
}
