// SPDX-License-Identifier: Apache-2.0

// Package index is the read model: a mirror of the ledger's documents and acts in SQLite, fed by the blocks. It holds nothing
// that the ledger does not, so it can be thrown away and built anew at any time.
package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/sqlitefile"
)

// Reasons to be tested with errors.Is.
var (
	// ErrOtherChannel: the file mirrors another channel than the client is connected to. Name another file, or Rebuild.
	ErrOtherChannel = errors.New("the index is of another channel")
	// ErrTwoWriters: another process writes into the same file.
	ErrTwoWriters = errors.New("another process writes into the index")
	// ErrNotFound: there is no such document.
	ErrNotFound = errors.New("no such document")
)

// Index is an open read model. It is safe for concurrent use; one process at a time may Apply blocks to it.
type Index struct {
	write *sql.DB // one connection
	read  *sql.DB

	mu      sync.Mutex
	at      ledger.Checkpoint
	changed chan struct{} // closed at the next block
}

// Open opens the read model in a file, making it if there is none. A file of another version of this package is emptied.
func Open(path string) (*Index, error) {
	file, err := sqlitefile.Open(path, readers)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	x := &Index{write: file.Write, read: file.Read, changed: make(chan struct{})}
	ctx := context.Background()
	err = x.prepare(ctx)
	if err == nil {
		x.at, err = checkpoint(ctx, x.write)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the index %s: %w", path, err), x.Close())
	}
	return x, nil
}

const readers = 16

// Close closes the file. End what applies blocks before.
func (x *Index) Close() error { return errors.Join(x.read.Close(), x.write.Close()) }

// Height is how many blocks the index mirrors.
func (x *Index) Height() uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at.Blocks
}

// Await returns when the index mirrors the block with this number, or ctx's error.
func (x *Index) Await(ctx context.Context, block uint64) error {
	for {
		x.mu.Lock()
		height, changed := x.at.Blocks, x.changed
		x.mu.Unlock()
		if height > block {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for block %d in the index, which has %d: %w", block, height, ctx.Err())
		}
	}
}

// Changed is closed when the next block is mirrored.
func (x *Index) Changed() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.changed
}

func (x *Index) moveTo(at ledger.Checkpoint) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.at = at
	close(x.changed)
	x.changed = make(chan struct{})
}
