// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"errors"
	"fmt"
	"strings"

	"github.com/transparency-dev/formats/log"
)

// Head stands for all that has taken effect on a ledger up to a block.
type Head struct {
	Genesis Hash   // of the ledger's first block, which names the ledger
	Size    uint64 // its number of blocks
	Root    Hash   // of the tree of its blocks
}

// ErrNoHead is that of a text that is no head of a ledger.
var ErrNoHead = errors.New("not a head of a ledger")

// originPrefix is before the genesis' hash, in hex, in the first line.
const originPrefix = "linli/"

// Text is the head as it is signed: the body of a C2SP tlog-checkpoint, of three lines and no more.
func (h Head) Text() string {
	return string(log.Checkpoint{Origin: originPrefix + h.Genesis.String(), Size: h.Size, Hash: h.Root[:]}.Marshal())
}

// ReadHead reads what Text writes, and no other text of it. The error is ErrNoHead.
func ReadHead(text string) (Head, error) {
	var c log.Checkpoint
	if _, err := c.Unmarshal([]byte(text)); err != nil {
		return Head{}, fmt.Errorf("%w: %w", ErrNoHead, err)
	}
	genesis, ours := strings.CutPrefix(c.Origin, originPrefix)
	if !ours {
		return Head{}, fmt.Errorf("%w: its origin does not begin with %s", ErrNoHead, originPrefix)
	}
	first, err := ReadHash(genesis)
	if err != nil {
		return Head{}, fmt.Errorf("%w: its origin names what is %w", ErrNoHead, err)
	}
	root, err := ToHash(c.Hash)
	if err != nil {
		return Head{}, fmt.Errorf("%w: its root is %w", ErrNoHead, err)
	}
	h := Head{Genesis: first, Size: c.Size, Root: root}
	if h.Text() != text {
		return Head{}, fmt.Errorf("%w: it is not written as one is", ErrNoHead)
	}
	return h, nil
}
