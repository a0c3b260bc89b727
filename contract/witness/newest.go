// SPDX-License-Identifier: Apache-2.0

package witness

import (
	"slices"

	"github.com/linli-project/linli/checkpoint"
)

// Newest is the largest head that enough bodies have co-signed with the keys that they have named; one of no blocks if there is none.
// Servers join what others have signed, so that it is one of the last ones of some body: heads reads those of a size, and each body's last
// size is tried, the largest first.
func Newest(witnesses []Witness, heads func(size uint64) ([]Head, error), enough int) (checkpoint.Cosigned, error) {
	var keys []checkpoint.Witness
	var sizes []uint64
	for _, w := range witnesses {
		key, err := checkpoint.ReadWitness(w.Key)
		if err != nil {
			return checkpoint.Cosigned{}, err
		}
		keys = append(keys, key)
		if w.Size > 0 {
			sizes = append(sizes, uint64(w.Size))
		}
	}
	slices.Sort(sizes)
	for _, size := range slices.Backward(slices.Compact(sizes)) {
		signed, err := heads(size)
		if err != nil {
			return checkpoint.Cosigned{}, err
		}
		signed = slices.DeleteFunc(signed, func(h Head) bool { // with a key that the body has no more
			return !slices.ContainsFunc(witnesses, func(w Witness) bool { return w.Key == h.Key })
		})
		best, err := joined(signed, keys)
		if err != nil || len(best.By) >= enough {
			return best, err
		}
	}
	return checkpoint.Cosigned{}, nil
}

// joined is the head of a size that most bodies have signed, with all of them.
func joined(signed []Head, keys []checkpoint.Witness) (best checkpoint.Cosigned, err error) {
	all := map[checkpoint.Head]checkpoint.Cosigned{}
	for _, h := range signed {
		c, err := checkpoint.Open(h.Note, keys)
		if err != nil {
			return best, err
		}
		if before, ok := all[c.Head]; ok {
			if c, err = checkpoint.Join(before, c); err != nil {
				return best, err
			}
		}
		all[c.Head] = c
		if len(c.By) > len(best.By) {
			best = c
		}
	}
	return best, nil
}
