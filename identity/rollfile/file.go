// SPDX-License-Identifier: Apache-2.0

// Package rollfile reads property rolls as offices keep them: bytes in, rows and what has to be corrected in them out. It knows
// files and nothing of people: who is one person is decided in package identity.
package rollfile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/community"
)

// A Place is a row of a file.
type Place struct {
	Sheet string `json:"sheet,omitempty"` // the worksheet's name, where more than one was read
	Row   int    `json:"row"`             // as a spreadsheet numbers it; 1 is the first
}

// An Entry is one accepted row of a roll: a unit, and its owners by name.
// Owners is empty for units that count with the developer.
type Entry struct {
	Place

	Unit      community.Unit
	Owners    []string
	IDNumber  string
	Telephone string
}

// A Remark is what a check says about one row. A Finding has to be corrected in
// the file; a Note says how the row was read. AreaDm2 is set where reading the
// area took more than copying it.
type Remark struct {
	Place

	AreaDm2 int64  `json:"areaDm2,omitempty"`
	Finding string `json:"finding,omitempty"`
	Note    string `json:"note,omitempty"`
}

// A Roll is a roll file as read. With findings it must not be imported.
type Roll struct {
	Encoding string // utf-8, gb18030 or xlsx
	Entries  []Entry
	Remarks  []Remark
}

// Findings counts the rows that have to be corrected.
func (r Roll) Findings() int {
	count := 0
	for _, remark := range r.Remarks {
		if remark.Finding != "" {
			count++
		}
	}
	return count
}

// The errors of a file that is no roll at all; each message says what to do.
var (
	ErrUnreadable     = errors.New("unreadable roll file")
	ErrEncoding       = errors.New("unknown text encoding")
	ErrMissingColumns = errors.New("missing columns")
	ErrEmpty          = errors.New("empty roll")
)

// MaxBytes bounds the size of a roll file.
const MaxBytes = 64 << 20

// Read reads a roll from CSV (UTF-8 or GB18030) or XLSX. Faults of rows become
// findings; a file that is no roll gives ErrUnreadable, ErrEncoding,
// ErrMissingColumns or ErrEmpty.
func Read(_ context.Context, file io.Reader) (Roll, error) {
	data, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return Roll{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if len(data) > MaxBytes {
		return Roll{}, fmt.Errorf("%w: larger than %d MB", ErrUnreadable, MaxBytes>>20)
	}
	sheet, err := decode(data)
	if err != nil {
		return Roll{}, err
	}
	return sheet.roll()
}

// A sheet is a file's cells, before they mean anything.
type sheet struct {
	encoding string
	rows     []row
	padded   bool // trailing empty cells are not stored (XLSX)
}

type row struct {
	number int
	cells  []string
	// formulas holds the columns of XLSX cells that are computed.
	formulas map[int]bool
}

func (s sheet) roll() (Roll, error) {
	rows := slices.DeleteFunc(s.rows, row.blank)
	if len(rows) == 0 {
		return Roll{}, fmt.Errorf("%w: the file has no rows; export the register again", ErrEmpty)
	}
	columns, err := locate(rows[0].cells)
	if err != nil {
		return Roll{}, err
	}
	if len(rows) == 1 {
		return Roll{}, fmt.Errorf("%w: there is a header and nothing below it", ErrEmpty)
	}
	roll := Roll{Encoding: s.encoding}
	reader := reading{columns: columns, width: len(rows[0].cells), padded: s.padded, units: make(map[string]bool)}
	for _, row := range rows[1:] {
		entry, remark := reader.read(row)
		if remark.Finding == "" {
			roll.Entries = append(roll.Entries, entry)
		}
		if remark.Finding != "" || remark.Note != "" {
			roll.Remarks = append(roll.Remarks, remark)
		}
	}
	return roll, nil
}

func (r row) blank() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// Note adds a note to a row that was read.
func (r *Roll) Note(at Place, note string) {
	i, found := slices.BinarySearchFunc(r.Remarks, at, func(remark Remark, at Place) int { return r.compare(remark.Place, at) })
	if !found {
		r.Remarks = slices.Insert(r.Remarks, i, Remark{Place: at, Note: note})
		return
	}
	r.Remarks[i].Note = joined(r.Remarks[i].Note, ", ", note)
}

// compare orders places as the file has them.
func (r *Roll) compare(a, b Place) int { return cmp.Compare(a.Row, b.Row) }

func joined(text, separator, more string) string {
	if text == "" {
		return more
	}
	return text + separator + more
}

// Units returns the units with their owners named by name, for counting before
// there are pseudonyms. They must not leave the office.
func (r Roll) Units() []community.Unit {
	units := make([]community.Unit, len(r.Entries))
	for i, entry := range r.Entries {
		units[i] = entry.Unit
		units[i].Owners = slices.Clone(entry.Owners)
	}
	return units
}
