// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// decodeXLSX reads the first worksheet. Cells are read as stored, not as
// displayed, so that a format cannot round an area.
func decodeXLSX(data []byte) (sheet, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data),
		excelize.Options{RawCellValue: true, UnzipSizeLimit: 4 * MaxBytes, UnzipXMLSizeLimit: MaxBytes})
	if err != nil {
		return sheet{}, fmt.Errorf("%w: %w; open it in a spreadsheet and save it again", ErrUnreadable, err)
	}
	name := book.GetSheetName(0)
	cells, err := book.GetRows(name)
	if err == nil {
		result := sheet{encoding: "xlsx", padded: true}
		for i := range cells {
			formulas, failed := readCells(book, name, i+1, cells[i])
			if failed != nil {
				err = failed
				break
			}
			result.rows = append(result.rows, row{number: i + 1, cells: cells[i], formulas: formulas})
		}
		if err == nil {
			err = book.Close()
		}
		if err == nil {
			return result, nil
		}
	}
	return sheet{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
}

var storedNumber = regexp.MustCompile(`^-?[0-9]+\.[0-9]{10,}$|^-?[0-9]+(\.[0-9]+)?E[-+]?[0-9]+$`)

// readCells returns which cells of a row are formulas, and cuts stored binary
// fractions such as 88.350000000000009 to the 15 digits a spreadsheet shows.
func readCells(book *excelize.File, name string, number int, cells []string) (map[int]bool, error) {
	formulas := make(map[int]bool)
	for i, cell := range cells {
		reference, err := excelize.CoordinatesToCellName(i+1, number)
		if err != nil {
			return nil, err
		}
		formula, err := book.GetCellFormula(name, reference)
		if err != nil {
			return nil, err
		}
		formulas[i] = formula != ""
		if storedNumber.MatchString(cell) {
			cells[i] = shown(cell)
		}
	}
	return formulas, nil
}

func shown(cell string) string {
	stored, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return cell
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(stored, 'g', 15, 64), 64)
	if err != nil {
		return cell
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
