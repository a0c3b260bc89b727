// SPDX-License-Identifier: Apache-2.0

package device

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"

	"github.com/gowebpki/jcs"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"github.com/linli-project/linli/act"
)

// EventProof shows to anybody who has the ledger that an event is in an oracle's log. It proves nothing by itself: what is checked
// against is the root that the ledger has for the log of that size.
type EventProof struct { // its members are in the order of their JSON names
	Community string    `json:"community"`
	Event     string    `json:"event"`  // its canonical text, or "" if its oracle has forgotten it
	ID        string    `json:"id"`     // of the event, hex
	Index     act.Int   `json:"index"`  // of the event in the log, from 0
	Oracle    string    `json:"oracle"` // id of its key
	Proof     act.Bytes `json:"proof"`  // hashes, joined (RFC 6962, 2.1.1)
	Root      string    `json:"root"`   // of the log at that size as the oracle computes it, hex
	Size      act.Int   `json:"size"`   // events of the log that it proves the event to be in
	V         string    `json:"v"`
}

// ErrNoProof is that of bytes that are no event proof.
var ErrNoProof = errors.New("not an event proof")

var keyID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,86}$`) // act.KeyID

// maxEventProof bounds an event proof, in bytes: an event whose every letter is escaped, a path, and the rest.
const maxEventProof = 6*MaxEvent + 4096

// Write returns the one text of an event proof, which ends with a line break.
func (p EventProof) Write() ([]byte, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	text, err := jcs.Transform(raw)
	return append(text, '\n'), err
}

// ReadEventProof reads what Write writes, and no other text of it. The error is ErrNoProof. Whether it proves anything is another question.
func ReadEventProof(raw []byte) (EventProof, error) {
	if len(raw) > maxEventProof {
		return EventProof{}, fmt.Errorf("%w: it has more than %d bytes", ErrNoProof, maxEventProof)
	}
	var p EventProof
	if err := act.Strict(bytes.TrimSuffix(raw, []byte("\n")), &p); err != nil {
		return EventProof{}, fmt.Errorf("%w: it is not written as one is", ErrNoProof)
	}
	return p, p.check()
}

func (p EventProof) check() error {
	switch {
	case p.V != Version:
		return fmt.Errorf("%w: of a version that is not known", ErrNoProof)
	case !shortID.MatchString(p.Community) || !keyID.MatchString(p.Oracle):
		return fmt.Errorf("%w: of no community or oracle", ErrNoProof)
	case !hexHash.MatchString(p.ID) || !hexHash.MatchString(p.Root):
		return fmt.Errorf("%w: it names what is no hash", ErrNoProof)
	}
	if _, ok := Hashes(p.Proof); !ok {
		return fmt.Errorf("%w: its path is cut short", ErrNoProof)
	}
	return nil
}

// Included checks the proof against the root that the ledger has for the log at the proof's size, and that the text, if there is one, is
// the event's. Ask for the root of that very size: the same path may prove the same event in a log of another one. The error is
// ErrNotIncluded.
func (p EventProof) Included(root []byte) error {
	raw, err := hex.DecodeString(p.ID)
	if err != nil || len(raw) != len(ID{}) {
		return fmt.Errorf("%w: its id is none", ErrNotIncluded)
	}
	if p.Event != "" && IDOf(p.Event).String() != p.ID {
		return fmt.Errorf("%w: the text is not that of the event with this id", ErrNotIncluded)
	}
	path, ok := Hashes(p.Proof)
	if !ok {
		return fmt.Errorf("%w: its path is cut short", ErrNotIncluded)
	}
	return ID(raw).Included(uint64(p.Index), uint64(p.Size), path, root) //nolint:gosec // not negative
}

// Prove makes the proof that the event with an index, from 0, is in a log of a size, from the log's leaves, which it reads once and does
// not keep: its path (RFC 6962, 2.1.1), and the log's root. The error is ErrNotIncluded if the log has no such event, and ErrNoLog if there
// are more leaves or fewer.
func Prove(index, size uint64, leaves iter.Seq[ID]) (path [][]byte, root []byte, err error) {
	wanted, err := proof.Inclusion(index, size)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotIncluded, err)
	}
	hashes := make([][]byte, len(wanted.IDs))
	keep := func(node compact.NodeID, hash []byte) {
		if i := slices.Index(wanted.IDs, node); i >= 0 {
			hashes[i] = hash
		}
	}
	tree := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for id := range leaves {
		if err := tree.Append(slices.Clone(id[:]), keep); err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrNoLog, err)
		}
	}
	if tree.End() != size {
		return nil, nil, fmt.Errorf("%w: there are %d leaves, not %d", ErrNoLog, tree.End(), size)
	}
	if root, err = tree.GetRootHash(nil); err == nil {
		path, err = wanted.Rehash(hashes, rfc6962.DefaultHasher.HashChildren)
	}
	return path, root, err
}
