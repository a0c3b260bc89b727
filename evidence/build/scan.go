// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/verify"
)

// scanned are the places of a ledger that has been read once.
type scanned struct {
	tree             checkpoint.Tree
	blocks           []checkpoint.Block
	places           map[string][]tree.Place
	about            map[tree.Matter][]string
	configs, defines []uint64
}

// Scan reads all blocks of a ledger.
func Scan(source Source) (Places, error) {
	s := &scanned{places: map[string][]tree.Place{}, about: map[tree.Matter][]string{}}
	for raw, err := range source.Blocks(0, 0) {
		if err != nil {
			return nil, err
		}
		if number := raw.GetHeader().GetNumber(); number != uint64(len(s.blocks)) {
			return nil, fmt.Errorf("block %d follows upon %d blocks", number, len(s.blocks))
		}
		notes, err := tree.NotesOf(ledger.Decode(raw, verify.Chaincode))
		if err != nil {
			return nil, err
		}
		s.add(notes)
	}
	return s, nil
}

func (s *scanned) add(n tree.Notes) {
	s.tree.Append(n.Leaf())
	s.blocks = append(s.blocks, n.Block)
	for key, indices := range n.Places {
		for _, index := range indices {
			s.places[key] = append(s.places[key], tree.Place{Block: n.Number, Index: index})
		}
	}
	for m, acts := range n.About {
		s.about[m] = append(s.about[m], acts...)
	}
	if n.Config {
		s.configs = append(s.configs, n.Number)
	}
	if n.Defines {
		s.defines = append(s.defines, n.Number)
	}
}

func (s *scanned) Written(_ context.Context, key string) ([]tree.Place, error) {
	return s.places[key], nil
}

func (s *scanned) Keys(_ context.Context, kind contract.Documents) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, key := range slices.Backward(slices.Sorted(maps.Keys(s.places))) {
			if strings.HasPrefix(key, kind.Key()) && !yield(key, nil) {
				return
			}
		}
	}
}

func (s *scanned) About(_ context.Context, m tree.Matter) ([]string, error) { return s.about[m], nil }

func (s *scanned) Configs(context.Context) ([]uint64, error)     { return s.configs, nil }
func (s *scanned) Definitions(context.Context) ([]uint64, error) { return s.defines, nil }

func (s *scanned) Size(context.Context) (uint64, error) { return s.tree.Size(), nil }

func (s *scanned) Head(_ context.Context, size uint64) (h checkpoint.Head, err error) {
	if len(s.blocks) > 0 {
		h.Genesis = s.blocks[0].Hash
	}
	h.Size = size
	h.Root, err = s.tree.RootAt(size)
	return h, err
}

func (s *scanned) Block(_ context.Context, number uint64) (checkpoint.Block, error) {
	if number >= uint64(len(s.blocks)) {
		return checkpoint.Block{}, fmt.Errorf("block %d: %w", number, checkpoint.ErrBeyond)
	}
	return s.blocks[number], nil
}

func (s *scanned) Prove(_ context.Context, number, size uint64) ([]byte, error) {
	return s.tree.Prove(number, size)
}
