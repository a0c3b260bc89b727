// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/community"
)

func read(t testing.TB, name string) identity.Roll {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	roll, err := identity.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

// A counter is a source of salts for tests that do not look at them.
type counter struct{ n byte }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}

func TestPublishedTotals(t *testing.T) {
	for _, want := range []struct {
		file, encoding string
		units          int
		total          community.Weight
	}{
		{"garden-355.csv", "utf-8", 424, community.Weight{Heads: 355, AreaDm2: 3660905}},
		{"tower-16.csv", "utf-8", 22, community.Weight{Heads: 16, AreaDm2: 308656}},
		{"estate-1950.csv", "gb18030", 2430, community.Weight{Heads: 1950, AreaDm2: 21532418}},
	} {
		t.Run(want.file, func(t *testing.T) {
			read := read(t, want.file)
			if read.Encoding != want.encoding || read.Findings() != 0 {
				t.Errorf("encoding %s, %d findings", read.Encoding, read.Findings())
			}
			units, secrets, err := read.Pseudonymise(identity.Secrets{}, &counter{})
			if err != nil {
				t.Fatal(err)
			}
			roll, err := community.NewRoll(units, 200)
			if err != nil {
				t.Fatal(err)
			}
			if roll.Units != want.units || roll.WithoutParking != want.total {
				t.Errorf("%d units, %+v; want %d, %+v", roll.Units, roll.WithoutParking, want.units, want.total)
			}
			for _, chunk := range roll.Chunks {
				if bytes.Contains(chunk, []byte("业主")) || bytes.Contains(chunk, []byte("单元")) {
					t.Fatal("a name or a house number is in the roll")
				}
			}
			if len(secrets.People) != len(read.Names()) || len(secrets.Units) != want.units {
				t.Errorf("%d people, %d names, %d units", len(secrets.People), len(read.Names()), len(secrets.Units))
			}
		})
	}
}

func TestDirtyRoll(t *testing.T) {
	data, err := os.ReadFile("testdata/dirty.expect.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Encoding string
		Rows     []identity.Remark
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	roll := read(t, "dirty.csv")
	if roll.Encoding != want.Encoding {
		t.Errorf("encoding %s", roll.Encoding)
	}
	if diff := cmp.Diff(want.Rows, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	if _, _, err := roll.Pseudonymise(identity.Secrets{}, &counter{}); !errors.Is(err, community.ErrInvalidRoll) {
		t.Errorf("a roll with findings was imported: %v", err)
	}
}

const header = "楼栋,单元,房号,用途,专有部分面积(㎡),产权人,共有产权人,证件号,联系电话,交付状态\n"

func TestNoRoll(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(header)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		data string
		err  error
	}{
		"nothing":         {"", identity.ErrEmpty},
		"blank lines":     {" \n\n", identity.ErrEmpty},
		"empty cells":     {",,,\n,,\n", identity.ErrEmpty},
		"header only":     {gbk, identity.ErrEmpty},
		"no area":         {"楼栋,单元,房号,用途,产权人,交付状态\n1,1,1,住宅,甲,已交付\n", identity.ErrMissingColumns},
		"no header":       {"1幢,1单元,101,住宅,88.36,甲,,,,已交付\n", identity.ErrMissingColumns},
		"twice":           {strings.Replace(header, "联系电话", "用途", 1) + "1\n", identity.ErrMissingColumns},
		"utf-16":          {"\xff\xfe\x31\x00", identity.ErrEncoding},
		"neither":         {"\xff\xff\xff,\x80", identity.ErrEncoding},
		"old workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1", identity.ErrUnreadable},
		"broken workbook": {"PK\x03\x04nothing", identity.ErrUnreadable},
		"open quotation":  {header + "\"1幢,1\n", identity.ErrUnreadable},
		"binary":          {"a\x00b", identity.ErrUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := identity.Read(strings.NewReader(want.data)); !errors.Is(err, want.err) {
				t.Errorf("got %v, want %v", err, want.err)
			}
		})
	}
}

func TestRows(t *testing.T) {
	for name, want := range map[string]struct {
		row    string
		remark identity.Remark
	}{
		"plain":             {"1幢,1单元,101,住宅,88.3,甲,,,,已交付", identity.Remark{}},
		"trailing zeros":    {"1幢,1单元,101,住宅,88.3600,甲,,,,已交付", identity.Remark{}},
		"zero":              {"1幢,1单元,101,住宅,0.00,甲,,,,已交付", identity.Remark{Finding: "area not positive"}},
		"a word":            {"1幢,1单元,101,住宅,不详,甲,,,,已交付", identity.Remark{Finding: "area is not a number"}},
		"odd comma":         {"1幢,1单元,101,住宅,\"8,8.3\",甲,,,,已交付", identity.Remark{Finding: "area is not a number"}},
		"too large":         {"1幢,1单元,101,住宅,999999999,甲,,,,已交付", identity.Remark{Finding: "area too large"}},
		"status":            {"1幢,1单元,101,住宅,88,甲,,,,在建", identity.Remark{Finding: "unknown delivery status"}},
		"no room":           {"1幢,1单元,,住宅,88,甲,,,,已交付", identity.Remark{Finding: "unit number missing"}},
		"owner twice":       {"1幢,1单元,101,住宅,88,甲,甲,,,已交付", identity.Remark{Finding: "the same owner twice"}},
		"two faults":        {"1幢,1单元,101,别墅,,甲,,,,已交付", identity.Remark{Finding: "unknown use; area missing"}},
		"long":              {"1幢,1单元,101,住宅,88,甲,,,,已交付,x", identity.Remark{Finding: "a long row"}},
		"long but blank":    {"1幢,1单元,101,住宅,88,甲,,,,已交付,,", identity.Remark{}},
		"the developer's":   {"1幢,1单元,101,住宅,88,建设单位,,,,已交付", identity.Remark{Note: "the developer's own"}},
		"formula full-wide": {"1幢,1单元,101,住宅,＝1+1,甲,,,,已交付", identity.Remark{Finding: "a formula is not an area"}},
	} {
		t.Run(name, func(t *testing.T) {
			roll, err := identity.Read(strings.NewReader(header + want.row + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			var got identity.Remark
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
	roll, err := identity.Read(strings.NewReader(header +
		"\n\"1\n幢\",1,101,住宅,88,甲,,,,已交付\n,,,,,,,,,\n2幢,1,101,住宅,,乙,,,,已交付\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(roll.Remarks) == 0 || roll.Remarks[len(roll.Remarks)-1].Row != 5 {
		t.Errorf("remarks %+v, want a finding in row 5", roll.Remarks)
	}
}

func TestNamesakes(t *testing.T) {
	roll, err := identity.Read(strings.NewReader(header +
		"1幢,1,101,住宅,88,甲,,A1,,已交付\n1幢,1,102,住宅,88,甲,,A2,,已交付\n1幢,1,103,住宅,88,甲,,A3,,已交付\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []identity.Remark{{Row: 3, Note: identity.NamesakeNote}}
	if diff := cmp.Diff(want, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
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
	roll, err := identity.Read(bytes.NewReader(workbook(t, cells)))
	if err != nil {
		t.Fatal(err)
	}
	want := []identity.Remark{
		{Row: 3, Finding: "a formula is not an area"},
		{Row: 5, Finding: "area finer than 0.01 m2"},
	}
	if diff := cmp.Diff(want, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	if len(roll.Entries) != 2 || roll.Entries[0].Unit.AreaDm2 != 8836 || roll.Entries[1].Unit.AreaDm2 != 8830 {
		t.Errorf("entries %+v", roll.Entries)
	}
}

func TestPseudonyms(t *testing.T) {
	roll := read(t, "tower-16.csv")
	_, first, err := roll.Pseudonymise(identity.Secrets{}, &counter{})
	if err != nil {
		t.Fatal(err)
	}
	_, again, err := roll.Pseudonymise(first, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("known people changed (-first +again):\n%s", diff)
	}
	seen := make(map[string]bool)
	for _, person := range slices.Concat(first.People, first.Units) {
		if len(person.Pseudonym) != 32 || seen[person.Pseudonym] {
			t.Errorf("pseudonym %q", person.Pseudonym)
		}
		seen[person.Pseudonym] = true
	}
	if _, _, err := roll.Pseudonymise(identity.Secrets{}, strings.NewReader("short")); err == nil {
		t.Error("a short source of salts was accepted")
	}
}

// FuzzRead looks for panics, and for entries the rules would refuse.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"dirty.csv", "tower-16.csv"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(header + "1幢,1,101,住宅,８８,甲,乙、丙,,,已交付\n"))
	f.Add([]byte("\xff\xfe"))
	f.Fuzz(func(t *testing.T, data []byte) {
		roll, err := identity.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := community.Validate(roll.Units()); err != nil {
			t.Errorf("accepted rows are no roll: %v", err)
		}
	})
}

func BenchmarkEstate(b *testing.B) {
	data, err := os.ReadFile("testdata/estate-1950.csv")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := identity.Read(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
