// SPDX-License-Identifier: Apache-2.0

package rollfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
)

const header = "楼栋,单元,房号,用途,专有部分面积(㎡),产权人,共有产权人,证件号,联系电话,交付状态\n"

func read(t testing.TB, path string) rollfile.Roll {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return readBytes(t, data)
}

func readBytes(t testing.TB, data []byte) rollfile.Roll {
	t.Helper()
	roll, err := rollfile.Read(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

func TestDirtyRoll(t *testing.T) {
	data, err := os.ReadFile("../testdata/dirty.expect.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Encoding string
		Rows     []rollfile.Remark
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	roll := read(t, "../testdata/dirty.csv")
	if roll.Encoding != want.Encoding {
		t.Errorf("encoding %s", roll.Encoding)
	}
	if diff := cmp.Diff(want.Rows, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestNoRoll(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(header)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		data string
		err  error
	}{
		"nothing":         {"", rollfile.ErrEmpty},
		"blank lines":     {" \n\n", rollfile.ErrEmpty},
		"empty cells":     {",,,\n,,\n", rollfile.ErrEmpty},
		"header only":     {gbk, rollfile.ErrEmpty},
		"no area":         {"楼栋,单元,房号,用途,产权人,交付状态\n1,1,1,住宅,甲,已交付\n", rollfile.ErrMissingColumns},
		"no header":       {"1幢,1单元,101,住宅,88.36,甲,,,,已交付\n", rollfile.ErrMissingColumns},
		"twice":           {strings.Replace(header, "联系电话", "用途", 1) + "1\n", rollfile.ErrMissingColumns},
		"utf-16":          {"\xff\xfe\x31\x00", rollfile.ErrMissingColumns},
		"neither":         {"\xff\xff\xff,\x80", rollfile.ErrEncoding},
		"old workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1", rollfile.ErrUnreadable},
		"broken workbook": {"PK\x03\x04nothing", rollfile.ErrUnreadable},
		"open quotation":  {header + "\"1幢,1\n", rollfile.ErrUnreadable},
		"binary":          {"a\x00b", rollfile.ErrUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := rollfile.Read(t.Context(), strings.NewReader(want.data)); !errors.Is(err, want.err) {
				t.Errorf("got %v, want %v", err, want.err)
			}
		})
	}
}

func TestRows(t *testing.T) {
	for name, want := range map[string]struct {
		row    string
		remark rollfile.Remark
	}{
		"plain":             {"1幢,1单元,101,住宅,88.3,甲,,,,已交付", rollfile.Remark{}},
		"trailing zeros":    {"1幢,1单元,101,住宅,88.3600,甲,,,,已交付", rollfile.Remark{}},
		"zero":              {"1幢,1单元,101,住宅,0.00,甲,,,,已交付", rollfile.Remark{Finding: "area not positive"}},
		"a word":            {"1幢,1单元,101,住宅,不详,甲,,,,已交付", rollfile.Remark{Finding: "area is not a number"}},
		"odd comma":         {"1幢,1单元,101,住宅,\"8,8.3\",甲,,,,已交付", rollfile.Remark{Finding: "area is not a number"}},
		"too large":         {"1幢,1单元,101,住宅,999999999,甲,,,,已交付", rollfile.Remark{Finding: "area too large"}},
		"status":            {"1幢,1单元,101,住宅,88,甲,,,,在建", rollfile.Remark{Finding: "unknown delivery status"}},
		"no room":           {"1幢,1单元,,住宅,88,甲,,,,已交付", rollfile.Remark{Finding: "unit number missing"}},
		"owner twice":       {"1幢,1单元,101,住宅,88,甲,甲,,,已交付", rollfile.Remark{Finding: "the same owner twice"}},
		"two faults":        {"1幢,1单元,101,别墅,,甲,,,,已交付", rollfile.Remark{Finding: "unknown use; area missing"}},
		"long":              {"1幢,1单元,101,住宅,88,甲,,,,已交付,x", rollfile.Remark{Finding: "a long row"}},
		"long but blank":    {"1幢,1单元,101,住宅,88,甲,,,,已交付,,", rollfile.Remark{}},
		"the developer's":   {"1幢,1单元,101,住宅,88,建设单位,,,,已交付", rollfile.Remark{Note: "the developer's own"}},
		"formula full-wide": {"1幢,1单元,101,住宅,＝1+1,甲,,,,已交付", rollfile.Remark{Finding: "a formula is not an area"}},
	} {
		t.Run(name, func(t *testing.T) {
			roll, err := rollfile.Read(t.Context(), strings.NewReader(header+want.row+"\n"))
			if err != nil {
				t.Fatal(err)
			}
			var got rollfile.Remark
			if len(roll.Remarks) > 0 {
				got = roll.Remarks[0]
				want.remark.Row = 2
			}
			if diff := cmp.Diff(want.remark, got); diff != "" {
				t.Errorf("remark (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowNumbersAreThoseOfASpreadsheet(t *testing.T) {
	roll, err := rollfile.Read(t.Context(), strings.NewReader(header+
		"\n\"1\n幢\",1,101,住宅,88,甲,,,,已交付\n,,,,,,,,,\n2幢,1,101,住宅,,乙,,,,已交付\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(roll.Remarks) == 0 || roll.Remarks[len(roll.Remarks)-1].Row != 5 {
		t.Errorf("remarks %+v, want a finding in row 5", roll.Remarks)
	}
}

func workbook(t testing.TB, cells map[string]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for cell, value := range cells {
		var err error
		if formula, ok := value.(string); ok && strings.HasPrefix(formula, "=") {
			err = book.SetCellFormula("Sheet1", cell, formula)
		} else {
			err = book.SetCellValue("Sheet1", cell, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbook(t *testing.T) {
	cells := map[string]any{}
	for i, name := range strings.Split(strings.TrimSpace(header), ",") {
		cell, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			t.Fatal(err)
		}
		cells[cell] = name
	}
	maps.Copy(cells, map[string]any{
		"A2": "1幢", "C2": 101, "D2": "住宅", "E2": 88.36, "F2": "甲", "J2": "已交付",
		"A3": "1幢", "C3": 102, "D3": "住宅", "E3": "=40+1", "F3": "乙", "J3": "已交付",
		"A4": "1幢", "C4": 103, "D4": "住宅", "E4": 0.1 + 88.2, "F4": "丙", "J4": "已交付",
		"A5": "1幢", "C5": 104, "D5": "住宅", "E5": 88.365, "F5": "丁", "J5": "已交付",
	})
	roll, err := rollfile.Read(t.Context(), bytes.NewReader(workbook(t, cells)))
	if err != nil {
		t.Fatal(err)
	}
	want := []rollfile.Remark{
		{Place: rollfile.Place{Row: 3}, Finding: "a formula is not an area"},
		{Place: rollfile.Place{Row: 5}, Finding: "area finer than 0.01 m2"},
	}
	if diff := cmp.Diff(want, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	if len(roll.Entries) != 2 || roll.Entries[0].Unit.AreaDm2 != 8836 || roll.Entries[1].Unit.AreaDm2 != 8830 {
		t.Errorf("entries %+v", roll.Entries)
	}
}

// FuzzRead looks for panics, and for entries the rules would refuse.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"dirty.csv", "tower-16.csv"} {
		data, err := os.ReadFile(filepath.Join("../testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(header + "1幢,1,101,住宅,８８,甲,乙、丙,,,已交付\n"))
	f.Add([]byte("\xff\xfe"))
	f.Fuzz(func(t *testing.T, data []byte) {
		roll, err := rollfile.Read(t.Context(), bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := community.Validate(roll.Units()); err != nil {
			t.Errorf("accepted rows are no roll: %v", err)
		}
	})
}

func BenchmarkEstate(b *testing.B) {
	data, err := os.ReadFile("../testdata/estate-1950.csv")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := rollfile.Read(b.Context(), bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
