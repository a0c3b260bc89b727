// SPDX-License-Identifier: Apache-2.0

// Package paper is what all that is printed has in common: A4 pages in the Chinese font, and tables that go over several of them.
package paper

import (
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/linli-project/linli/identity/font"
)

// Measures of a page in mm.
const (
	Left, Right = 22.0, 188.0
	Width       = Right - Left
)

// Family is the font's name.
const Family = "hei"

// Pages are a PDF being written. They break by themselves nowhere.
type Pages struct{ *fpdf.Fpdf }

// New begins a PDF. The same content gives the same bytes.
func New(title string, issued time.Time) *Pages {
	p := &Pages{fpdf.New("P", "mm", "A4", "")}
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	p.SetCreationDate(issued)
	p.SetModificationDate(issued)
	p.SetTitle(title, true)
	p.AddUTF8FontFromBytes(Family, "", font.MicroHei())
	return p
}

// FlushRight writes text that ends at the right margin.
func (p *Pages) FlushRight(text string, y float64) { p.Text(Right-p.GetStringWidth(text), y, text) }

// leastSize is the smallest type that text is shrunk to.
const leastSize = 6

// Fit makes the type smaller until text fits the width, then cuts its end off, and returns the text.
func (p *Pages) Fit(text string, width float64) string {
	for size, _ := p.GetFontSize(); size > leastSize && p.GetStringWidth(text) > width; {
		size -= 0.5
		p.SetFontSize(size)
	}
	for runes := []rune(text); p.GetStringWidth(text) > width; {
		runes = runes[:len(runes)-1]
		text = string(runes) + "…"
	}
	return text
}
