// SPDX-License-Identifier: Apache-2.0

package rollfile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity/rollfile"
)

// reportOf is what the office is told of a file, in lines: its units as they were read, and everything that is said of rows and sheets.
func reportOf(t *testing.T, data []byte) []string {
	t.Helper()
	roll, err := rollfile.Read(t.Context(), bytes.NewReader(data))
	if err != nil {
		return []string{"refused: " + err.Error()}
	}
	var lines []string
	for _, e := range roll.Entries {
		lines = append(lines, fmt.Sprintf("%s %d.%02d %s", e.Unit.ID, e.Unit.AreaDm2/100, e.Unit.AreaDm2%100,
			strings.Join(e.Owners, " | ")))
	}
	for _, s := range roll.Sheets {
		if s.LeftOut != "" {
			lines = append(lines, "sheet "+s.Name+" left out: "+s.LeftOut)
		}
		if len(s.Unread) > 0 {
			lines = append(lines, "columns not read: "+strings.Join(s.Unread, ", "))
		}
	}
	for _, r := range roll.Remarks {
		if r.Finding != "" {
			lines = append(lines, r.Place.String()+": "+r.Finding)
		}
		if r.Note != "" {
			lines = append(lines, "note, "+r.Place.String()+": "+r.Note)
		}
	}
	return lines
}

// one is a workbook of one sheet under the usual header.
func one(rows string) written {
	return written{sheets: []sheet{{name: "名册", rows: headed(1) + rows}}}
}

// formatted has a cell style for each of the number formats, the first of which is style 1; a format that is a number is built in.
func (w written) formatted(formats ...any) written {
	for i, format := range formats {
		id := 164 + i
		switch format := format.(type) {
		case int:
			id = format
		case string:
			w.formats += fmt.Sprintf(`<numFmt numFmtId="%d" formatCode="%s"/>`, id, strings.ReplaceAll(format, `"`, "&quot;"))
		}
		w.cells += fmt.Sprintf(`<xf numFmtId="%d" fontId="0" applyNumberFormat="1"/>`, id)
	}
	return w
}

const (
	dateIn = ": a date; format the cell as text and write it anew"
	// otherwiseIn is the finding of what is shown otherwise.
	otherwiseIn = ": shown otherwise than it is stored; format the cell as text and write it anew"
	errorIn     = ": an error value; correct its formula"
	truthIn     = ": a truth value; format the cell as text and write it anew"
	uncomputed  = ": a formula without its result; open the file in a spreadsheet and save it again"
)

// accounting is how Chinese spreadsheets show amounts.
const accounting = `_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `

// seen are workbooks as offices keep them, and what the office sees in them: that is read, or a finding names the row and column.
var seen = map[string]struct {
	file written
	want []string
}{
	"display formats with words": {
		one(home(2, "101", "甲一", map[int]any{atBuilding: stored(`s="1"><v>1</v>`), atEntrance: stored(`s="2"><v>2</v>`)})+
			home(3, "102", "甲二", map[int]any{atBuilding: stored(`s="3"><v>1</v>`), atEntrance: stored(`s="4"><v>2</v>`)})+
			home(4, "103", "甲三", map[int]any{atBuilding: stored(`s="5"><v>1</v>`), atEntrance: stored(`s="6"><v>2</v>`)})).
			formatted(`0"幢"`, `#"单元"`, `General"幢"`, `0[$单元-804]`, `[$-804]"第"0\幢`, `[Red]0"单元"_ ;[Red]\-0"单元"_ `),
		[]string{"1幢-2单元-101 100.00 甲一", "1幢-2单元-102 100.00 甲二", "第1幢-2单元-103 100.00 甲三"},
	},
	"display formats with zeros": {
		one(home(2, "", "甲一", map[int]any{atRoom: stored(`s="1"><v>101</v>`)})+home(3, "", "甲二",
			map[int]any{atRoom: stored(`s="2"><v>102</v>`)})).
			formatted("0000", 1),
		[]string{"1幢-1单元-0101 100.00 甲一", "1幢-1单元-102 100.00 甲二"},
	},
	"accounting formats": {
		one(home(2, "101", "", map[int]any{atArea: stored(`s="1"><v>1088.36</v>`),
			atOwner: stored(`s="1" t="inlineStr"><is><t>甲一</t></is>`)})+
			home(3, "102", "", map[int]any{atArea: stored(`s="2"><v>1088.36</v>`),
				atOwner: stored(`s="2" t="inlineStr"><is><t>甲二</t></is>`)})+
			home(4, "103", "", map[int]any{atArea: stored(`s="3"><v>1088.36</v>`),
				atOwner: stored(`s="3" t="inlineStr"><is><t>甲三</t></is>`)})).
			formatted(accounting, 43, `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`),
		[]string{"1幢-1单元-101 1088.36 甲一", "1幢-1单元-102 1088.36 甲二", "1幢-1单元-103 1088.36 甲三"},
	},
	"a text that its format adds to": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`s="1" t="inlineStr"><is><t>0001</t></is>`)})).formatted(`0;0;0;"业主"@`),
		[]string{"1幢-1单元-101 100.00 业主0001"},
	},
	"a text that its format hides": {
		one(home(2, "101", "甲一", map[int]any{atCoOwners: stored(`s="1" t="inlineStr"><is><t>甲二</t></is>`)})).formatted(";;;"),
		[]string{"row 2: column G (共有产权人)" + otherwiseIn},
	},
	"a number that its format hides": {
		one(home(2, "101", "甲一", map[int]any{atCoOwners: stored(`s="1"><v>7</v>`)})).formatted(";;;"),
		[]string{"row 2: column G (共有产权人)" + otherwiseIn},
	},
	"zeros of lookups that are not shown": {
		one(home(2, "101", "甲一", map[int]any{atCoOwners: stored(`s="1"><f>VLOOKUP(C2,H:I,2,0)</f><v>0</v>`)})).formatted("0;-0;;@"),
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"formats that round": {
		one(home(2, "101", "甲一", map[int]any{atArea: stored(`s="1"><v>88.36</v>`)})+
			home(3, "", "甲二", map[int]any{atRoom: stored(`s="2"><v>1000</v>`)})+
			home(4, "104", "甲三", map[int]any{atArea: stored(`s="3"><v>0.8836</v>`)})+
			home(5, "105", "甲四", map[int]any{atArea: stored(`s="4"><v>8836</v>`)})+
			home(6, "106", "甲五", map[int]any{atBuilding: stored(`s="5"><v>3</v>`)})).
			formatted("0", 11, 10, `0.0,`, `[DBNum1]0"幢"`),
		[]string{
			"row 2: column E (专有部分面积)" + otherwiseIn, "row 3: column C (房号)" + otherwiseIn, "row 4: area finer than 0.01 m2",
			"row 5: column E (专有部分面积)" + otherwiseIn, "row 6: column A (楼栋)" + otherwiseIn,
		},
	},
	"dates in built-in formats": {
		one(home(2, "", "甲一", map[int]any{atRoom: stored(`s="1"><v>46025</v>`)})+
			home(3, "103", "甲二", map[int]any{atBuilding: stored(`s="2"><v>46025</v>`)})+
			home(4, "104", "", map[int]any{atOwner: stored(`s="3"><v>46025</v>`)})+
			home(5, "105", "甲四", map[int]any{atEntrance: stored(`s="4"><v>46025</v>`)})+
			home(6, "106", "甲五", map[int]any{atArea: stored(`s="5"><v>46025.5</v>`)})).
			formatted(14, 58, 31, 17, 22),
		[]string{
			"row 2: column C (房号)" + dateIn, "row 3: column A (楼栋)" + dateIn, "row 4: column F (产权人)" + dateIn,
			"row 5: column B (单元)" + dateIn, "row 6: column E (专有部分面积)" + dateIn,
		},
	},
	"dates in formats of one's own": {
		one(home(2, "", "甲一", map[int]any{atRoom: stored(`s="1"><v>46025</v>`)})+
			home(3, "", "甲二", map[int]any{atRoom: stored(`s="2"><v>46025</v>`)})+
			home(4, "", "甲三", map[int]any{atRoom: stored(`s="3"><v>1.5</v>`)})+
			home(5, "", "甲四", map[int]any{atRoom: stored(`s="4"><v>46025</v>`)})+
			home(6, "", "甲五", map[int]any{atRoom: stored(`t="d"><v>2026-01-03</v>`)})).
			formatted(`m"月"d"日"`, `[$-804]yyyy\年m\月;@`, `[h]:mm`, `[$-F800]dddd, mmmm dd, yyyy`),
		[]string{
			"row 2: column C (房号)" + dateIn, "row 3: column C (房号)" + dateIn, "row 4: column C (房号)" + dateIn,
			"row 5: column C (房号)" + dateIn, "row 6: column C (房号)" + dateIn,
		},
	},
	"dates counted from 1904": {
		func() written {
			w := one(home(2, "", "甲一", map[int]any{atRoom: stored(`s="1"><v>44563</v>`)})).formatted(14)
			w.props = `<workbookPr date1904="1"/>`
			return w
		}(),
		[]string{"row 2: column C (房号)" + dateIn},
	},
	"error values": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`t="e"><f>VLOOKUP(C2,X:Y,2,0)</f><v>#N/A</v>`)}) +
			home(3, "", "甲二", map[int]any{atRoom: stored(`t="e"><v>#REF!</v>`)}) +
			home(4, "104", "甲三", map[int]any{atArea: stored(`t="e"><v>#VALUE!</v>`)}) +
			home(5, "105", "甲四", map[int]any{atCoOwners: stored(`t="e"><v>#REF!</v>`)}) +
			home(6, "106", "甲五", map[int]any{atCoOwners: stored(`t="e"><v>#N/A</v>`), atTelephone: stored(`t="e"><v>#N/A</v>`)})),
		[]string{
			"1幢-1单元-106 100.00 甲五",
			"row 2: column F (产权人)" + errorIn, "row 3: column C (房号)" + errorIn, "row 4: column E (专有部分面积)" + errorIn,
			"row 5: column G (共有产权人)" + errorIn,
			"note, row 6: column G (共有产权人): read as empty, column I (联系电话): unreadable, left out",
		},
	},
	"truth values": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`t="b"><v>1</v>`)}) + home(3, "102", "甲二",
			map[int]any{atCoOwners: stored(`t="b"><v>0</v>`)})),
		[]string{"row 2: column F (产权人)" + truthIn, "row 3: column G (共有产权人)" + truthIn},
	},
	"integers with a fraction or an exponent": {
		one(home(2, "", "甲一", map[int]any{atRoom: stored(`><v>101.0</v>`)}) + home(3, "", "甲二",
			map[int]any{atRoom: stored(`><v>1.02E2</v>`)}) +
			home(4, "", "甲三", map[int]any{atRoom: stored(`t="n"><v>1.03e+02</v>`), atTelephone: stored(`><v>1.3800000000E10</v>`)}) +
			home(5, "104", "甲四", map[int]any{atArea: stored(`><v>88.350000000000009</v>`)}) +
			home(6, "105.0", "甲五", nil)),
		[]string{
			"1幢-1单元-101 100.00 甲一", "1幢-1单元-102 100.00 甲二", "1幢-1单元-103 100.00 甲三", "1幢-1单元-104 88.35 甲四", "1幢-1单元-105 100.00 甲五",
			"note, row 6: a number without its .0",
		},
	},
	"formulas with their results": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`t="str"><f>K2&amp;L2</f><v>甲一</v>`),
			atCoOwners: stored(`t="str"><f>IF(1,"")</f><v></v>`)}) +
			home(3, "", "甲二", map[int]any{atRoom: stored(`><f t="shared" ref="C3:C4" si="0">ROW()+99</f><v>102</v>`)}) +
			home(4, "", "甲三", map[int]any{atRoom: stored(`><f t="shared" si="0"/><v>103</v>`)})),
		[]string{"1幢-1单元-101 100.00 甲一", "1幢-1单元-102 100.00 甲二", "1幢-1单元-103 100.00 甲三"},
	},
	"formulas without their results": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`><f>K2</f>`)}) +
			home(3, "102", "甲二", map[int]any{atCoOwners: stored(`><f>K2</f><v></v>`)}) +
			home(4, "103", "甲三", map[int]any{atCoOwners: stored(`><f>K2</f><v/>`)}) +
			home(5, "104", "甲四", map[int]any{atArea: stored(`><f>40+1</f><v>41</v>`)})),
		[]string{
			"row 2: column F (产权人)" + uncomputed, "row 3: column G (共有产权人)" + uncomputed, "row 4: column G (共有产权人)" + uncomputed,
			"row 5: a formula is not an area",
		},
	},
	"rich texts": {
		func() written {
			w := one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>0</v>`)}) + home(3, "102", "",
				map[int]any{atOwner: stored(`t="s"><v>1</v>`)}) +
				home(4, "103", "",
					map[int]any{atOwner: stored(`t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t>三</t></r><rPh sb="0" eb="1"><t>ジャ</t></rPh></is>`)}))
			w.texts = `<si><r><rPr><sz val="9"/></rPr><t>甲</t></r><r><t xml:space="preserve">一</t></r></si>` +
				`<si><t>甲二</t><rPh sb="0" eb="1"><t>コウ</t></rPh><rPh sb="1" eb="2"><t>ニ</t></rPh><phoneticPr fontId="1"/></si>`
			return w
		}(),
		[]string{"1幢-1单元-101 100.00 甲一", "1幢-1单元-102 100.00 甲二", "1幢-1单元-103 100.00 甲三"},
	},
	"what is struck out": {
		func() written {
			w := one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>0</v>`)}) + home(3, "102", "",
				map[int]any{atOwner: stored(`t="s"><v>1</v>`)}) +
				home(4, "", "甲三", map[int]any{atRoom: stored(`s="1"><v>103</v>`)}))
			w.texts = `<si><r><rPr><strike/></rPr><t>甲一</t></r><r><t>甲二</t></r></si><si><r><rPr><strike val="0"/></rPr><t>甲二</t></r></si>`
			w.fonts, w.cells = `<font><strike/></font>`, `<xf numFmtId="0" fontId="1"/>`
			return w
		}(),
		[]string{
			"1幢-1单元-102 100.00 甲二",
			"row 2: column F (产权人): struck out; delete what is, or take the line away",
			"row 4: column C (房号): struck out; delete what is, or take the line away",
		},
	},
	"line breaks in cells": {
		one(home(2, "101", "甲一&#10;甲二", nil) + home(3, "102", "甲三_x000D_\n甲四", nil) + home(4, "103", "甲五\n", nil)),
		[]string{
			"1幢-1单元-101 100.00 甲一 | 甲二", "1幢-1单元-102 100.00 甲三 | 甲四", "1幢-1单元-103 100.00 甲五",
			"note, row 2: a cell that lists owners", "note, row 3: a cell that lists owners", "note, row 4: padded cells trimmed",
		},
	},
	"hidden and filtered rows": {
		one(home(2, "101", "甲一", nil) + cells(3, `hidden="1"`, homeCells("102", "甲二", nil)...) + cells(4, `ht="0" customHeight="1"`,
			homeCells("103", "甲三", nil)...) +
			home(5, "104", "甲四", nil) + cells(7, `hidden="true"`, homeCells("105", "甲五", nil)...)),
		[]string{
			"1幢-1单元-101 100.00 甲一", "1幢-1单元-104 100.00 甲四",
			"row 3: hidden up to row 4, and not read; show these rows, or delete them",
			"row 7: hidden up to row 7, and not read; show these rows, or delete them",
		},
	},
	"a hidden header above the one that is shown": {
		written{sheets: []sheet{{name: "名册", rows: cells(1, `hidden="1"`, "楼栋", "单元", "房号", "用途", "面积", "共有产权人", "产权人", "", "", "交付状态") +
			headed(2) + home(3, "101", "甲一", nil)}}},
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"hidden columns": {
		written{sheets: []sheet{{name: "名册",
			before: `<cols><col min="7" max="7" width="9" hidden="1"/><col min="9" max="9" width="0.0" customWidth="1"/></cols>`,
			rows:   headed(1) + home(2, "101", "甲一", map[int]any{atCoOwners: "甲二", atTelephone: "13800000000"})}}},
		[]string{
			"1幢-1单元-101 100.00 甲一",
			"row 1: column G (共有产权人): hidden, and not read; show it, or delete it", "note, row 1: column I (联系电话): hidden, and not read",
		},
	},
	"the same column hidden and shown": {
		written{sheets: []sheet{{name: "名册", before: `<cols><col min="1" max="1" hidden="1"/></cols>`,
			rows: cells(1, "", append([]any{"产权人"}, headings()...)...) + cells(2, "",
				append([]any{"旧人"}, homeCells("101", "甲一", nil)...)...)}}},
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"a header merged over two rows": {
		written{sheets: []sheet{{name: "名册",
			rows: cells(1, "", "楼栋", "单元", "房号", "用途", "面积", "产权人信息", "", "", "", "交付状态") +
				cells(2, "", "", "", "", "", "", "姓名", "共有人", "证件号码", "手机", "") + home(3, "101", "甲一", map[int]any{atCoOwners: "甲二"}),
			after: `<mergeCells count="7"><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:C2"/><mergeCell ref="D1:D2"/><mergeCell ref="E1:E2"/><mergeCell ref="F1:I1"/><mergeCell ref="J1:J2"/></mergeCells>`}}},
		[]string{"1幢-1单元-101 100.00 甲一 | 甲二"},
	},
	"a header merged over two rows, complete in the first": {
		written{sheets: []sheet{{name: "名册",
			rows: cells(1, "", "楼栋", "单元", "房号", "用途", "面积", "产权人", "", "", "", "交付状态") +
				cells(2, "", "", "", "", "", "", "产权人", "共有产权人", "证件号", "电话", "") + home(3, "101", "甲一", map[int]any{atCoOwners: "甲二"}),
			after: `<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:C2"/><mergeCell ref="D1:D2"/><mergeCell ref="E1:E2"/><mergeCell ref="F1:I1"/><mergeCell ref="J1:J2"/></mergeCells>`}}},
		[]string{"1幢-1单元-101 100.00 甲一 | 甲二"},
	},
	"one header over two columns": {
		written{sheets: []sheet{{name: "名册",
			rows: cells(1, "", "楼栋", "单元", "房号", "用途", "面积", "产权人", "", "", "", "交付状态") + home(2, "101", "甲一",
				map[int]any{atCoOwners: "甲二"}),
			after: `<mergeCells><mergeCell ref="F1:G1"/></mergeCells>`}}},
		[]string{
			"1幢-1单元-101 100.00 甲一",
			"row 1: column G: no header of its own; write one over each column",
		},
	},
	"a column without a header": {
		written{sheets: []sheet{{name: "名册",
			rows: cells(1, "", "", "楼栋", "单元", "房号", "用途", "面积", "产权人", "备注", "交付状态") +
				cells(2, "", "1", "1幢", "1单元", "101", "住宅", "100", "甲一", "", "已交付")}}},
		[]string{"1幢-1单元-101 100.00 甲一", "columns not read: A, 备注"},
	},
	"a header below titles": {
		written{sheets: []sheet{{name: "名册",
			rows: cells(1, "", "某小区业主名册") + cells(3, "", "", "", "", "", "", "", "", "", "制表日期",
				stored(`s="1"><v>46025</v>`)) + headed(5) + home(6, "101", "甲一", nil),
			after: `<mergeCells><mergeCell ref="A1:J2"/></mergeCells>`}}}.formatted(14),
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"one owner merged over two homes": {
		func() written {
			w := one(home(2, "101", "甲一", nil) + home(3, "102", "", nil) + home(4, "103", "甲二", nil))
			w.sheets[0].after = `<mergeCells><mergeCell ref="F2:F3"/></mergeCells>`
			return w
		}(),
		[]string{"1幢-1单元-101 100.00 甲一", "1幢-1单元-102 100.00 甲一", "1幢-1单元-103 100.00 甲二"},
	},
	"a home merged over its co-owners": {
		func() written {
			w := one(home(2, "101", "甲一", nil) + cells(3, "", "", "", "", "", "", "甲二") + cells(4, "", "", "", "", "", "", "甲三") + home(5,
				"102", "甲四", nil))
			w.sheets[0].after = `<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="B2:B4"/><mergeCell ref="C2:C4"/><mergeCell ref="D2:D4"/><mergeCell ref="E2:E4"/><mergeCell ref="J2:J4"/></mergeCells>`
			return w
		}(),
		[]string{
			"1幢-1单元-101 100.00 甲一 | 甲二 | 甲三", "1幢-1单元-102 100.00 甲四",
			"note, row 3: read as a co-owner of the unit in row 2", "note, row 4: read as a co-owner of the unit in row 2",
		},
	},
	"one area merged over two homes": {
		func() written {
			w := one(home(2, "101", "甲一", nil) + home(3, "102", "甲二", map[int]any{atArea: ""}))
			w.sheets[0].after = `<mergeCells><mergeCell ref="E2:E3"/></mergeCells>`
			return w
		}(),
		[]string{
			"1幢-1单元-101 100.00 甲一",
			"row 3: column E (专有部分面积): one cell merged over several units; write each unit's own",
		},
	},
	"merged cells that begin in a hidden row": {
		func() written {
			w := one(cells(2, `hidden="1"`, homeCells("101", "甲一", nil)...) + home(3, "102", "甲二", map[int]any{atBuilding: ""}))
			w.sheets[0].after = `<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`
			return w
		}(),
		[]string{"1幢-1单元-102 100.00 甲二", "row 2: hidden up to row 2, and not read; show these rows, or delete them"},
	},
	"the strict namespaces": {
		func() written {
			w := one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>0</v>`)}) + home(3, "", "甲二",
				map[int]any{atRoom: stored(`t="d"><v>2026-01-03</v>`)}))
			w.texts, w.strict, w.props = "<si><t>甲一</t></si>", true, `<workbookPr dateCompatibility="0"/>`
			return w
		}(),
		[]string{"1幢-1单元-101 100.00 甲一", "row 3: column C (房号)" + dateIn},
	},
	"elements with a prefix": {
		func() written {
			w := one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>0</v>`)}))
			w.texts, w.prefix = "<si><t>甲一</t></si>", "x:"
			return w
		}(),
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"parts called otherwise": {
		func() written {
			w := one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>0</v>`)}))
			w.texts = "<si><t>甲一</t></si>"
			w.names = map[string]string{"xl/sharedStrings.xml": "xl/SharedStrings.xml",
				"xl/worksheets/sheet1.xml": `xl\worksheets\sheet1.xml`}
			return w
		}(),
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"several sheets": {
		written{sheets: []sheet{
			{name: "填表说明", rows: cells(1, "", "每户一行")},
			{name: "1幢", rows: headed(1) + home(2, "101", "甲一", nil)},
			{name: "旧", state: "hidden", rows: headed(1) + home(2, "109", "旧人", nil)},
			{name: "2幢", rows: headed(1) + home(2, "101", "乙一", map[int]any{atBuilding: "2幢"}) + home(3, "101", "乙二", nil)},
			{name: "更旧", state: "veryHidden", rows: headed(1) + home(2, "109", "旧人", nil)},
			{name: "Sheet6"},
		}},
		[]string{
			"1幢-1单元-101 100.00 甲一", "2幢-1单元-101 100.00 乙一",
			"sheet 填表说明 left out: no-header", "sheet 旧 left out: hidden", "sheet 更旧 left out: hidden", "sheet Sheet6 left out: empty",
			"row 3 of sheet 2幢: the same unit as in row 2 of sheet 1幢; write all its owners in one row, or leave the unit's columns empty in a co-owner's row",
		},
	},
	"a sheet whose header lacks a column, and one without a header": {
		written{sheets: []sheet{
			{name: "1幢", rows: headed(1) + home(2, "101", "甲一", nil)},
			{name: "2幢", rows: cells(1, "", "楼栋", "单元", "房号", "用途", "", "产权人") + home(2, "101", "乙一", nil)},
			{name: "3幢", rows: home(1, "101", "丙一", nil)},
		}},
		[]string{
			"1幢-1单元-101 100.00 甲一", "sheet 2幢 left out: no-header", "sheet 3幢 left out: no-header",
			"row 1 of sheet 2幢: a header without the columns 专有部分面积、交付状态; add them, or hide the sheet",
			"row 1 of sheet 3幢: units without a header; give this sheet the header of the others",
		},
	},
	"only hidden sheets": {
		written{sheets: []sheet{{name: "名册", state: "veryHidden", rows: headed(1) + home(2, "101", "甲一", nil)}}},
		[]string{"refused: empty roll: no sheet with a register is shown; show it, and save the workbook again"},
	},
	"cells that are there and hold nothing": {
		one(home(2, "101", "甲一", map[int]any{atCoOwners: stored(`t="s">`), atIDNumber: stored(`t="e"><v></v>`),
			atTelephone: stored(`t="inlineStr">`)}) +
			cells(3, "", stored(`s="0">`), stored(`t="s">`))),
		[]string{"1幢-1单元-101 100.00 甲一"},
	},
	"a text that is nowhere": {
		one(home(2, "101", "", map[int]any{atOwner: stored(`t="s"><v>7</v>`)}) +
			home(3, "102", "", map[int]any{atOwner: stored(`><is><t>甲二</t></is>`)})),
		[]string{"row 2: column F (产权人)" + otherwiseIn, "row 3: column F (产权人)" + otherwiseIn},
	},
	"numbers that have lost their last digits": {
		one(home(2, "101", "甲一", map[int]any{atIDNumber: stored(`><v>3.3010219900101123E17</v>`)}) + home(3, "102", "甲二",
			map[int]any{atIDNumber: stored(`s="1"><v>330102199001011000</v>`)})).
			formatted("0"),
		[]string{
			"row 2: column H (证件号): a number of more than 15 digits, whose last ones are lost; format the cell as text and write it anew",
			"row 3: column H (证件号): a number of more than 15 digits, whose last ones are lost; format the cell as text and write it anew",
		},
	},
}

func TestWhatIsSeenIsRead(t *testing.T) {
	for name, c := range seen {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, reportOf(t, c.file.bytes(t))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
