// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
)

// ErrNotCosigned is that of a matter that is on the ledger, and not yet in a head that enough bodies have co-signed.
var ErrNotCosigned = errors.New("not yet in a head that enough bodies have co-signed")

// signed notes a head that a body has put on record.
func (x *ledgerIndex) signed(value []byte) {
	head, err := witness.Heads.Decode(value)
	if err != nil {
		return
	}
	if c, err := head.Open(); err == nil {
		x.heads[c.Size] = append(x.heads[c.Size], c)
	}
}

// newest is the head of most blocks that is this ledger's and that so many bodies have signed.
func (x *ledgerIndex) newest(least int) (note string, head checkpoint.Head, err error) {
	sizes := slices.Sorted(maps.Keys(x.heads))
	for _, size := range slices.Backward(sizes) {
		root, err := x.tree.RootAt(size)
		if err != nil {
			continue // nobody honest signs what is not there yet
		}
		others := func(c checkpoint.Cosigned) bool { return c.Root != root }
		joined, err := checkpoint.Join(slices.DeleteFunc(x.heads[size], others)...)
		if err == nil && len(joined.By) >= least {
			return joined.Note(), joined.Head, nil
		}
	}
	return "", head, fmt.Errorf("it is %w: no head that %d bodies have signed is on the ledger", ErrNotCosigned, least)
}

// given is a head that does not come from the ledger.
func (x *ledgerIndex) given(note string) (checkpoint.Head, error) {
	c, err := checkpoint.Open(note, nil)
	if err != nil {
		return checkpoint.Head{}, err
	}
	root, err := x.tree.RootAt(c.Size)
	if err != nil || root != c.Root {
		return checkpoint.Head{}, errors.New("the head is of another ledger, or of this one when it has gone on")
	}
	return c.Head, nil
}
