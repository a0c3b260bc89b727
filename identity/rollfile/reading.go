// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// A reading goes through the rows of a table, below its header.
type reading struct {
	header

	roll         *Roll
	sheet        string // its name, where there are several
	width        int    // up to the last header
	decimalComma bool
	allowed      *budget
	units        map[string]Place // where each home was, and each parking space, by its key
	withBuilding bool             // some rows have one
	withEntrance map[string]bool  // by building

	last     line // the unit above
	accepted bool // it is the last of the roll's entries
}

// roll reads the tables of a file.
func (b book) roll(ctx context.Context) (Roll, error) {
	roll := Roll{Encoding: b.encoding}
	units := make(map[string]Place)
	several := b.several()
	for _, t := range b.tables {
		r := reading{roll: &roll, decimalComma: b.decimalComma, allowed: b.allowed, units: units}
		if several {
			r.sheet = t.name
		}
		roll.Sheets = append(roll.Sheets, Sheet{Name: t.name, LeftOut: t.leftOut})
		if t.leftOut != "" {
			continue
		}
		h, err := locate(t)
		if err != nil && !several {
			return Roll{}, err
		}
		if r.header = h; err != nil {
			r.skip(t)
			continue
		}
		if err := r.table(ctx, t); err != nil {
			return Roll{}, err
		}
	}
	roll.tellParking()
	roll.Arrange()
	return roll, roll.checkRead(b)
}

// checkRead refuses a file of which nothing was read.
func (r *Roll) checkRead(b book) error {
	rows, header := 0, false
	for _, sheet := range r.Sheets {
		rows += sheet.Rows
		header = header || sheet.Header > 0
	}
	switch {
	case rows > 0 || r.Findings() > 0:
		return nil
	case header:
		return fmt.Errorf("%w: there is a header and nothing below it", ErrEmpty)
	}
	for _, t := range b.tables {
		if t.leftOut == "" {
			_, err := locate(t)
			return err
		}
	}
	return fmt.Errorf("%w: no sheet with a register is shown; show it, and save the workbook again", ErrEmpty)
}

func (b book) several() bool {
	shown := 0
	for _, t := range b.tables {
		if t.leftOut == "" {
			shown++
		}
	}
	return shown > 1
}

// skip leaves a sheet out. If it has units all the same, or most of a header, that is a finding.
func (r *reading) skip(t table) {
	sheet := &r.roll.Sheets[len(r.roll.Sheets)-1]
	sheet.LeftOut = LeftOutNoHeader
	if len(r.columns) >= len(required)/2 {
		r.remark(r.top.number, findNoColumns, strings.Join(r.missing(), "、"))
		return
	}
	for _, row := range t.rows {
		if row.isUnit() {
			r.remark(row.number, findNoHeader)
			return
		}
	}
}

// isUnit says that a row has a use and a delivery status, wherever.
func (r row) isUnit() bool {
	var used, delivered bool
	for _, cell := range r.cells {
		_, a := uses[Normal(cell.text)]
		_, b := statuses[Normal(cell.text)]
		used, delivered = used || a, delivered || b
	}
	return used && delivered
}

func (r *reading) place(number int) Place { return Place{Sheet: r.sheet, Row: number} }

// remark puts a finding on a row that was not read for itself.
func (r *reading) remark(number int, finding string, args ...any) {
	r.roll.Find(r.place(number), fmt.Sprintf(finding, args...))
}

func (r *reading) table(ctx context.Context, t table) error {
	sheet := &r.roll.Sheets[len(r.roll.Sheets)-1]
	r.width = r.top.last()
	sheet.Header, sheet.Unread = r.top.number, r.unread(t)
	r.look(t.rows[r.index+1:])
	r.tellHidden(t)
	before := len(r.roll.Entries)
	for i := r.index + 1; i < len(t.rows); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if row := t.rows[i]; !row.hidden {
			sheet.Rows++
			if err := r.read(row); err != nil {
				return err
			}
		} else if !t.rows[i-1].hidden || i == r.index+1 {
			r.remark(row.number, findHiddenRows, strconv.Itoa(hiddenUpTo(t.rows[i:])))
		}
	}
	sheet.Units = len(r.roll.Entries) - before
	return nil
}

// hiddenUpTo is the last of the hidden rows that the rows begin with.
func hiddenUpTo(rows []row) int {
	end := slices.IndexFunc(rows, func(r row) bool { return !r.hidden })
	if end < 0 {
		end = len(rows)
	}
	return rows[end-1].number
}

// look sees which parts the house numbers of the table have.
func (r *reading) look(rows []row) {
	r.withEntrance = make(map[string]bool)
	text := func(row row, column string) string {
		at, known := r.columns[column]
		if !known || row.hidden || fold.Nobody(row.at(at).text) {
			return ""
		}
		return row.at(at).text
	}
	for _, row := range rows {
		building := text(row, building)
		r.withBuilding = r.withBuilding || building != ""
		if text(row, entrance) != "" {
			r.withEntrance[fold.House(building)] = true
		}
	}
}

// tellHidden finds columns of a roll that are not shown, if there is something in them. Those that a roll can do without are noted.
func (r *reading) tellHidden(t table) {
	for _, column := range []string{building, entrance, room, use, area, owner, coOwners, delivery, idNumber, telephone} {
		at, hidden := r.hidden[column]
		_, shown := r.columns[column]
		if !hidden || shown || !slices.ContainsFunc(t.rows[r.index+1:], func(row row) bool { return row.at(at).text != "" }) {
			continue
		}
		label := letters(at) + " (" + column + ")"
		if column == idNumber || column == telephone {
			r.roll.Note(r.place(r.top.number), fmt.Sprintf(noteHidden, label))
		} else {
			r.remark(r.top.number, findHiddenColumn, label)
		}
	}
}

// read reads one row, as long as there is some of the budget left.
func (r *reading) read(row row) error {
	l := line{reading: r, row: row, entry: Entry{Place: r.place(row.number)}, faulty: make(map[string]bool)}
	switch {
	case r.again(row):
		l.note(noteHeader)
	case row.last() > r.width:
		l.find(findLong)
	case r.coOwner(&l):
		l.joinUnit()
	case r.noUnit(row):
		l.note("%s", noteOf(row))
	case row.width <= r.needed():
		l.find(findShort)
	default:
		l.unit()
	}
	r.tell(l)
	return r.allowed.named()
}

// unit reads a row as a unit's.
func (l *line) unit() {
	l.readUnit()
	l.readArea()
	l.readOwners()
	l.entry.IDNumber, l.entry.Telephone = l.aside(idNumber), l.aside(telephone)
	l.notePadding()
	l.once()
	l.last, l.accepted = *l, len(l.findings) == 0
	if l.accepted {
		l.roll.Entries = append(l.roll.Entries, l.entry)
	}
}

// once finds a unit that was there before. A home and a parking space of one number are two.
func (l *line) once() {
	if l.entry.Unit.ID == "" || l.faulty[building] || l.faulty[entrance] || l.faulty[room] {
		return
	}
	key := fold.House(l.entry.Unit.ID)
	if l.entry.Unit.Kind == community.Parking {
		key = "parking " + key
	}
	before, twice := l.units[key]
	switch {
	case !twice:
		l.units[key] = l.entry.Place
	case l.same(l.last):
		l.find(findTwice)
	default:
		l.find(findTwiceOf, before)
	}
}

// same says that a row is the one above, owners included.
func (l *line) same(other line) bool {
	return l.entry.Unit.ID == other.entry.Unit.ID && slices.Equal(l.entry.Owners, other.entry.Owners)
}

// needed is the last column that no row can do without.
func (r *reading) needed() int {
	last := 0
	for _, column := range required {
		last = max(last, r.columns[column])
	}
	return last
}

// text is what a row has in a column of its own, not by a merged cell above.
func (r *reading) own(row row, column string) string {
	at, known := r.columns[column]
	if c := row.at(at); known && c.merged == 0 {
		return c.text
	}
	return ""
}

// noUnit says that a row has nothing that a unit could not do without, but for its building: a title, a signature, totals.
func (r *reading) noUnit(row row) bool {
	if slices.ContainsFunc(row.cells, func(c cell) bool { return totals(c.text) }) &&
		(r.own(row, owner) == "" || totals(r.own(row, owner))) {
		return blank(r.own(row, room)) || totals(r.own(row, room))
	}
	for _, column := range []string{room, use, area, owner, coOwners, delivery} {
		if !blank(r.own(row, column)) {
			return false
		}
	}
	return true
}

func totals(text string) bool {
	word := strings.ReplaceAll(Normal(text), " ", "")
	for _, total := range []string{"合计", "总计", "小计", "共计", "总户数", "本页合计", "总面积"} {
		if strings.HasPrefix(word, total) {
			return true
		}
	}
	return false
}

func noteOf(row row) string {
	if slices.ContainsFunc(row.cells, func(c cell) bool { return totals(c.text) }) {
		return noteTotals
	}
	return noteNoUnit
}

// tell keeps what was said of a row.
func (r *reading) tell(l line) {
	if len(l.findings)+len(l.notes) == 0 {
		return
	}
	remark := r.roll.remarkOn(r.place(l.row.number))
	remark.AreaDm2, remark.Finding, remark.Note = l.areaDm2, strings.Join(l.findings, "; "), strings.Join(l.notes, ", ")
}
