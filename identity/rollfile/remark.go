// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"cmp"
	"slices"
)

// A Remark is what a check says about one row. A Finding has to be corrected in
// the file; a Note says how the row was read. AreaDm2 is set where reading the
// area took more than copying it.
type Remark struct {
	Place

	AreaDm2 int64  `json:"areaDm2,omitempty"`
	Finding string `json:"finding,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Findings counts the rows that have to be corrected.
func (r Roll) Findings() int {
	count := 0
	for _, remark := range r.Remarks {
		if remark.Finding != "" {
			count++
		}
	}
	return count
}

// Note adds a note to a row that was read.
func (r *Roll) Note(at Place, note string) {
	remark := r.remarkOn(at)
	remark.Note = joined(remark.Note, ", ", note)
}

// Find adds a finding to a row.
func (r *Roll) Find(at Place, finding string) {
	remark := r.remarkOn(at)
	remark.Finding = joined(remark.Finding, "; ", finding)
}

// remarkOn is the remark on a row, of which there is one.
func (r *Roll) remarkOn(at Place) *Remark {
	i, found := slices.BinarySearchFunc(r.Remarks, at, func(remark Remark, at Place) int { return r.compare(remark.Place, at) })
	if !found {
		r.Remarks = slices.Insert(r.Remarks, i, Remark{Place: at})
	}
	return &r.Remarks[i]
}

// compare orders places as the file has them.
func (r *Roll) compare(a, b Place) int {
	index := func(p Place) int { return slices.IndexFunc(r.Sheets, func(s Sheet) bool { return s.Name == p.Sheet }) }
	if a.Sheet == b.Sheet {
		return cmp.Compare(a.Row, b.Row)
	}
	return cmp.Compare(index(a), index(b))
}

func joined(text, separator, more string) string {
	if text == "" {
		return more
	}
	return text + separator + more
}
