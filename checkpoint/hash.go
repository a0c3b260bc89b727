// SPDX-License-Identifier: Apache-2.0

// Package checkpoint makes one hash of a whole ledger, its head, and has bodies co-sign it (docs/evidence.md). Trees are those of
// RFC 6962 (2.1) with SHA-256: the writes of a block are one, and the blocks of a ledger are another. A head that is signed is a
// C2SP tlog-checkpoint, and a body's signature a C2SP tlog-cosignature.
//
// It is pure: no input or output, no clock. Blocks are given to it by whoever reads them, and so is the time of a signature.
package checkpoint

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/transparency-dev/merkle/rfc6962"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// ErrNoHash is that of a text or bytes that are no hash.
var ErrNoHash = errors.New("not a SHA-256 hash")

// ReadHash reads what String writes. The error is ErrNoHash.
func ReadHash(text string) (Hash, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || hex.EncodeToString(raw) != text {
		return Hash{}, ErrNoHash
	}
	return ToHash(raw)
}

// ToHash takes bytes as a hash; it does not compute one. The error is ErrNoHash.
func ToHash(raw []byte) (Hash, error) {
	if len(raw) != sha256.Size {
		return Hash{}, fmt.Errorf("%w: it has %d bytes", ErrNoHash, len(raw))
	}
	return Hash(raw), nil
}

// String is the hash in hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

func leafOf(entry []byte) Hash { return Hash(rfc6962.DefaultHasher.HashLeaf(entry)) }

func nodeOf(left, right Hash) Hash {
	return Hash(rfc6962.DefaultHasher.HashChildren(left[:], right[:]))
}

// join is the one form of a path: its hashes, one after the other.
func join(path [][]byte) []byte { return slices.Concat(path...) }

// split reads a path. ok is false if it is no whole number of hashes.
func split(path []byte) (hashes [][]byte, ok bool) {
	if len(path)%sha256.Size != 0 {
		return nil, false
	}
	return slices.Collect(slices.Chunk(path, sha256.Size)), true
}
