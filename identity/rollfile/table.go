// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// A book is what a file holds before it means anything: one table, or a workbook's sheets.
type book struct {
	encoding string
	tables   []table
	// decimalComma says that numbers may have one: the file's columns are separated by something else.
	decimalComma bool
	allowed      *budget
}

// A table is a sheet, with the rows that are not blank.
type table struct {
	name    string
	leftOut string       // why it was not read, or ""
	hidden  map[int]bool // columns that are not shown
	rows    []row
}

// A row holds its cells that are not blank, in the order of their columns.
type row struct {
	number int
	width  int // cells that the row has in the file, blank ones too; what is beyond is missing rather than empty
	hidden bool
	cells  []cell
}

// A cell is what is seen in it.
type cell struct {
	column int
	text   string // as displayed
	number string // as stored, in decimal digits; "" if it is no number
	fault  string // one of the findings with a column, if it cannot be read as it is seen
	wide   int    // the last column of a merged range that begins here, or 0
	merged int    // the row that a merged range begins in, if it begins above; 0 for a cell of its own
	// computed says that the cell holds a formula, whose last result the others are.
	computed bool
}

// at returns a cell, empty if there is none.
func (r row) at(column int) cell {
	i, found := slices.BinarySearchFunc(r.cells, column, func(c cell, column int) int { return cmp.Compare(c.column, column) })
	if !found {
		return cell{column: column}
	}
	return r.cells[i]
}

// last is the number of columns up to the last cell.
func (r row) last() int {
	if len(r.cells) == 0 {
		return 0
	}
	return r.cells[len(r.cells)-1].column + 1
}

// blank says that nothing is seen in a cell.
func blank(text string) bool { return strings.TrimSpace(fold.Visible(text)) == "" }

// letters is a column as spreadsheets call it: 0 is A.
func letters(column int) string {
	var name string
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

const (
	// unpacked is what the parts of a workbook that are read may have, in bytes.
	unpacked = 48 << 20
	// maxTexts is what all cells may show, in bytes: a row of the largest roll may have 120.
	maxTexts = 6 << 20
)

// A budget is what reading a file may still take, whatever the file says of itself.
type budget struct {
	bytes  int64 // to unpack
	rows   int
	cells  int
	text   int // bytes of what is seen, however often the file refers to it
	owners int
}

// newBudget allows for several times the largest estate there is: its rows, and as many columns as anybody keeps.
func newBudget() *budget {
	return &budget{bytes: unpacked, rows: MaxRows, cells: 20 * MaxRows, text: maxTexts, owners: 4 * MaxRows}
}

func (b *budget) row() error {
	if b.rows--; b.rows < 0 {
		return tooLarge("more than %d rows that are not empty", MaxRows)
	}
	return nil
}

// cell takes a cell with what is seen in it.
func (b *budget) cell(text string) error {
	if b.cells--; b.cells < 0 {
		return tooLarge("more than %d cells that are not empty", 20*MaxRows)
	}
	if b.text -= len(text); b.text < 0 {
		return tooLarge("more than %d MB of text", maxTexts>>20)
	}
	return nil
}

func (b *budget) named() error {
	if b.owners < 0 {
		return tooLarge("more than %d owners", 4*MaxRows)
	}
	return nil
}

func tooLarge(format string, args ...any) error {
	return fmt.Errorf("%w: it has "+format+"; leave out what is no unit, and divide an estate that is larger",
		append([]any{ErrUnreadable}, args...)...)
}
