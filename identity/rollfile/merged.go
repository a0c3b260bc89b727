// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"cmp"
	"slices"
)

// A span is a range of merged cells: columns and rows, the last ones too.
type span struct{ left, top, right, bottom int }

// fill writes the text of merged cells into the rows that they run over, in the column they begin in: there it is seen as that of
// each of the rows. In the other columns nothing is: a cell that is broad is one cell. Ranges that run over one another are damage.
func (t *table) fill(spans []span, allowed *budget) error {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.left, b.left), cmp.Compare(a.top, b.top)) })
	byNumber := func(r row, number int) int { return cmp.Compare(r.number, number) }
	free := span{left: -1}
	for _, s := range spans {
		if s.left == free.left && s.top <= free.bottom {
			return damaged("merged cells overlap in column %s, row %d", letters(s.left), s.top)
		}
		free = s
		first, found := slices.BinarySearchFunc(t.rows, s.top, byNumber)
		if !found {
			continue
		}
		from := t.rows[first].at(s.left)
		if from.text == "" && from.fault == "" {
			continue
		}
		from.wide = s.right
		t.rows[first].set(from)
		from.merged = s.top
		for i := first + 1; i < len(t.rows) && t.rows[i].number <= s.bottom; i++ {
			if err := allowed.cell(from.text); err != nil {
				return err
			}
			t.rows[i].set(from)
		}
	}
	return nil
}

// set puts a cell where there was none.
func (r *row) set(c cell) {
	i, found := slices.BinarySearchFunc(r.cells, c.column, func(c cell, column int) int { return cmp.Compare(c.column, column) })
	if found {
		r.cells[i] = c
		return
	}
	r.cells = slices.Insert(r.cells, i, c)
}
