// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode recognises the kind of a file by its first bytes and reads its cells.
func decode(data []byte) (sheet, error) {
	starts := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return sheet{}, fmt.Errorf("%w: the file is empty; export the register again", ErrEmpty)
	case starts("PK\x03\x04"):
		return decodeXLSX(data)
	case starts("\xd0\xcf\x11\xe0"):
		return sheet{}, fmt.Errorf("%w: this is an old .xls workbook; save it as .xlsx or as CSV", ErrUnreadable)
	case starts("\xff\xfe"), starts("\xfe\xff"):
		return sheet{}, fmt.Errorf("%w: this is UTF-16; save it as \"CSV UTF-8\"", ErrEncoding)
	case utf8.Valid(data):
		return decodeCSV("utf-8", strings.TrimPrefix(string(data), "\ufeff"))
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().String(string(data))
	if err != nil || strings.ContainsRune(text, utf8.RuneError) {
		return sheet{}, fmt.Errorf("%w: neither UTF-8 nor GB18030; save it as \"CSV UTF-8\"", ErrEncoding)
	}
	return decodeCSV("gb18030", strings.TrimPrefix(text, "\ufeff"))
}

// decodeCSV numbers rows as a spreadsheet does: blank lines count, a line break
// inside a quoted cell does not.
func decodeCSV(encoding, text string) (sheet, error) {
	if strings.ContainsRune(text, 0) {
		return sheet{}, fmt.Errorf("%w: it holds binary data; save the register as CSV or .xlsx", ErrUnreadable)
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	result := sheet{encoding: encoding}
	inside := 0
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return result, nil
		}
		if err != nil {
			return sheet{}, fmt.Errorf("%w: %w; check the quotation marks there", ErrUnreadable, err)
		}
		start, _ := reader.FieldPos(0)
		result.rows = append(result.rows, row{number: start - inside, cells: cells})
		for _, cell := range cells {
			inside += strings.Count(cell, "\n")
		}
	}
}
