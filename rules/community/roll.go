// SPDX-License-Identifier: Apache-2.0

package community

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// A Roll is one version of the register of owners (业主名册), cut into chunks of
// rights under one RFC 6962 root. Bodies approve the root; anyone may then load
// chunks, each checked against it by CheckChunk.
type Roll struct {
	Root           string   `json:"root"` // hex
	Chunks         [][]byte `json:"-"`    // JSON arrays of Right
	Size           uint64   `json:"size"` // number of chunks
	Units          int      `json:"units"`
	Rights         int      `json:"rights"`
	WithParking    Weight   `json:"withParking"`
	WithoutParking Weight   `json:"withoutParking"`

	nodes map[compact.NodeID][]byte
}

// NewRoll validates the units and builds their roll with at most perChunk
// rights a chunk. Errors wrap ErrInvalidRoll.
func NewRoll(units []Unit, perChunk int) (Roll, error) {
	if len(units) == 0 || perChunk < 1 {
		return Roll{}, fmt.Errorf("%w: %d units in chunks of %d", ErrInvalidRoll, len(units), perChunk)
	}
	if err := Validate(units); err != nil {
		return Roll{}, err
	}
	rights := Rights(units)
	roll := Roll{
		Units: len(units), Rights: len(rights),
		WithParking: Total(rights, true), WithoutParking: Total(rights, false),
		nodes: make(map[compact.NodeID][]byte),
	}
	for _, chunk := range Chunks(rights, perChunk) {
		encoded, err := EncodeChunk(chunk)
		if err != nil {
			return Roll{}, err
		}
		roll.Chunks = append(roll.Chunks, encoded)
	}
	roll.Size = uint64(len(roll.Chunks))
	return roll, roll.hash()
}

// Chunks cuts the rights into runs of at most per.
func Chunks(rights []Right, per int) [][]Right {
	return slices.Collect(slices.Chunk(rights, per))
}

// EncodeChunk returns the canonical bytes of a chunk: compact JSON.
func EncodeChunk(rights []Right) ([]byte, error) {
	encoded, err := json.Marshal(rights)
	if err != nil {
		return nil, fmt.Errorf("encode chunk: %w", err)
	}
	return encoded, nil
}

func (r *Roll) hash() error {
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	tree := factory.NewEmptyRange(0)
	keep := func(id compact.NodeID, hash []byte) { r.nodes[id] = hash }
	for i, chunk := range r.Chunks {
		leaf := rfc6962.DefaultHasher.HashLeaf(chunk)
		r.nodes[compact.NewNodeID(0, uint64(i))] = leaf
		if err := tree.Append(leaf, keep); err != nil {
			return fmt.Errorf("hash chunk %d: %w", i, err)
		}
	}
	root, err := tree.GetRootHash(nil)
	if err != nil {
		return fmt.Errorf("hash roll: %w", err)
	}
	r.Root = hex.EncodeToString(root)
	return nil
}

// Proof returns the inclusion proof of a chunk, or an error if the roll, made
// by NewRoll, has no such chunk.
func (r Roll) Proof(index uint64) ([][]byte, error) {
	nodes, err := proof.Inclusion(index, r.Size)
	if err != nil {
		return nil, fmt.Errorf("prove chunk: %w", err)
	}
	hashes := make([][]byte, len(nodes.IDs))
	for i, id := range nodes.IDs {
		hashes[i] = r.nodes[id]
	}
	path, err := nodes.Rehash(hashes, rfc6962.DefaultHasher.HashChildren)
	if err != nil {
		return nil, fmt.Errorf("prove chunk: %w", err)
	}
	return path, nil
}

// CheckChunk checks that the bytes are chunk index of the roll with that root
// (hex) and size (in chunks), and returns its rights. It refuses bytes that are
// not the canonical chunk of well-formed rights in order; errors wrap
// ErrInvalidRoll. That no unit appears in two chunks is for the loader to see.
func CheckChunk(root string, size, index uint64, chunk []byte, path [][]byte) ([]Right, error) {
	want, err := hex.DecodeString(root)
	if err != nil {
		return nil, fmt.Errorf("%w: root: %w", ErrInvalidRoll, err)
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(chunk)
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, leaf, path, want); err != nil {
		return nil, fmt.Errorf("%w: chunk %d: %w", ErrInvalidRoll, index, err)
	}
	var rights []Right
	if err := json.Unmarshal(chunk, &rights); err != nil {
		return nil, fmt.Errorf("%w: chunk %d: %w", ErrInvalidRoll, index, err)
	}
	if err := checkRights(rights, chunk); err != nil {
		return nil, fmt.Errorf("%w: chunk %d: %w", ErrInvalidRoll, index, err)
	}
	return rights, nil
}

func checkRights(rights []Right, chunk []byte) error {
	var units []Unit
	for _, right := range rights {
		units = append(units, right.Units...)
	}
	if err := Validate(units); err != nil {
		return err
	}
	// Gathering the units again must give the very same bytes: that covers
	// IDs, owners, order and stray fields at once.
	again, err := EncodeChunk(Rights(units))
	if err != nil {
		return err
	}
	if !bytes.Equal(again, chunk) {
		return errors.New("its rights do not follow from their units")
	}
	return nil
}
