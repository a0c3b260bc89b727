// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"strconv"

	"github.com/linli-project/linli/contract/witness"
)

// apart is by how many seconds the clocks of two bodies' witnesses may be: a larger head may bear an earlier time by so much.
const apart = 2 * witness.Ahead

// HeadSince is the first head of the ledger, by its size, that more than two thirds of the witnesses have signed, all who signed it at a
// Unix time or later. ok is false if there is none.
func (x *Index) HeadSince(ctx context.Context, at int64) (size uint64, ok bool, err error) {
	named, err := x.Count(ctx, witness.Witnesses)
	if err != nil {
		return 0, false, err
	}
	first, last := limits(witness.Heads, nil)
	rows, err := x.read.QueryContext(ctx, columns+"key >= ? AND key < ? ORDER BY key DESC", first, last)
	if err != nil {
		return 0, false, fmt.Errorf("look for a head: %w", err)
	}
	defer rows.Close()
	count := signatures{since: at, named: named}
	for rows.Next() {
		d, err := scan(rows)
		if err != nil {
			return 0, false, fmt.Errorf("look for a head: %w", err)
		}
		h, err := witness.Heads.Decode(d.Value)
		if err != nil {
			return 0, false, fmt.Errorf("read a head: %w", err)
		}
		if h.At < at-apart {
			break
		}
		count.take(d.Attributes[0], h)
	}
	count.end()
	if count.found == "" || rows.Err() != nil {
		return 0, false, rows.Err()
	}
	size, err = strconv.ParseUint(count.found, 10, 64)
	return size, err == nil, err
}

// signatures counts those of one head after the other.
type signatures struct {
	since int64
	named int
	size  string         // of the one that is counted
	roots map[string]int // that it was signed with
	early bool
	found string // the last one that enough have signed
}

func (s *signatures) take(size string, h witness.Head) {
	if size != s.size {
		s.end()
		s.size, s.roots, s.early = size, map[string]int{}, false
	}
	s.roots[h.Root]++
	s.early = s.early || h.At < s.since
}

func (s *signatures) end() {
	for _, n := range s.roots {
		if !s.early && n > s.named*2/3 {
			s.found = s.size
		}
	}
}
