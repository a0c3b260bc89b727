// SPDX-License-Identifier: Apache-2.0

// Package letter prints the letters that invite owners to enrol, with their single-use codes. A code is on paper and in
// nobody's database.
package letter

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity/font"
	"github.com/linli-project/linli/identity/paper"
)

// A Letter invites one person.
type Letter struct {
	Index  int    // number in its batch, from 1
	Name   string // of the person
	House  string // the unit it is delivered to
	Others int    // how many further units the person owns
	Code   act.InviteCode
}

// A Batch of letters is printed as one PDF, followed by the list to reconcile them with.
type Batch struct {
	ID        string    // short, printed on every letter
	Community string    // its id
	Name      string    // its name
	Origin    string    // of its pages, for example "https://garden.example"
	Issued    time.Time // dates are printed in the times' own zones
	Expires   time.Time
	Help      []string // where to get help: place, hours, telephone; a line each
	Letters   []Letter
}

// A Missing names the characters of one letter that the font lacks; they are printed as □ and to be written by hand.
type Missing struct {
	Index      int    `json:"index"` // of the letter; 0 is what all letters say
	Text       string `json:"text"`
	Characters string `json:"characters"`
}

// ErrTooLong says that a letter does not fit on its page.
var ErrTooLong = errors.New("the letter is longer than its page")

const family = paper.Family

// printer is a PDF being written.
type printer struct {
	*paper.Pages
	batch   Batch
	missing []Missing
}

// Print writes the PDF: a page a letter, then the list. It returns the characters that could not be printed. Errors
// are ErrTooLong, and those of w.
func (b Batch) Print(w io.Writer) ([]Missing, error) {
	p := &printer{Pages: paper.New(b.Name+" "+b.ID, b.Issued), batch: b}
	if err := p.makePrintable(); err != nil {
		return nil, err
	}
	body := p.bodyText()
	for _, l := range p.batch.Letters {
		p.letter(l, body)
	}
	p.list()
	if err := p.Output(w); err != nil {
		return nil, fmt.Errorf("write the letters: %w", err)
	}
	return p.missing, nil
}

// makePrintable replaces what the font lacks, before anything is laid out.
func (p *printer) makePrintable() error {
	var err error
	clean := func(index int, text string) string {
		printable, missing, failed := font.Printable(text)
		if failed != nil {
			err = failed
		}
		if missing != "" {
			p.missing = append(p.missing, Missing{Index: index, Text: text, Characters: missing})
		}
		return printable
	}
	b := &p.batch
	b.Name = clean(0, b.Name)
	help := make([]string, len(b.Help))
	for i, line := range b.Help {
		help[i] = clean(0, line)
	}
	letters := make([]Letter, len(b.Letters))
	for i, l := range b.Letters {
		l.Name, l.House = clean(l.Index, l.Name), clean(l.Index, l.House)
		letters[i] = l
	}
	b.Help, b.Letters = help, letters
	return err
}

func date(t time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}
