// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxColumns bounds the columns that are looked at. Spreadsheets have more, registers do not.
const maxColumns = 1000

// readCSV numbers rows as a spreadsheet does: blank lines count, a line break
// inside a quoted cell does not, nor does a line that names the separator.
func readCSV(ctx context.Context, encoding, text string) (book, error) {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	separator, text := separatorOf(text)
	if err := checkColumns(text, separator); err != nil {
		return book{}, err
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	reader.Comma = separator
	result, allowed := table{}, newBudget()
	inside := 0
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return book{encoding: encoding, tables: []table{result}, allowed: allowed, decimalComma: separator == ';'}, nil
		}
		if err != nil {
			return book{}, fmt.Errorf("%w: %w; check the quotation marks there", ErrUnreadable, err)
		}
		if err := ctx.Err(); err != nil {
			return book{}, err
		}
		start, _ := reader.FieldPos(0)
		if err := result.add(start-inside, cells, allowed); err != nil {
			return book{}, err
		}
		for _, cell := range cells {
			inside += strings.Count(cell, "\n")
		}
	}
}

// add keeps the cells of a row that are not blank.
func (t *table) add(number int, texts []string, allowed *budget) error {
	r := row{number: number, width: len(texts)}
	for i, text := range texts {
		if blank(text) {
			continue
		}
		c := cell{column: i, text: text}
		if len(text) > maxText {
			c.text, c.fault = strings.ToValidUTF8(text[:maxText], ""), findLongText
		}
		if err := allowed.cell(c.text); err != nil {
			return err
		}
		r.cells = append(r.cells, c)
	}
	if len(r.cells) == 0 {
		return nil
	}
	t.rows = append(t.rows, r)
	return allowed.row()
}

// checkColumns refuses a row of too many columns before it is taken apart.
func checkColumns(text string, separator rune) error {
	quoted, columns, line := false, 1, 1
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\n':
			line++
			if !quoted {
				columns = 1
			}
		case c == '"':
			quoted = !quoted
		case rune(c) == separator && !quoted:
			columns++
		}
		if columns > maxColumns {
			return fmt.Errorf("%w: line %d has more than %d columns; delete what is beyond the register's", ErrUnreadable, line, maxColumns)
		}
	}
	return nil
}

// separatorOf is what separates the cells, and the text without the line that says so: the separator by which most of the first
// lines' cells are headers of a register.
func separatorOf(text string) (rune, string) {
	const lines = 20
	if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(first), "sep=") {
		if named := strings.TrimRight(first[len("sep="):], "\r"); len(named) == 1 && strings.Contains(separators, named) {
			return rune(named[0]), rest
		}
		text = rest
	}
	best, most := ',', 0
	for _, line := range strings.SplitN(text, "\n", lines+1)[:min(lines, strings.Count(text, "\n")+1)] {
		for _, separator := range separators {
			if n := headers(strings.Split(line[:min(len(line), 4096)], string(separator))); n > most {
				best, most = separator, n
			}
		}
	}
	return best, text
}

const separators = ",;\t|"

// headers counts the cells that name a column of a register.
func headers(cells []string) int {
	n := 0
	for _, cell := range cells {
		if len(cell) < 100 && columnOf[headerName(strings.Trim(strings.TrimSpace(cell), `"`))] != "" {
			n++
		}
	}
	return n
}
