// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"

	"github.com/linli-project/linli/checkpoint"
)

// checkInclusion shows every block to be in the head, and every write in its block.
func (v *verification) checkInclusion() {
	shown := 0
	for _, b := range v.Evidence.Blocks {
		if err := v.includeBlock(b); err != nil {
			v.report.fail(checkInclusion, fmt.Errorf("block %d: %w", b.Number, err))
		}
		for _, w := range b.Writes {
			v.writes = append(v.writes, written{w, uint64(b.Number)}) //nolint:gosec // not negative
			shown++
		}
	}
	v.report.pass(checkInclusion, "%d documents in %d blocks", shown, len(v.Evidence.Blocks))
}

func (v *verification) includeBlock(b Block) error {
	hash, err := checkpoint.ReadHash(b.Hash)
	if err != nil {
		return err
	}
	root, err := checkpoint.ReadHash(b.Root)
	if err != nil {
		return err
	}
	block := checkpoint.Block{Number: uint64(b.Number), Hash: hash, Writes: root} //nolint:gosec // not negative
	if err := block.Included(v.head, b.Path); err != nil {
		return err
	}
	for _, w := range b.Writes {
		write := checkpoint.Write{Tx: w.Tx, Key: w.Key, Value: w.Value}
		if err := write.Included(block, uint64(w.Index), uint64(b.Size), w.Path); err != nil { //nolint:gosec // not negative
			return fmt.Errorf("write %d: %w", w.Index, err)
		}
	}
	return nil
}
