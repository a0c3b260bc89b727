// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

var uses = map[string]community.Kind{
	"住宅": community.Home,
	"商业": community.Shop, "商铺": community.Shop, "店铺": community.Shop,
	"办公": community.Office,
	"车位": community.Parking, "车库": community.Parking,
}

var statuses = map[string]community.Status{
	"已交付": community.Sold, "未售": community.Unsold, "未交付": community.Undelivered,
}

// developers are the names under which registers enter the developer itself. The
// pseudonym is among them, so that nobody can take it for a name.
var developers = []string{"建设单位", "开发商", "开发建设单位", community.Developer}

// reading goes through the rows below the header.
type reading struct {
	columns columns
	width   int
	padded  bool
	units   map[string]bool // units seen, by fold.House
}

// A line is one row being read.
type line struct {
	reading  *reading
	row      row
	entry    Entry
	findings []string
	notes    []string
	areaDm2  int64 // of an area that was normalised
}

func (r *reading) read(row row) (Entry, Remark) {
	l := line{reading: r, row: row, entry: Entry{Place: Place{Row: row.number}}}
	switch {
	case len(row.cells) < r.width && !r.padded:
		l.find("a short row")
	case len(row.cells) > r.width && !(&row).blankFrom(r.width):
		l.find("a long row")
	default:
		l.readUnit()
		l.readArea()
		l.readOwners()
		l.entry.IDNumber, l.entry.Telephone = l.cell(idNumber), l.cell(telephone)
		l.notePadding()
		l.noteUnseen()
	}
	return l.entry, Remark{
		Place: Place{Row: row.number}, AreaDm2: l.areaDm2,
		Finding: strings.Join(l.findings, "; "), Note: strings.Join(l.notes, ", "),
	}
}

func (r *row) blankFrom(width int) bool {
	return row{cells: r.cells[width:]}.blank()
}

func (l *line) find(finding string) { l.findings = append(l.findings, finding) }

func (l *line) note(note string) { l.notes = append(l.notes, note) }

func (l *line) raw(column string) string {
	i, known := l.reading.columns[column]
	if !known || i >= len(l.row.cells) {
		return ""
	}
	return l.row.cells[i]
}

func (l *line) cell(column string) string { return Normal(harmful(l.raw(column))) }

func (l *line) readUnit() {
	unit := &l.entry.Unit
	if l.cell(room) == "" {
		l.find("unit number missing")
		return
	}
	parts := []string{l.cell(building), l.cell(entrance), l.cell(room)}
	unit.ID = strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "-")
	key := fold.House(unit.ID)
	if l.reading.units[key] {
		l.find("the same unit twice")
	}
	l.reading.units[key] = true
	var known bool
	if unit.Kind, known = uses[l.cell(use)]; !known {
		l.find("unknown use")
	}
	if unit.Status, known = statuses[l.cell(delivery)]; !known {
		l.find("unknown delivery status")
	}
}

func (l *line) readArea() {
	if l.row.formulas[l.reading.columns[area]] {
		l.find(formulaArea)
		return
	}
	areaDm2, notes, finding := parseArea(l.raw(area))
	if finding != "" {
		l.find(finding)
		return
	}
	l.entry.Unit.AreaDm2 = areaDm2
	if len(notes) > 0 {
		l.areaDm2 = areaDm2
		l.notes = append(l.notes, notes...)
	}
}

func (l *line) readOwners() {
	owners := slices.Concat(names(l.cell(owner)), names(l.cell(coOwners)))
	switch l.entry.Unit.Status {
	case community.Unsold:
		l.note("unsold: the developer's head")
		return
	case community.Undelivered:
		l.note("undelivered: counts with the developer")
		return
	case community.Sold:
	}
	if l.cell(owner) == "" {
		l.find("owner missing")
		return
	}
	for i := range owners {
		same := func(other string) bool { return fold.Name(other) == fold.Name(owners[i]) }
		if slices.ContainsFunc(developers, same) {
			owners[i] = community.Developer
			l.note("the developer's own")
		}
		if slices.ContainsFunc(owners[:i], same) {
			l.find("the same owner twice")
			return
		}
	}
	if len(owners) > 2 {
		l.note(count(len(owners)) + " co-owners")
	}
	l.entry.Owners = owners
}

// names splits a cell that lists people.
func names(cell string) []string {
	split := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、,;，；", r) })
	for i := range split {
		split[i] = strings.TrimSpace(split[i])
	}
	return slices.DeleteFunc(split, func(name string) bool { return name == "" })
}

func count(n int) string {
	words := []string{"three", "four", "five", "six", "seven", "eight", "nine"}
	if i := n - 3; i < len(words) {
		return words[i]
	}
	return strconv.Itoa(n)
}

func (l *line) notePadding() {
	padded := func(cell string) bool { return strings.TrimSpace(cell) != cell }
	if slices.ContainsFunc(l.row.cells, padded) {
		l.note("padded cells trimmed")
	}
}

func (l *line) noteUnseen() {
	if slices.ContainsFunc(l.row.cells, func(cell string) bool { return fold.Visible(cell) != cell }) {
		l.note("characters that are not seen left out")
	}
}
