// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// A shared text is one that cells refer to.
type shared struct {
	text   string
	struck bool // some of it is struck out
}

// maxText is what a cell of a register may have, in bytes; a spreadsheet's may have 32,767 characters.
const maxText = 4096

// A writing gathers a text from its runs, without the pronunciation that may stand above them.
type writing struct {
	shared

	inside   bool // a run's text
	phonetic int
	parts    strings.Builder
}

func (w *writing) take(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "t":
			w.inside = w.phonetic == 0
		case "rPh":
			w.phonetic++
		case "strike":
			value := attribute(t, "val")
			w.struck = w.struck || value == "" || on(value)
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "t":
			w.inside = false
		case "rPh":
			w.phonetic--
		}
	case xml.CharData:
		if room := maxText + 1 - w.parts.Len(); w.inside && room > 0 {
			w.parts.Write(t[:min(room, len(t))])
		}
	}
}

func (w *writing) done() shared {
	return shared{unescaped(w.parts.String()), w.struck}
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped reads the characters that XML has no way to write, such as _x000D_.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		r, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(r))
	})
}

func (w *workbook) readTexts(part string) error {
	var current writing
	return w.each(part, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "si" {
				current = writing{}
			}
		case xml.EndElement:
			if t.Name.Local == "si" {
				w.texts = append(w.texts, current.done())
				return w.allowed.cell("") // what refers to it is counted
			}
		}
		current.take(token)
		return nil
	})
}
