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

// A stylesheet is the part with the styles, being read.
type stylesheet struct {
	codes         map[int]string // of number formats
	forms         map[int]*form
	fonts         []bool // struck out
	cells         []style
	inFont, inXfs bool
}

// readStyles reads the number formats and the fonts that cells refer to.
func (w *workbook) readStyles(part string) error {
	s := stylesheet{codes: make(map[int]string), forms: make(map[int]*form)}
	err := w.each(part, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			s.start(t)
		case xml.EndElement:
			s.inFont = s.inFont && t.Name.Local != "font"
			s.inXfs = s.inXfs && t.Name.Local != "cellXfs"
		}
		if len(s.cells)+len(s.codes)+len(s.fonts) > 3*maxStyles {
			return damaged("it has more than %d styles", maxStyles)
		}
		return nil
	})
	w.styles = s.cells
	return err
}

func (s *stylesheet) start(e xml.StartElement) {
	switch e.Name.Local {
	case "numFmt":
		s.codes[number(e, "numFmtId")] = attribute(e, "formatCode")
	case "font":
		s.fonts, s.inFont = append(s.fonts, false), true
	case "strike":
		if value := attribute(e, "val"); s.inFont && (value == "" || on(value)) {
			s.fonts[len(s.fonts)-1] = true
		}
	case "cellXfs":
		s.inXfs = true
	case "xf":
		if s.inXfs {
			s.cells = append(s.cells, s.style(number(e, "numFmtId"), number(e, "fontId")))
		}
	}
}

func (s *stylesheet) style(id, font int) style {
	if s.forms[id] == nil {
		s.forms[id] = formOf(id, s.codes[id])
	}
	return style{s.forms[id], font >= 0 && font < len(s.fonts) && s.fonts[font]}
}

func number(of xml.StartElement, name string) int {
	n, err := strconv.Atoi(attribute(of, name))
	if err != nil {
		return -1
	}
	return n
}
