// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// A block waits while the personal-data store is away, so that nothing that it has to know is lost.
func TestStoreAway(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	done(err)
	defer mirror.Close()
	open := func() *identity.Store {
		t.Helper()
		store, err := identity.Open(ctx, filepath.Join(dir, "people.db"))
		done(err)
		t.Cleanup(func() { _ = store.Close() })
		return store
	}
	var log village.Log
	notes := personalNotes{store: open(), log: slog.New(slog.NewTextHandler(&log, nil))}
	book := village.Book{Handle: func(b ledger.Block) error { return mirror.Apply(ctx, b) }}
	v, err := village.New("garden", village.Garden())
	done(err)
	done(book.Found(v))

	height := func() uint64 {
		t.Helper()
		at, err := notes.Checkpoint(ctx, "")
		done(err)
		return at.Blocks
	}
	if err := notes.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := notes.Apply(ctx, book.Blocks[len(book.Blocks)-1]); err == nil { // in which it is founded
		t.Error("a block was read that the store knows nothing of")
	}
	notes.store = open()
	if noted := height(); noted != 0 {
		t.Errorf("%d blocks are noted", noted)
	}
	for range 2 { // noting a block again changes nothing
		for _, b := range book.Blocks {
			done(notes.Apply(ctx, b))
		}
	}
	if c, err := notes.store.Constitution(ctx, v.ID); err != nil || c.Name != v.Constitution.Name || height() != uint64(len(book.Blocks)) {
		t.Errorf("%+v %v, height %d", c, err, height())
	}

	// What the store does not take, though it is there, keeps nothing back.
	if err := notes.noted(ctx, "roll", errors.New("it cannot be read")); err != nil ||
		!strings.Contains(log.String(), "it cannot be read") {
		t.Errorf("%v, log %s", err, log.String())
	}
	if err := notes.noted(ctx, "credential.enrol", identity.ErrNotFound); err != nil {
		t.Error(err)
	}
}
