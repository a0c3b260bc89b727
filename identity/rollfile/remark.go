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

// remarkOn is the remark on a row, of which there is one. They are out of order until they are arranged.
func (r *Roll) remarkOn(at Place) *Remark {
	if len(r.remarked) != len(r.Remarks) || r.remarked == nil {
		r.remarked = make(map[Place]int)
		for i, remark := range r.Remarks {
			r.remarked[remark.Place] = i
		}
	}
	i, found := r.remarked[at]
	if !found {
		i = len(r.Remarks)
		r.Remarks = append(r.Remarks, Remark{Place: at})
		r.remarked[at] = i
	}
	return &r.Remarks[i]
}

// Arrange puts the remarks into the order of the file's rows.
func (r *Roll) Arrange() {
	index := make(map[string]int)
	for i, sheet := range r.Sheets {
		index[sheet.Name] = i
	}
	slices.SortFunc(r.Remarks, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(index[a.Sheet], index[b.Sheet]), cmp.Compare(a.Row, b.Row))
	})
	r.remarked = nil
}

func joined(text, separator, more string) string {
	if text == "" {
		return more
	}
	return text + separator + more
}
