// SPDX-License-Identifier: Apache-2.0

package rollfile_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// A written workbook is an XLSX file as spreadsheets write it, part by part, so that each cell is stored just as the test says.
type written struct {
	sheets  []sheet
	texts   string // <si> elements
	formats string // <numFmt> elements, numbered from 164
	fonts   string // <font> elements behind the first
	cells   string // <xf> elements behind the first
	props   string // of the workbook
	prefix  string // of all its elements, such as x:
	strict  bool
	names   map[string]string // parts that are called otherwise in the archive
}

type sheet struct {
	name, state string
	before      string // what stands before the rows: views and columns
	rows        string
	after       string // what stands behind them: merged cells
}

const (
	transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strictMain   = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	strictRels   = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

func (w written) bytes(t testing.TB) []byte {
	t.Helper()
	main, rels := transitional, relations
	if w.strict {
		main, rels = strictMain, strictRels
	}
	const packaged = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	related := func(id int, kind, target string) string {
		return fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, id, rels, kind, target)
	}
	parts := map[string]string{
		"_rels/.rels":          "<Relationships " + packaged + ">" + related(1, "officeDocument", "xl/workbook.xml") + "</Relationships>",
		"xl/sharedStrings.xml": w.part("sst", main, w.texts),
		"xl/styles.xml": w.part("styleSheet", main, "<numFmts>"+w.formats+"</numFmts><fonts><font/>"+w.fonts+"</fonts>"+
			"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\" fontId=\"0\"/>"+w.cells+"</cellXfs>"),
	}
	var list, links strings.Builder
	for i, s := range w.sheets {
		state := ""
		if s.state != "" {
			state = ` state="` + s.state + `"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, s.name, i+1, state, i+1)
		links.WriteString(related(i+1, "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", i+1)))
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = w.part("worksheet", main,
			s.before+"<sheetData>"+s.rows+"</sheetData>"+s.after)
	}
	links.WriteString(related(90, "sharedStrings", "sharedStrings.xml") + related(91, "styles", "/xl/styles.xml"))
	parts["xl/_rels/workbook.xml.rels"] = "<Relationships " + packaged + ">" + links.String() + "</Relationships>"
	parts["xl/workbook.xml"] = strings.Replace(w.part("workbook", main, w.props+"<sheets>"+list.String()+"</sheets>"),
		`xmlns`, `xmlns:r="`+rels+`" xmlns`, 1)
	return zipped(t, parts, w.names)
}

// part is a part of the workbook, with the namespace of its elements.
func (w written) part(root, namespace, inside string) string {
	if w.prefix == "" {
		return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><%s xmlns="%s">%s</%s>`, root, namespace, inside, root)
	}
	inside = strings.ReplaceAll(strings.ReplaceAll(inside, "<", "<"+w.prefix), "<"+w.prefix+"/", "</"+w.prefix)
	return fmt.Sprintf(`<%[1]s%[2]s xmlns:%[3]s="%[4]s">%[5]s</%[1]s%[2]s>`, w.prefix, root, strings.TrimSuffix(w.prefix, ":"), namespace,
		inside)
}

func zipped(t testing.TB, parts, names map[string]string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, text := range parts {
		if other := names[name]; other != "" {
			name = other
		}
		part, err := archive.Create(name)
		if err == nil {
			_, err = part.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A stored cell is what is inside of its element, and the attributes of it: `s="1"><v>1`.
type stored string

// cells is a row: texts, and cells as they are stored.
func cells(number int, attributes string, values ...any) string {
	var row strings.Builder
	fmt.Fprintf(&row, `<row r="%d" %s>`, number, attributes)
	for i, value := range values {
		at := fmt.Sprintf(`<c r="%c%d" `, 'A'+i, number)
		switch value := value.(type) {
		case stored:
			row.WriteString(at + string(value) + "</c>")
		case string:
			if value != "" {
				row.WriteString(at + `t="inlineStr"><is><t>` + value + "</t></is></c>")
			}
		}
	}
	return row.String() + "</row>"
}

// The columns of the rows that home makes.
const (
	atBuilding = iota
	atEntrance
	atRoom
	atUse
	atArea
	atOwner
	atCoOwners
	atIDNumber
	atTelephone
	atDelivery
)

func headed(number int) string { return cells(number, "", headings()...) }

func headings() []any {
	var names []any
	for name := range strings.SplitSeq(strings.TrimSpace(header), ",") {
		names = append(names, name)
	}
	return names
}

// home is the row of a home that is right, but for some columns.
func home(number int, room, owner string, but map[int]any) string {
	return cells(number, "", homeCells(room, owner, but)...)
}

func homeCells(room, owner string, but map[int]any) []any {
	values := []any{"1幢", "1单元", room, "住宅", stored(`><v>100</v>`), owner, "", "", "", "已交付"}
	for column, value := range but {
		values[column] = value
	}
	return values
}
