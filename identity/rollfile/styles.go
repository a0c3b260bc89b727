// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"encoding/xml"
	"strconv"
)

// A style is what decides how a cell is shown.
type style struct {
	form   *form
	struck bool
}

const maxStyles = 65_536

// readStyles reads the number formats and the fonts that cells refer to.
func (w *workbook) readStyles(part string) error {
	codes := make(map[int]string)
	forms := make(map[int]*form)
	var fonts []bool // struck out
	inFont, inCells := false, false
	return w.each(part, func(token xml.Token) error {
		start, ok := token.(xml.StartElement)
		if end, isEnd := token.(xml.EndElement); isEnd {
			inFont = inFont && end.Name.Local != "font"
			inCells = inCells && end.Name.Local != "cellXfs"
		}
		if !ok {
			return nil
		}
		switch start.Name.Local {
		case "numFmt":
			codes[number(start, "numFmtId")] = attribute(start, "formatCode")
		case "font":
			fonts, inFont = append(fonts, false), true
		case "strike":
			if value := attribute(start, "val"); inFont && (value == "" || on(value)) {
				fonts[len(fonts)-1] = true
			}
		case "cellXfs":
			inCells = true
		case "xf":
			if inCells {
				id, font := number(start, "numFmtId"), number(start, "fontId")
				if forms[id] == nil {
					forms[id] = formOf(id, codes[id])
				}
				w.styles = append(w.styles, style{forms[id], font >= 0 && font < len(fonts) && fonts[font]})
			}
		}
		if len(w.styles)+len(codes)+len(fonts) > 3*maxStyles {
			return damaged("it has more than %d styles", maxStyles)
		}
		return nil
	})
}

func number(of xml.StartElement, name string) int {
	n, err := strconv.Atoi(attribute(of, name))
	if err != nil {
		return -1
	}
	return n
}
