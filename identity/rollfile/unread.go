// SPDX-License-Identifier: Apache-2.0

package rollfile

// unread are the columns that are shown and not read. One under a header that is merged over several columns of a roll is a finding:
// it may hold what its neighbour does.
func (r *reading) unread(t table) []string {
	filled := make([]bool, r.width)
	for _, row := range t.rows[r.index+1:] {
		for _, c := range row.cells {
			if c.column < r.width && !row.hidden {
				filled[c.column] = true
			}
		}
	}
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
