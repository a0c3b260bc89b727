// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// A worksheet is one sheet being read.
type worksheet struct {
	*workbook

	table  table
	spans  []span
	row    row
	number int // of the row
	column int // of the cell
	inCell bool
	cell   rawCell
}

// A rawCell is a cell as the file has it.
type rawCell struct {
	kind     string
	style    int
	computed bool
	hasValue bool
	inValue  bool
	value    strings.Builder
	inline   writing
	isInline bool
}

const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
	maxSpans   = 2 * MaxRows
)

func (w *workbook) table(of reference) (table, error) {
	s := worksheet{workbook: w, table: table{name: of.name, hidden: make(map[int]bool)}}
	switch {
	case of.hidden:
		s.table.leftOut = LeftOutHidden
	case of.kind != "worksheet":
		s.table.leftOut = LeftOutNoTable
	}
	if s.table.leftOut != "" {
		return s.table, nil
	}
	if !w.has(of.part) {
		return table{}, damaged("the sheet %s is not in it", of.name)
	}
	if err := w.each(of.part, s.take); err != nil {
		return table{}, err
	}
	if len(s.table.rows) == 0 {
		s.table.leftOut = LeftOutEmpty
	}
	return s.table, s.table.fill(s.spans, w.allowed)
}

func (s *worksheet) take(token xml.Token) error {
	if s.inCell {
		s.cell.inline.take(token)
	}
	switch t := token.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.EndElement:
		return s.end(t.Name.Local)
	case xml.CharData:
		if room := maxText + 1 - s.cell.value.Len(); s.cell.inValue && room > 0 {
			s.cell.value.Write(t[:min(room, len(t))])
		}
	}
	return nil
}

func (s *worksheet) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "col":
		if on(attribute(e, "hidden")) || zero(attribute(e, "width")) {
			for i := max(1, number(e, "min")); i <= min(maxColumns, number(e, "max")); i++ {
				s.table.hidden[i-1] = true
			}
		}
	case "row":
		return s.startRow(e)
	case "c":
		return s.startCell(e)
	case "v":
		s.cell.inValue, s.cell.hasValue = s.inCell, true
	case "f":
		s.cell.computed = true
	case "is":
		s.cell.isInline = true
	case "mergeCell":
		return s.merge(attribute(e, "ref"))
	}
	return nil
}

func (s *worksheet) end(name string) error {
	switch name {
	case "v":
		s.cell.inValue = false
	case "c":
		s.inCell = false
		return s.endCell()
	case "row":
		if len(s.row.cells) > 0 {
			s.table.rows = append(s.table.rows, s.row)
			s.row = row{}
			return s.allowed.row()
		}
	}
	return nil
}

func (s *worksheet) startRow(e xml.StartElement) error {
	next := s.number + 1
	if attribute(e, "r") != "" {
		next = number(e, "r")
	}
	if next <= s.number || next > lastRow {
		return damaged("row %d stands behind row %d", next, s.number)
	}
	s.number, s.column = next, -1
	s.row = row{number: next, width: math.MaxInt, hidden: on(attribute(e, "hidden")) || zero(attribute(e, "ht"))}
	return nil
}

func (s *worksheet) startCell(e xml.StartElement) error {
	next := s.column + 1
	if at := attribute(e, "r"); at != "" {
		column, line, ok := coordinates(at)
		if !ok || line != s.number {
			return damaged("a cell of row %d says that it is %q", s.number, at)
		}
		next = column
	}
	if next <= s.column || next >= lastColumn {
		return damaged("the cells of row %d are out of order", s.number)
	}
	s.column, s.inCell = next, true
	s.cell = rawCell{kind: attribute(e, "t"), style: number(e, "s")}
	return nil
}

// zero says that a height or a width leaves nothing to be seen.
func zero(size string) bool {
	value, err := strconv.ParseFloat(size, 64)
	return err == nil && value == 0
}

// endCell keeps a cell that is not blank.
func (s *worksheet) endCell() error {
	c := s.seen()
	if blank(c.text) && c.fault == "" {
		return nil
	}
	c.column, c.computed = s.column, s.cell.computed
	s.row.cells = append(s.row.cells, c)
	return s.allowed.cell(c.text)
}

// seen is what the current cell shows.
func (s *worksheet) seen() cell {
	value := s.cell.value.String()
	drawn := style{form: asItIs}
	if i := s.cell.style; i >= 0 && i < len(s.styles) {
		drawn = s.styles[i]
	}
	var c cell
	switch {
	case s.cell.computed && !s.cell.isInline && s.cell.kind != "str" && blank(value),
		s.cell.computed && !s.cell.isInline && !s.cell.hasValue:
		return cell{text: "=", fault: findNotComputed}
	case s.cell.isInline && s.cell.kind == "inlineStr":
		c = drawn.ofText(s.cell.inline.done())
	case s.cell.isInline:
		c = cell{text: s.cell.inline.done().text, fault: findOtherwise}
	case value != "":
		c = s.ofValue(value, drawn)
	}
	if drawn.struck && c.text != "" {
		c.fault = findStruck
	}
	return c
}

// ofValue is what a value shows, by the kind that the cell says it is of.
func (s *worksheet) ofValue(value string, drawn style) cell {
	switch s.cell.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(s.texts) {
			return cell{text: value, fault: findOtherwise}
		}
		return drawn.ofText(s.texts[i])
	case "str":
		return drawn.ofText(shared{text: unescaped(value)})
	case "b":
		return cell{text: value, fault: findTruth}
	case "e":
		return cell{text: value, fault: findError}
	case "d":
		return cell{text: value, fault: findDate}
	}
	return drawn.ofNumber(value)
}

func (d style) ofText(t shared) cell {
	if t.text == "" {
		return cell{}
	}
	text, shown := d.form.showText(t.text)
	c := cell{text: text}
	switch {
	case t.struck:
		c.fault = findStruck
	case len(t.text) > maxText:
		c.fault = findLongText
	case !shown && !blank(text):
		c.fault = findOtherwise
	}
	return c
}

func (d style) ofNumber(value string) cell {
	if blank(value) {
		return cell{}
	}
	digits, ok := stored(value)
	if !ok {
		return cell{text: value, fault: findOtherwise}
	}
	c := cell{number: digits}
	var exact bool
	c.text, exact = d.form.show(digits)
	switch {
	case d.form.date:
		c.fault = findDate
	case !strings.Contains(digits, ".") && len(digits) > 15:
		c.fault = findDigits
	case !exact:
		c.fault = findOtherwise
	}
	return c
}

func (s *worksheet) merge(ref string) error {
	from, to, several := strings.Cut(ref, ":")
	left, top, ok := coordinates(from)
	right, bottom, ok2 := coordinates(to)
	if !several {
		return nil
	}
	if !ok || !ok2 || right < left || bottom < top {
		return damaged("it merges the cells %q", ref)
	}
	if len(s.spans) >= maxSpans {
		return damaged("it has more than %d merged cells", maxSpans)
	}
	s.spans = append(s.spans, span{left, top, right, bottom})
	return nil
}

// coordinates reads a reference such as B12: column 1, row 12.
func coordinates(ref string) (column, line int, ok bool) {
	end := strings.IndexFunc(ref, func(r rune) bool { return r >= '0' && r <= '9' })
	if end < 1 || end > 3 {
		return 0, 0, false
	}
	for _, r := range ref[:end] {
		if r < 'A' || r > 'Z' {
			return 0, 0, false
		}
		column = column*26 + int(r-'A') + 1
	}
	line, err := strconv.Atoi(ref[end:])
	return column - 1, line, err == nil && line > 0 && line <= lastRow && column <= lastColumn
}
