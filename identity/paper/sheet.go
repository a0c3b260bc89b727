// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/identity/font"
)

// Sheet is tables under a title, over as many pages as they need. What the font lacks is printed as font.Blank.
type Sheet struct {
	Title  string
	Lines  []string // below it
	Tables []Table
	Foot   string    // of every page
	Number string    // of a page: a format of two numbers, such as "%d / %d"
	Issued time.Time // in the zone of what is printed
}

// Table has a title, and columns as wide as they say.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]string
	None    string // is said where there are no rows
}

// Column is one of a table.
type Column struct {
	Title  string
	Width  float64 // mm; all of a table are Width together at the most
	Number bool    // is set flush right
}

// Measures of a sheet in mm, and of its type in points.
const (
	top, bottom   = 20.0, 276.0
	footAt        = 287.0
	rowHeight     = 6.0
	gap           = 2.0 // between columns
	titleSize     = 17.0
	tableSize     = 12.5
	textSize      = 9.5
	lineHeight    = 5.2
	aboveOfTables = 8.0
)

// sheetPrinter is a sheet being printed.
type sheetPrinter struct {
	*Pages

	sheet Sheet
	y     float64 // of the next baseline
	err   error
}

// Print writes the sheet as a PDF.
func (s Sheet) Print(w io.Writer) error {
	p := &sheetPrinter{Pages: New(s.Title, s.Issued), sheet: s}
	p.page()
	p.SetFont(Family, "", titleSize)
	p.Text(Left, p.y+3, p.Fit(p.printable(s.Title), Width))
	p.y += 12
	p.SetFont(Family, "", textSize)
	for _, text := range s.Lines {
		for _, line := range p.Wrap(p.printable(text), Width) {
			p.Text(Left, p.y, line)
			p.y += lineHeight
		}
	}
	for _, t := range s.Tables {
		p.table(t)
	}
	p.numbers()
	if p.err != nil {
		return p.err
	}
	if err := p.Output(w); err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	return nil
}

func (p *sheetPrinter) page() {
	p.AddPage()
	p.y = top
}

// printable is text that the font has.
func (p *sheetPrinter) printable(text string) string {
	text, _, err := font.Printable(text)
	if err != nil {
		p.err = err
	}
	return text
}

func (p *sheetPrinter) table(t Table) {
	if p.y += aboveOfTables; p.y+4*rowHeight > bottom { // no head at the end of a page
		p.page()
	}
	p.SetFont(Family, "", tableSize)
	p.Text(Left, p.y, p.Fit(p.printable(t.Title), Width))
	p.y += rowHeight + 1
	if len(t.Rows) == 0 {
		p.SetFont(Family, "", textSize)
		p.Text(Left, p.y, t.None)
		return
	}
	p.head(t)
	for _, row := range t.Rows {
		if p.y > bottom {
			p.page()
			p.head(t)
		}
		p.row(t.Columns, row)
		p.SetLineWidth(0.1)
		p.Line(Left, p.y+1.8, Right, p.y+1.8)
		p.y += rowHeight
	}
}

func (p *sheetPrinter) head(t Table) {
	titles := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		titles[i] = column.Title
	}
	p.row(t.Columns, titles)
	p.SetLineWidth(0.4)
	p.Line(Left, p.y+1.8, Right, p.y+1.8)
	p.y += rowHeight
}

// row writes cells at the baseline.
func (p *sheetPrinter) row(columns []Column, cells []string) {
	x := Left
	for i, column := range columns {
		p.SetFont(Family, "", textSize)
		text := p.Fit(p.printable(cells[i]), column.Width-gap)
		at := x
		if column.Number {
			at += column.Width - gap - p.GetStringWidth(text)
		}
		p.Text(at, p.y, text)
		x += column.Width
	}
}

// numbers writes the foot of each page, when it is known how many there are.
func (p *sheetPrinter) numbers() {
	pages := p.PageCount()
	for page := 1; page <= pages; page++ {
		p.SetPage(page)
		p.SetFont(Family, "", textSize)
		p.Text(Left, footAt, p.Fit(p.printable(p.sheet.Foot), Width-30))
		p.SetFont(Family, "", textSize)
		p.FlushRight(fmt.Sprintf(p.sheet.Number, page, pages), footAt)
	}
}
