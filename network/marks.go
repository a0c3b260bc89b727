// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// An orderer that comes back with an older state of its disk may sign another block in place of one that it has signed, which to the others
// is a lie. So the supervisor keeps, outside of an orderer's folder, how many blocks there have been, and one that has fewer joins anew.

// markEvery is how often it looks.
const markEvery = time.Second

// marks are how many blocks the orderers of this machine have had.
func (l layout) marks() (marks map[string]uint64, err error) {
	raw, err := os.ReadFile(l.marked())
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]uint64{}, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &marks)
	}
	if err != nil {
		return nil, &Problem{
			What: "reading how many blocks the orderer has had", Why: err,
			Do: "Remove " + l.marked() + " and the orderer's folder below " + l.ledgers() + ", and run it again: the orderer joins anew.",
		}
	}
	return marks, nil
}

// keepMarks writes down how many blocks the orderers have, and whether the last one takes their body out, until ctx ends, and once more
// then.
func (n *Network) keepMarks(ctx context.Context, failed func(error)) {
	counts := map[string]*written{}
	for _, b := range n.here() {
		counts[b.ID] = n.written(b)
	}
	told := ""
	for ended := false; !ended; {
		ended = sleep(ctx, markEvery) != nil
		if err := n.mark(counts); err != nil && err.Error() != told { // not every second of a full disk
			told = err.Error()
			failed(err)
		}
	}
}

func (n *Network) mark(counts map[string]*written) error {
	marks, err := n.marks()
	if err != nil {
		return err
	}
	changed := false
	var noted error
	for body, count := range counts {
		before := count.blocks
		blocks, err := count.count()
		if err != nil {
			return err
		}
		if blocks > before && !n.alone() {
			noted = errors.Join(noted, n.noteRemoval(body, count))
		}
		changed = changed || blocks > marks[body]
		marks[body] = max(blocks, marks[body])
	}
	if !changed {
		return noted
	}
	return errors.Join(noted, writeJSON(n.marked(), marks))
}

// putBack returns an error that is ErrPutBack if a body's orderer has fewer blocks than it has had.
func (n *Network) putBack(b *Body) (had uint64, err error) {
	marks, err := n.marks()
	if err != nil {
		return 0, err
	}
	has, err := n.written(b).count()
	if err == nil && has < marks[b.ID] {
		err = &Problem{
			What: "the orderer of " + b.ID, Why: fmt.Errorf("%w: it has %d blocks, and had %d", ErrPutBack, has, marks[b.ID]),
			Do: doPutBack,
		}
	}
	return marks[b.ID], err
}

// joinAnew empties the folder of an orderer that was put back, so that it gets all blocks from the others. On a machine of all bodies there
// are no others.
func (n *Network) joinAnew(ctx context.Context, progress func(string)) error {
	if n.alone() {
		return nil
	}
	for _, b := range n.here() {
		had, err := n.putBack(b)
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrPutBack) {
			return err
		}
		if err := n.othersHave(ctx, b, had); err != nil {
			return err
		}
		progress(fmt.Sprintf("the orderer of %s had %d blocks and has fewer: it is emptied, and joins anew", b.ID, had))
		if err := os.RemoveAll(n.ledger("orderer-" + b.ID)); err != nil {
			return err
		}
		if err := os.Remove(n.marked()); err != nil {
			return err
		}
	}
	return nil
}

// othersHave returns an error unless another body's peer answers that has so many blocks: nothing is emptied that is nowhere else.
func (n *Network) othersHave(ctx context.Context, b *Body, blocks uint64) error {
	for i, height := range n.heights(ctx) {
		if n.facts.Bodies[i].ID != b.ID && height >= blocks {
			return nil
		}
	}
	return &Problem{
		What: "starting the orderer of " + b.ID,
		Why:  fmt.Errorf("%w, and no other body's peer answers that has its %d blocks", ErrPutBack, blocks),
		Do:   "Nothing was changed. Run it again when another body's machine is reached.",
	}
}
