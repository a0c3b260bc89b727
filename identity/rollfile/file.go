// SPDX-License-Identifier: Apache-2.0

// Package rollfile reads property rolls as offices keep them: bytes in, rows and what has to be corrected in them out. It knows
// files and nothing of people: who is one person is decided in package identity.
//
// A cell is read as it is seen. What cannot be is a finding, and what was left out is told: a roll without findings is one of which
// everything was read. Whatever a file may unpack to has a bound, and work ends with its context.
package rollfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/linli-project/linli/rules/community"
)

// A Place is a row of a file.
type Place struct {
	Sheet string `json:"sheet,omitempty"` // the worksheet's name, where there are several
	Row   int    `json:"row"`             // as a spreadsheet numbers it; 1 is the first
}

func (p Place) String() string {
	if p.Sheet == "" {
		return fmt.Sprintf("row %d", p.Row)
	}
	return fmt.Sprintf("row %d of sheet %s", p.Row, p.Sheet)
}

// An Entry is one accepted row of a roll: a unit, and its owners by name.
// Owners is empty for units that count with the developer.
type Entry struct {
	Place

	Building  string // as in the file; "" if it has none of its own
	Unit      community.Unit
	Owners    []string
	IDNumber  string
	Telephone string
}

// A Roll is a roll file as read. With findings it must not be imported.
type Roll struct {
	Encoding string // utf-8, utf-16, gb18030 or xlsx
	Sheets   []Sheet
	Entries  []Entry
	Remarks  []Remark

	remarked map[Place]int // where the remark on a row is, while remarks are made
}

// The errors of a file that is no roll at all; each message says what to do.
var (
	ErrUnreadable     = errors.New("unreadable roll file")
	ErrEncoding       = errors.New("unknown text encoding")
	ErrMissingColumns = errors.New("missing columns")
	ErrEmpty          = errors.New("empty roll")
)

// The bounds of a roll file: the largest estates have some ten thousand units.
const (
	MaxBytes = 16 << 20
	MaxRows  = 50_000
)

// Read reads a roll from a text with separators (UTF-8, UTF-16 or GB18030) or XLSX, to the end of file. Faults of rows become
// findings; a file that is no roll gives ErrUnreadable, ErrEncoding,
// ErrMissingColumns or ErrEmpty. It gives up when ctx ends.
func Read(ctx context.Context, file io.Reader) (Roll, error) {
	data, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return Roll{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if len(data) > MaxBytes {
		return Roll{}, fmt.Errorf("%w: larger than %d MB; leave out pictures and what is no unit", ErrUnreadable, MaxBytes>>20)
	}
	b, err := decode(ctx, data)
	if err != nil {
		return Roll{}, err
	}
	return b.roll(ctx)
}

// decode recognises the kind of a file by its first bytes and reads its cells.
func decode(ctx context.Context, data []byte) (book, error) {
	starts := func(magic string) bool { return bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \r\n\t"), []byte(magic)) }
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return book{}, fmt.Errorf("%w: the file is empty; export the register again", ErrEmpty)
	case starts("PK\x03\x04"):
		return readXLSX(ctx, data)
	case starts("\xd0\xcf\x11\xe0"):
		return book{}, fmt.Errorf("%w: this is an old .xls workbook, or one with a password; save it as .xlsx without one, or as CSV",
			ErrUnreadable)
	case starts("<"):
		return book{}, fmt.Errorf("%w: this is a web page or XML, whatever its name; open it in a spreadsheet and save it as .xlsx",
			ErrUnreadable)
	case starts("%PDF"):
		return book{}, fmt.Errorf("%w: this is a PDF; export the register as .xlsx or CSV", ErrUnreadable)
	}
	return readText(ctx, data)
}
