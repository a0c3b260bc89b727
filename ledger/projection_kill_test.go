// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/sqlitefile"
)

// victimEnv names the directory of a process that is going to be killed.
const victimEnv = "LINLI_PROJECTIONS_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimEnv); dir != "" {
		if err := victimise(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	networktest.Main(m, chaincode.New)
}

const (
	victimBlocks   = 2000
	victimJournals = 3
)

// stored is a journal in a file. Now and then it fails, though never the first one.
type stored struct {
	sqlitefile.DB
	name    string
	failing bool
}

func openStored(dir string, i int) (*stored, error) {
	name := fmt.Sprintf("journal-%d", i)
	file, err := sqlitefile.Open(filepath.Join(dir, name+".db"), 1)
	if err == nil {
		_, err = file.Write.Exec(`CREATE TABLE IF NOT EXISTS applied (number INTEGER PRIMARY KEY AUTOINCREMENT, block INTEGER NOT NULL, hash BLOB NOT NULL)`)
	}
	return &stored{file, name, i > 0}, err
}

func (s *stored) Name() string { return s.name }

func (s *stored) Checkpoint(ctx context.Context, _ string) (at ledger.Checkpoint, err error) {
	err = s.Read.QueryRowContext(ctx, "SELECT block + 1, hash FROM applied ORDER BY number DESC LIMIT 1").Scan(&at.Blocks, &at.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return at, err
}

func (s *stored) Apply(ctx context.Context, b ledger.Block) error {
	if s.failing && rand.N(50) == 0 {
		return errors.New("it fails now and then")
	}
	_, err := s.Write.ExecContext(ctx, "INSERT INTO applied (block, hash) VALUES (?, ?)", b.Number, b.Hash)
	return err
}

// victimise hands a book's blocks to journals until each has all of them.
func victimise(dir string) error {
	book := &village.Book{}
	for range victimBlocks {
		if err := book.Append(); err != nil {
			return err
		}
	}
	var journals []ledger.Projection
	for i := range victimJournals {
		s, err := openStored(dir, i)
		if err != nil {
			return err
		}
		journals = append(journals, s)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- ledger.Project(ctx, book, slog.New(slog.DiscardHandler), journals[0], journals[1:]...)
	}()
	for _, j := range journals {
		for at := (ledger.Checkpoint{}); at.Blocks < victimBlocks; time.Sleep(time.Millisecond) {
			var err error
			if at, err = j.Checkpoint(ctx, ""); err != nil {
				return err
			}
		}
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// TestProjectionsKilled kills a process with SIGKILL again and again while it hands out blocks, and takes one projection's file away in
// the middle: each has each block once and in order.
func TestProjectionsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	dir, kills := t.TempDir(), 0
	for ; !runVictim(t, dir, time.Duration(60+15*kills)*time.Millisecond); kills++ {
		if kills == 2 {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(filepath.Join(dir, "journal-2.db"+suffix)); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
		}
	}
	if kills < 3 {
		t.Errorf("killed %d times only", kills)
	}
	for i := range victimJournals {
		s, err := openStored(dir, i)
		if err != nil {
			t.Fatal(err)
		}
		s.hasAll(t)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// hasAll checks that the journal has every block once and in order.
func (s *stored) hasAll(t *testing.T) {
	t.Helper()
	rows, err := s.Read.QueryContext(t.Context(), "SELECT block FROM applied ORDER BY number")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	next := uint64(0)
	for ; rows.Next(); next++ {
		var block uint64
		if err := rows.Scan(&block); err != nil || block != next {
			t.Fatalf("%s: block %d comes where %d should, %v", s.name, block, next, err)
		}
	}
	if err := rows.Err(); err != nil || next != victimBlocks {
		t.Errorf("%s has %d blocks, %v", s.name, next, err)
	}
}

// runVictim runs the process until every journal has everything, or kills it after about the time it may live. That grows, so that
// even a slow machine comes to an end.
func runVictim(t *testing.T, dir string, live time.Duration) (ended bool) {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(executable)
	cmd.Env = append(os.Environ(), victimEnv+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
		return true
	case <-time.After(live + rand.N(60*time.Millisecond)):
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		return <-done == nil // it ended at the same moment
	}
}
