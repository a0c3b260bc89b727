// SPDX-License-Identifier: Apache-2.0

package device

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// MaxProof is the most hashes an inclusion proof has: those of a log with 2^63 events.
const MaxProof = 63

// Log is a Merkle log of events (RFC 6962, 2.1) without the events: what it takes to append more, and its root.
type Log struct {
	Size     uint64
	Frontier [][]byte // roots of its perfect subtrees, from the left: one for each 1 among the digits of Size, in binary
}

// ErrNoLog is that of a frontier that no log of that size has.
var ErrNoLog = errors.New("not the frontier of a log")

// Append returns the log with more events. The error is ErrNoLog.
func (l Log) Append(events ...ID) (Log, error) {
	tree, err := l.tree()
	if err != nil {
		return Log{}, err
	}
	for _, id := range events {
		if err := tree.Append(slices.Clone(id[:]), nil); err != nil {
			return Log{}, fmt.Errorf("%w: %w", ErrNoLog, err)
		}
	}
	return Log{Size: tree.End(), Frontier: tree.Hashes()}, nil
}

// Root returns the log's root. The error is ErrNoLog.
func (l Log) Root() ([]byte, error) {
	tree, err := l.tree()
	if err != nil {
		return nil, err
	}
	if l.Size == 0 {
		return rfc6962.DefaultHasher.EmptyRoot(), nil
	}
	return tree.GetRootHash(nil)
}

func (l Log) tree() (*compact.Range, error) {
	if slices.ContainsFunc(l.Frontier, func(hash []byte) bool { return len(hash) != sha256.Size }) {
		return nil, ErrNoLog
	}
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	tree, err := factory.NewRange(0, l.Size, slices.Clone(l.Frontier))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoLog, err)
	}
	return tree, nil
}

// ErrNotIncluded is that of a proof that does not prove.
var ErrNotIncluded = errors.New("the event is not shown to be in the log")

// Included checks the proof that the event with a canonical text is the one with an index, from 0, in the log that has a size and
// a root (RFC 6962, 2.1.1). The error is ErrNotIncluded.
func Included(text string, index, size uint64, path [][]byte, root []byte) error {
	return IDOf(text).Included(index, size, path, root)
}

// Included checks the same of an event by its id. The root has to be the one that the ledger has for that size: at another size an id
// could be that of an inner node.
func (id ID) Included(index, size uint64, path [][]byte, root []byte) error {
	if len(path) > MaxProof || slices.ContainsFunc(path, func(hash []byte) bool { return len(hash) != sha256.Size }) {
		return fmt.Errorf("%w: its proof is none", ErrNotIncluded)
	}
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, id[:], path, root); err != nil {
		return fmt.Errorf("%w: %w", ErrNotIncluded, err)
	}
	return nil
}

// Hashes cuts bytes into hashes. ok is false if they are no whole number of them.
func Hashes(joined []byte) (hashes [][]byte, ok bool) {
	if len(joined)%sha256.Size != 0 {
		return nil, false
	}
	for hash := range slices.Chunk(joined, sha256.Size) {
		hashes = append(hashes, bytes.Clone(hash))
	}
	return hashes, true
}
