// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"fmt"
	"regexp"
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

// builder is what the developer is called where a register is written.
const builder = "建设单位"

// developers are the names under which registers enter the developer itself, by their keys. The
// pseudonym is among them, so that nobody can take it for a name.
var developers = map[string]bool{
	fold.Name(builder): true, fold.Name("开发商"): true, fold.Name("开发建设单位"): true, fold.Name(community.Developer): true,
}

// A line is one row being read.
type line struct {
	*reading

	row      row
	entry    Entry
	findings []string
	notes    []string
	areaDm2  int64 // of an area that was normalised
	faulty   map[string]bool
	named    map[string]bool // the unit's owners, by their keys
}

func (l *line) find(finding string, args ...any) {
	l.findings = append(l.findings, fmt.Sprintf(finding, args...))
}

func (l *line) note(note string, args ...any) {
	if text := fmt.Sprintf(note, args...); !slices.Contains(l.notes, text) {
		l.notes = append(l.notes, text)
	}
}

// findIn says of a column what was found, once.
func (l *line) findIn(column, finding string) {
	if !l.faulty[column] {
		l.faulty[column] = true
		l.find(finding, l.label(column))
	}
}

func (l *line) at(column string) cell {
	i, known := l.columns[column]
	if !known {
		return cell{}
	}
	c := l.row.at(i)
	if c.fault == "" {
		c.fault = spoilt(column, strings.TrimSpace(c.text))
	}
	return c
}

var (
	// errorValue is what a spreadsheet shows instead of a result.
	errorValue = regexp.MustCompile(`^#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$`)
	// dateValue is what a spreadsheet makes of 1-3 and 2026-1-3.
	dateValue = regexp.MustCompile(`^((19|20)[0-9]{2}(/[0-9]{1,2}/[0-9]{1,2}|-[0-9]{2}-[0-9]{2})( [0-9:]+)?|((19|20)[0-9]{2}年)?[0-9]{1,2}月([0-9]{1,2}日)?|` +
		`[0-9]{1,2}-` + month + `(-[0-9]{2})?|` + month + `-[0-9]{2})$`)
	// exponent is what it makes of 1E3.
	exponent = regexp.MustCompile(`^[0-9](\.[0-9]+)?E\+[0-9]{2,}$`)
)

const month = `(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`

// spoilt is what a spreadsheet made of a cell before it wrote a text file, or "".
func spoilt(column, text string) string {
	switch {
	case !strings.ContainsAny(text, "#/-月+"):
		return ""
	case errorValue.MatchString(text):
		return findError
	case dateValue.MatchString(text):
		return findDate
	case exponent.MatchString(text) && column != idNumber:
		return findOtherwise
	}
	return ""
}

// cell is the text of a column. What cannot be read as it is seen, and a placeholder for a name that stands elsewhere, is
// a finding; one for nothing is empty.
func (l *line) cell(column string) string {
	c := l.at(column)
	text := Normal(harmful(c.text))
	switch {
	case c.fault != "":
		l.findIn(column, c.fault)
	case len(text) > community.MaxName:
		l.findIn(column, findLongText)
	case lost(text):
		l.findIn(column, findLost)
	case text == "":
	case fold.Nobody(text):
		l.note(noteNobody, l.label(column))
		return ""
	case fold.Unknown(text):
		l.findIn(column, findNoName)
	}
	return text
}

// aside is the text of a column that a roll can do without: what is unreadable in it is left out.
func (l *line) aside(column string) string {
	c := l.at(column)
	text := Normal(harmful(c.text))
	switch {
	case c.fault == findDigits || column == idNumber && scientific.MatchString(text):
		l.findIn(column, findDigits)
	case c.fault == "" && fold.Nobody(text):
		return ""
	case c.fault != "" || lost(text) || fold.Unknown(text):
		l.note(noteLeftOut, l.label(column))
		return ""
	}
	return text
}

var (
	scientific = regexp.MustCompile(`^[0-9](\.[0-9]+)?[Ee]\+?[0-9]+$`)
	wholeAsked = regexp.MustCompile(`^([0-9]+)\.0+$`)
)

// readUnit reads where the unit is and what it is used for.
func (l *line) readUnit() {
	unit := &l.entry.Unit
	l.entry.Building = l.part(building)
	door, number := l.part(entrance), l.part(room)
	switch {
	case number == "" && !l.faulty[room]:
		l.find(findNoRoom)
	case number != "":
		parts := []string{l.entry.Building, door, number}
		unit.ID = strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "-")
	}
	if len(unit.ID) > community.MaxName-len(parkingSuffix) {
		l.findIn(room, findLongText)
	}
	unit.Kind = named(l, use, uses, findUse)
	unit.Status = named(l, delivery, statuses, findStatus)
	l.missPart(door)
}

// missPart finds that a house lacks what the others have. Parking has a building of its own, or none; shops often no entrance.
func (l *line) missPart(door string) {
	parking := l.entry.Unit.Kind == community.Parking
	switch {
	case l.entry.Building == "" && l.withBuilding && !parking && !l.faulty[building] && !strings.Contains(fold.House(l.entry.Unit.ID), "-"):
		l.find(findNoBuilding)
	case door == "" && l.withEntrance[fold.House(l.entry.Building)] && l.entry.Unit.Kind == community.Home && !l.faulty[entrance]:
		l.find(findNoEntrance)
	}
}

// part is a part of a house number. Programs that keep numbers with a fraction write 101 as 101.0.
func (l *line) part(column string) string {
	text := l.cell(column)
	if whole := wholeAsked.FindStringSubmatch(text); whole != nil {
		l.note(noteWhole)
		return whole[1]
	}
	return text
}

// named is what the word in a column stands for.
func named[V ~string](l *line, column string, words map[string]V, unknown string) V {
	word := l.cell(column)
	meant, known := words[strings.ReplaceAll(word, " ", "")]
	if !known && !l.faulty[column] {
		l.find("%s", unknown)
	}
	return meant
}

func (l *line) readArea() {
	c := l.at(area)
	switch {
	case c.computed:
		l.find(findFormulaArea)
		return
	case c.merged > 0:
		l.findIn(area, findMergedArea)
		return
	case c.fault != "" && (c.fault != findOtherwise || !fine(c.number)):
		l.findIn(area, c.fault)
		return
	case lost(c.text):
		l.findIn(area, findLost)
		return
	}
	text := c.text
	if c.number != "" {
		text = c.number
	}
	areaDm2, notes, finding := parseArea(harmful(text), l.decimalComma)
	if finding != "" {
		l.find("%s", finding)
		return
	}
	l.entry.Unit.AreaDm2 = areaDm2
	if len(notes) > 0 {
		l.areaDm2 = areaDm2
		l.notes = append(l.notes, notes...)
	}
}

func (l *line) readOwners() {
	switch l.entry.Unit.Status {
	case community.Unsold:
		l.note(noteUnsold)
		return
	case community.Undelivered:
		l.note(noteUndelivered)
		return
	case community.Sold:
	}
	first := l.people(owner)
	if len(first) == 0 && !l.faulty[owner] {
		l.find(findNoOwner)
		return
	}
	l.named = make(map[string]bool)
	l.entry.Owners = l.distinct(l.named, slices.Concat(first, l.people(coOwners)))
	if n := len(l.entry.Owners); n > 2 {
		l.note(noteCoOwners, count(n))
	}
}

// people are those whom a column names.
func (l *line) people(column string) []string {
	c := l.at(column)
	text := harmful(c.text)
	if c.fault != "" && (column != coOwners || !strings.EqualFold(text, "#N/A")) { // a lookup that found nobody
		l.findIn(column, c.fault)
		return nil
	}
	named := peopleIn(text)
	if named.finding != "" {
		l.findIn(column, named.finding)
		return nil
	}
	if named.nobody {
		l.note(noteNobody, l.label(column))
	}
	if named.listed {
		l.note(noteList)
	}
	if named.shares {
		l.note(noteShares)
	}
	l.allowed.owners -= len(named.names)
	return named.names
}

// distinct gives the developer its pseudonym, and finds who is named twice among these and those named before.
func (l *line) distinct(before map[string]bool, owners []string) []string {
	for i, name := range owners {
		key := fold.Name(name)
		if developers[key] {
			owners[i], key = community.Developer, fold.Name(community.Developer)
			l.note(noteDeveloper)
		}
		if before[key] {
			l.find(findOwnerTwice)
			return nil
		}
		before[key] = true
	}
	return owners
}

func count(n int) string {
	words := []string{"three", "four", "five", "six", "seven", "eight", "nine"}
	if i := n - 3; i < len(words) {
		return words[i]
	}
	return strconv.Itoa(n)
}

func (l *line) notePadding() {
	padded := func(cell cell) bool { return strings.TrimSpace(cell.text) != cell.text }
	if slices.ContainsFunc(l.row.cells, padded) {
		l.note(notePadding)
	}
	if slices.ContainsFunc(l.row.cells, func(c cell) bool { return fold.Visible(c.text) != c.text }) {
		l.note(noteUnseen)
	}
}
