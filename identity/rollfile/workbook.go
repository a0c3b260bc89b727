// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"
)

// A workbook is an XLSX file (ECMA-376, transitional or strict), read as a stream: neither what it unpacks to nor what its cells
// become is ever held beyond the budget.
type workbook struct {
	archive

	texts  []shared
	styles []style
}

// A reference is a sheet that the workbook lists.
type reference struct {
	name, part string
	kind       string // the relationship's, such as worksheet or chartsheet
	hidden     bool
}

const maxSheets = 500

func readXLSX(ctx context.Context, data []byte) (book, error) {
	a, err := openArchive(ctx, data)
	if err != nil {
		return book{}, err
	}
	main, err := a.main()
	if err != nil {
		return book{}, err
	}
	sheets, rels, err := a.sheets(main)
	if err != nil {
		return book{}, err
	}
	w := workbook{archive: a}
	if err := errors.Join(w.readStyles(rels["styles"]), w.readTexts(rels["sharedStrings"])); err != nil {
		return book{}, err
	}
	b := book{encoding: "xlsx", allowed: a.allowed}
	for _, sheet := range sheets {
		t, err := w.table(sheet)
		if err != nil {
			return book{}, err
		}
		b.tables = append(b.tables, t)
	}
	return b, nil
}

// main is the part that lists the sheets. What is an archive and no such workbook is named.
func (a archive) main() (string, error) {
	main := ""
	err := a.relations("", func(_, kind, target string) {
		if kind == "officeDocument" {
			main = target
		}
	})
	switch {
	case err != nil:
		return "", err
	case a.has("content.xml"):
		return "", fmt.Errorf("%w: this is an OpenDocument file; save it as .xlsx", ErrUnreadable)
	case strings.HasSuffix(main, ".bin"):
		return "", fmt.Errorf("%w: this is an .xlsb workbook; save it as .xlsx", ErrUnreadable)
	case !a.has(main) || strings.HasPrefix(main, "word/"):
		return "", fmt.Errorf("%w: this is an archive and no workbook; save the register as .xlsx", ErrUnreadable)
	}
	return main, nil
}

// relations lists what a part refers to: the identifier, the kind, and the part.
func (a archive) relations(of string, do func(id, kind, target string)) error {
	folder, file := path.Split(of)
	return a.each(folder+"_rels/"+file+".rels", func(token xml.Token) error {
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "Relationship" {
			target := attribute(start, "Target")
			if !strings.HasPrefix(target, "/") {
				target = folder + target
			}
			do(attribute(start, "Id"), path.Base(attribute(start, "Type")), strings.TrimPrefix(path.Clean(target), "/"))
		}
		return nil
	})
}

// sheets are those that the workbook lists, and the parts of the other kinds that it refers to.
func (a archive) sheets(main string) ([]reference, map[string]string, error) {
	parts, others := make(map[string]reference), make(map[string]string)
	err := a.relations(main, func(id, kind, target string) {
		parts[id] = reference{part: target, kind: kind}
		others[kind] = target
	})
	if err != nil {
		return nil, nil, err
	}
	var sheets []reference
	err = a.each(main, func(token xml.Token) error {
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "sheet" {
			return nil
		}
		if len(sheets) == maxSheets {
			return damaged("it has more than %d sheets", maxSheets)
		}
		sheet := parts[attribute(start, "id")]
		state := attribute(start, "state")
		sheet.name, sheet.hidden = attribute(start, "name"), state != "" && state != "visible"
		sheets = append(sheets, sheet)
		return nil
	})
	return sheets, others, err
}
