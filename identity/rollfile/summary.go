// SPDX-License-Identifier: Apache-2.0

package rollfile

import "github.com/linli-project/linli/rules/community"

// A Sheet is what was read of a worksheet, or of the one table of a text file.
type Sheet struct {
	Name   string   `json:"name,omitempty"`
	Header int      `json:"header,omitempty"` // the row that names the columns
	Rows   int      `json:"rows"`             // below it, shown and not empty
	Units  int      `json:"units"`            // rows without a finding that are units
	Unread []string `json:"unread,omitempty"` // columns that are none of a roll's, by their headers; by a letter without one
	// LeftOut says why nothing of the sheet was read.
	LeftOut string `json:"leftOut,omitempty"`
}

// Why a sheet was not read.
const (
	LeftOutHidden   = "hidden"
	LeftOutEmpty    = "empty"
	LeftOutNoHeader = "no-header"
	LeftOutNoTable  = "no-table" // a chart, a dialogue
)

// A Building is what people check a roll by at a glance. Its sums leave out rows with findings.
type Building struct {
	Name    string `json:"name"` // as in the file; "" for units without one
	Units   int    `json:"units"`
	AreaDm2 int64  `json:"areaDm2"`
}

// Buildings sums the units by building, in the order of the file.
func (r Roll) Buildings() []Building {
	sums := []Building{}
	index := make(map[string]int)
	for _, entry := range r.Entries {
		i, known := index[entry.Building]
		if !known {
			i = len(sums)
			index[entry.Building] = i
			sums = append(sums, Building{Name: entry.Building})
		}
		sums[i].Units++
		sums[i].AreaDm2 += entry.Unit.AreaDm2
	}
	return sums
}

// Units returns the units with their owners named by name, for counting before
// there are pseudonyms. They must not leave the office.
func (r Roll) Units() []community.Unit {
	units := make([]community.Unit, len(r.Entries))
	for i, entry := range r.Entries {
		units[i] = entry.Unit
		units[i].Owners = append([]string(nil), entry.Owners...)
	}
	return units
}
