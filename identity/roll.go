// SPDX-License-Identifier: Apache-2.0

// Package identity is the people side of a community, off the ledger. It reads
// property rolls as offices keep them and turns the people in them into
// pseudonyms; it invites them by letter, registers their passkeys, and gives
// officers what they need to confirm, recover and revoke. Names, ID numbers and
// contacts stay in its personal-data store (Store), from which a person can be
// erased; nothing of them goes to the ledger.
//
// It drafts acts and never signs one: people and officers sign in their
// browsers, and Note tells the store what took effect.
package identity

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/community"
)

// An Entry is one accepted row of a roll: a unit, and its owners by name.
// Owners is empty for units that count with the developer.
type Entry struct {
	Row       int // of the file; the header is row 1
	Unit      community.Unit
	Owners    []string
	IDNumber  string
	Telephone string
}

// A Remark is what a check says about one row. A Finding has to be corrected in
// the file; a Note says how the row was read. AreaDm2 is set where reading the
// area took more than copying it.
type Remark struct {
	Row     int    `json:"row"`
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
func Read(file io.Reader) (Roll, error) {
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
	roll.noteNamesakes()
	return roll, nil
}

func (r row) blank() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// noteNamesakes remarks on owners that appear under more than one ID number.
// Registers write a household's card, a passport or an old number beside the
// same owner, so the name decides; two people of one name have to be told apart
// in the file. Only sole owners are looked at: of several, nobody knows whose
// number it is.
//
// BUG(roll): namesakes are one head until the office tells them apart.
func (r *Roll) noteNamesakes() {
	numbers := make(map[string]string)
	remarked := make(map[string]bool)
	for _, entry := range r.Entries {
		if len(entry.Owners) != 1 || entry.IDNumber == "" {
			continue
		}
		name := entry.Owners[0]
		first, known := numbers[name]
		if !known {
			numbers[name] = entry.IDNumber
		} else if first != entry.IDNumber && !remarked[name] {
			remarked[name] = true
			r.note(entry.Row, NamesakeNote)
		}
	}
}

// NamesakeNote marks a row whose sole owner appeared above under another ID
// number.
const NamesakeNote = "the same name under another ID number, read as one person; write two people apart, such as 张伟(2)"

func (r *Roll) note(number int, note string) {
	i, found := slices.BinarySearchFunc(r.Remarks, number, func(remark Remark, number int) int {
		return cmp.Compare(remark.Row, number)
	})
	if !found {
		r.Remarks = slices.Insert(r.Remarks, i, Remark{Row: number, Note: note})
		return
	}
	r.Remarks[i].Note = joined(r.Remarks[i].Note, ", ", note)
}

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

// Names returns every owner's name once, sorted, without the developer.
func (r Roll) Names() []string {
	names := make(map[string]bool)
	for _, entry := range r.Entries {
		for _, owner := range entry.Owners {
			names[owner] = true
		}
	}
	delete(names, community.Developer)
	return slices.Sorted(maps.Keys(names))
}
