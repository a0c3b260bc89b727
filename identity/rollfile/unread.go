// SPDX-License-Identifier: Apache-2.0

package rollfile

// unread are the columns that are shown and not read. One under a header that is merged over several columns of a roll is a finding:
// it may hold what its neighbour does.
func (r *reading) unread(t table) []string {
	filled := filledBelow(t.rows[r.index+1:])
	var unread []string
	over := cell{wide: -1}
	for i := range r.width {
		top := r.top.at(i)
		name := headerName(top.text)
		if name != "" {
			over = top
		}
		under := name == "" && i <= over.wide
		switch {
		case t.hidden[i]:
		case under && filled[i] && columnOf[headerName(over.text)] != "":
			r.remark(r.top.number, findNoOwnHeader, letters(i))
		case name != "" && columnOf[name] == "":
			unread = append(unread, name)
		case name == "" && filled[i] && !under:
			unread = append(unread, letters(i))
		}
	}
	return unread
}

// filledBelow are the columns in which something is shown.
func filledBelow(rows []row) map[int]bool {
	filled := make(map[int]bool)
	for _, row := range rows {
		if row.hidden {
			continue
		}
		for _, c := range row.cells {
			filled[c.column] = true
		}
	}
	return filled
}
