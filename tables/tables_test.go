// SPDX-License-Identifier: Apache-2.0

package tables_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/tables"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Ending{M: m}.Run()) }

// first are the tables of an earlier version than counted's.
var (
	first   = both("CREATE TABLE n (n INTEGER)")
	counted = both("CREATE TABLE n (n INTEGER)", "INSERT INTO n VALUES (0)")
)

func both(steps ...string) tables.Schema {
	return tables.Schema{Name: "counted", SQLite: steps, Postgres: steps}
}

func open(t *testing.T, at string, s tables.Schema) tables.DB {
	t.Helper()
	db, err := tables.Open(t.Context(), at, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func each(t *testing.T, test func(t *testing.T, at string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "x.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgrestest.URL(t)) })
}

// Servers that are started at once bring the tables up to date once, and change them one after the other.
func TestServersTakeTurns(t *testing.T) {
	each(t, func(t *testing.T, at string) {
		open(t, at, first)
		const servers, times = 4, 25
		var all sync.WaitGroup
		for range servers {
			all.Go(func() {
				db, err := tables.Open(t.Context(), at, counted)
				for i := 0; err == nil && i < times; i++ {
					err = db.InTransaction(t.Context(), countUp)
				}
				if err != nil {
					t.Error(err)
				}
				_ = db.Close()
			})
		}
		all.Wait()
		var n, rows int
		err := open(t, at, counted).Read.QueryRow("SELECT max(n), count(*) FROM n").Scan(&n, &rows)
		if err != nil || n != servers*times || rows != 1 {
			t.Errorf("%d in %d rows, %v", n, rows, err)
		}
		if _, err := tables.Open(t.Context(), at, first); err == nil {
			t.Error("an earlier version takes the tables of a later one")
		}
	})
}

// countUp reads and writes apart, so that what comes between is lost.
func countUp(tx *sql.Tx) error {
	var n int
	if err := tx.QueryRow("SELECT n FROM n").Scan(&n); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE n SET n = $1", n+1)
	return err
}

// What one server does alone another one does as soon as it ends, or is cut off from the database.
func TestAlone(t *testing.T) {
	at := postgrestest.URL(t)
	var doing atomic.Int32
	began := make(chan int, 10)
	run := func(server int) (end func()) {
		db := open(t, at, counted)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() {
			db.Alone(ctx, "count", func(ctx context.Context) {
				if doing.Add(1) != 1 {
					t.Error("two at once")
				}
				began <- server
				<-ctx.Done()
				doing.Add(-1)
			})
		})
		return func() { cancel(); running.Wait() }
	}
	ends := map[int]func(){1: run(1)}
	holder := <-began
	ends[2] = run(2)
	for range 2 {
		cut(t, at)
		holder = <-began // either
	}
	ends[holder]()
	if next := <-began; next == holder {
		t.Errorf("it is %d again, which has ended", next)
	}
	select { // it keeps it for as long as nothing happens
	case again := <-began:
		t.Errorf("%d begins again", again)
	case <-time.After(2500 * time.Millisecond):
	}
	ends[3-holder]()
}

// cut ends every connection that others have to a database.
func cut(t *testing.T, at string) {
	t.Helper()
	if _, err := open(t, at, counted).Write.Exec(
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
}
