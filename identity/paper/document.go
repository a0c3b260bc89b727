// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"fmt"
	"io"
	"time"
)

// Document is text under a title, over as many pages as it needs. What the font lacks is printed as font.Blank.
type Document struct {
	Title  string
	Parts  []Part
	Code   string // is drawn after them as a QR code, as large as a page has it; "": none
	Foot   string // of every page
	Number string // of a page: a format of two numbers, such as "%d / %d"
	Issued time.Time
}

// Part is text in one size: a heading, a paragraph, a line. It breaks where a line is full.
type Part struct {
	Text   string
	Size   float64 // points
	Above  float64 // mm of space before it
	Indent float64 // mm
}

// headed is the space above a part, in mm, from which on it is a heading.
const headed = 3.0

// leading is how far lines are apart, in mm for each point of type.
const leading = 0.56

// least is how much of a page is left for what follows a heading, in mm.
const least = 14.0

// Print writes the document as a PDF.
func (d Document) Print(w io.Writer) error {
	p := &sheetPrinter{Pages: New(d.Title, d.Issued), sheet: Sheet{Foot: d.Foot, Number: d.Number}}
	p.page()
	p.part(Part{Text: d.Title, Size: titleSize, Above: 4})
	for _, part := range d.Parts {
		p.part(part)
	}
	if d.Code != "" {
		p.code(d.Code)
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

func (p *sheetPrinter) part(part Part) {
	p.y += part.Above
	if part.Above > headed && p.y > bottom-least { // no heading at the end of a page
		p.page()
	}
	p.SetFont(Family, "", part.Size)
	for _, line := range p.Wrap(p.printable(part.Text), Width-part.Indent) {
		if p.y > bottom {
			p.page()
			p.SetFont(Family, "", part.Size)
		}
		p.Text(Left+part.Indent, p.y, line)
		p.y += leading * part.Size
	}
}

// codeSide is that of a document's QR code, in mm: one that holds two thousand letters can be read at arm's length.
const codeSide = 110.0

func (p *sheetPrinter) code(text string) {
	if p.y+codeSide > bottom {
		p.page()
	}
	p.Code(text, Left+(Width-codeSide)/2, p.y, codeSide)
	p.y += codeSide
}
