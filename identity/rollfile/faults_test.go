// SPDX-License-Identifier: Apache-2.0

package rollfile_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/unicode"

	"github.com/linli-project/linli/identity/rollfile"
)

// What a file with faults gives: what was read of it, and what is said of its rows.
type outcome struct {
	Refused   string              `json:"refused,omitempty"`
	Sheets    []rollfile.Sheet    `json:"sheets,omitempty"`
	Buildings []rollfile.Building `json:"buildings,omitempty"`
	Owners    []string            `json:"owners,omitempty"` // of each unit
	Remarks   []rollfile.Remark   `json:"remarks,omitempty"`
}

func outcomeOf(t *testing.T, data []byte) outcome {
	t.Helper()
	roll, err := rollfile.Read(t.Context(), bytes.NewReader(data))
	if err != nil {
		return outcome{Refused: err.Error()}
	}
	o := outcome{Sheets: roll.Sheets, Buildings: roll.Buildings(), Remarks: roll.Remarks}
	for _, entry := range roll.Entries[:min(20, len(roll.Entries))] {
		o.Owners = append(o.Owners, entry.Unit.ID+": "+strings.Join(entry.Owners, " | "))
	}
	return o
}

// Each file of testdata/faults gives what expect.json says (UPDATE=1 writes it anew: look at every change).
func TestFaults(t *testing.T) {
	const expect = "testdata/faults.json"
	files, err := filepath.Glob("testdata/faults/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	got := make(map[string]outcome)
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(path)] = outcomeOf(t, data)
	}
	for name, data := range invented(t) {
		got[name] = outcomeOf(t, data)
	}
	if os.Getenv("UPDATE") != "" {
		raw, err := json.MarshalIndent(got, "", " ")
		if err == nil {
			err = os.WriteFile(expect, append(raw, '\n'), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(expect)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]outcome
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// utf16 is a text as Windows calls Unicode.
func utf16(t *testing.T, text string) []byte {
	t.Helper()
	coded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return coded
}

// invented are files of the same kinds as offices keep them, each of which a reader of the first sheet's raw cells gets wrong.
func invented(t *testing.T) map[string][]byte {
	t.Helper()
	const row = "1幢,1单元,101,住宅,100.00,"
	gb, bad := "1幢,1单元,101,住宅,100.00,甲一,,,,已交付\n", "1幢,1单元,102,住宅,100.00,甲\xff二,,,,已交付\n"
	return map[string][]byte{
		"title above the header":        []byte("某小区业主名册,,,,,,,,,\n" + header + row + "甲一,,,,已交付\n"),
		"other names of headers":        []byte("幢号,单元号,室号,房屋用途,*建筑面积（㎡）,业主姓名,共有人,身份证号,手机,交付情况\n" + row + "甲一,,,,已交付\n"),
		"two areas":                     []byte("楼栋,房号,用途,建筑面积,面积,产权人,交付状态\n1幢,101,住宅,100,90,甲,已交付\n"),
		"totals":                        []byte(header + row + "甲一,,,,已交付\n合计,,,,100.00,,,,,\n制表人：某,,,,,,,,,\n"),
		"header again":                  []byte(header + row + "甲一,,,,已交付\n" + header + "1幢,1单元,102,住宅,100.00,甲二,,,,已交付\n"),
		"tabs":                          []byte(strings.ReplaceAll(header+row+"甲一,,,,已交付\n", ",", "\t")),
		"bars":                          []byte(strings.ReplaceAll(header+row+"甲一,,,,已交付\n", ",", "|")),
		"sep":                           []byte("sep=;\r\n" + strings.ReplaceAll(header+row+"甲一,,,,已交付\n", ",", ";")),
		"carriage returns":              []byte(strings.ReplaceAll(header+row+"甲一,,,,已交付\n", "\n", "\r")),
		"one broken byte in UTF-8":      []byte(header + gb + bad),
		"unit again with another owner": []byte(header + row + "甲一,,,,已交付\n" + row + "甲二,,,,已交付\n"),
		"unit again without an area":    []byte(header + row + "甲一,,,,已交付\n1幢,1单元,101,,,甲二,,,,\n"),
		"owner without a unit":          []byte(header + ",,,,,甲二,,,,\n" + row + "甲一,,,,已交付\n"),
		"flat and parking":              []byte(header + "1幢,,101,车位,12,甲一,,,,已交付\n1幢,,101,住宅,100,甲一,,,,已交付\n"),
		"entrance missing":              []byte(header + row + "甲一,,,,已交付\n1幢,,102,住宅,100,甲二,,,,已交付\n1幢,,S1,商铺,50,甲三,,,,已交付\n"),
		"shares":                        []byte(header + row + "甲一 1/2,甲二（二分之一）,,,已交付\n1幢,1单元,102,住宅,100,张伟(2),单独所有,,,已交付\n"),
		"and others":                    []byte(header + row + "甲一等3人,,,,已交付\n"),
		"an organisation":               []byte(header + row + "甲&乙（集团）有限公司,,,,已交付\n"),
		"lost characters":               []byte(header + row + "甲?,,,,已交付\n1幢,1单元,10□,住宅,100,甲二,,,,已交付\n"),
		"looked up and not found":       []byte(header + row + "#N/A,,,,已交付\n1幢,1单元,102,住宅,100,甲二,0,,,已交付\n"),
		"numbers with .0":               []byte(header + "1幢,1单元,101.0,住宅,100.0,甲一,,,,已交付\n"),
		"ID numbers as numbers":         []byte(header + row + "甲一,,3.30102E+17,,已交付\n"),
		"a web page":                    []byte("<html><table><tr><td>楼栋</td></tr></table></html>"),
		"names that are dates":          []byte(header + row + "46025,,,,已交付\n"),
		"placeholders of a list":        []byte(header + row + "甲一,甲二、无,无,无,已交付\n1幢,1单元,102,住宅,100,甲三,同上,,,已交付\n"),
		"names with 和":                  []byte(header + row + "李和平,,,,已交付\n1幢,1单元,102,住宅,100,王 五,,,,已交付\n"),
		"spaces for lists":              []byte(header + row + "甲一　甲二,,,,已交付\n"),
		"numbers that became dates": []byte(header + "1幢,1单元,2026/1/3,住宅,100,甲一,,,,已交付\n1月2日,1单元,102,住宅,100,甲二,,,,已交付\n" +
			"1幢,3-Jan,103,住宅,100,甲三,,,,已交付\n1幢,1单元,Feb-01,住宅,100,甲四,,,,已交付\n1幢,1单元,105,住宅,100,1月3日,,,,已交付\n" +
			"1幢,1单元,2026-01-03 00:00:00,住宅,100,甲六,,,,已交付\n"),
		"numbers that became exponents": []byte(header + "1幢,1单元,1.00E+03,住宅,100,甲一,,,,已交付\n1幢,1单元,102,住宅,100,1E+10,,,,已交付\n" +
			"1幢,1单元,103,住宅,1.00E+02,甲三,,,,已交付\n"),
		"houses that look like dates":      []byte(header + "1幢,1单元,1-3,住宅,100,甲一,,,,已交付\n2026幢,,1-2-403,住宅,100,甲二,,,,已交付\n1幢,1单元,E3,住宅,100,甲三,,,,已交付\n"),
		"the same home in several ways":    []byte(header + row + "甲一,,,,已交付\n1栋,一单元,0101室,住宅,100,甲二,,,,已交付\n1号楼,1单元,101,住宅,100,甲三,,,,已交付\n"),
		"full-width and invisible headers": []byte("\ufeff楼\u200b栋,单　元,房　号,用途,专有部分面积（㎡）,产权人：,交付状态*\n1幢,1单元,１０１,住宅,１００,甲\u200b一,已交付\n"),
		"totals and signatures":            []byte(header + row + "甲一,,,,已交付\n小 计,,,,100,,,,,\n总计：1户,,,,,,,,,\n审核人：,,,,,,,,,\n第1页 共1页,,,,,,,,,\n"),
		"a byte order mark in UTF-16":      utf16(t, header+row+"甲一,,,,已交付\n"),
		"quotation marks":                  []byte("\"楼栋\",\"房号\",\"用途\",\"面积\",\"产权人\",\"交付状态\"\n\"1幢\",\"101\",\"住宅\",\"1,088.36\",\"甲一\n甲二\",\"已交付\"\n"),
		"names and numbers that are too long": []byte(header + row + strings.Repeat("甲", 100) + ",,,,已交付\n1幢,1单元," + strings.Repeat("1",
			300) + ",住宅,100,甲二,,,,已交付\n" +
			row + strings.Repeat("甲", 2000) + ",,,,已交付\n"),
		"commas left out":             []byte(header + "1幢,1单元,101,住宅,100\n1幢,1单元,102,住宅,100,甲二,,,,已交付\n"),
		"a list over cells and signs": []byte(header + row + "甲一；甲二,甲三/甲四,,,已交付\n1幢,1单元,102,住宅,100,甲五及甲六,,,,已交付\n1幢,1单元,103,住宅,100,甲七(60%)甲八(40%),,,,已交付\n1幢,1单元,104,住宅,100,甲七(60%)和甲八(40%),,,,已交付\n1幢,1单元,105,住宅,100,甲九 1/2 甲十 1/2,,,,已交付\n"),
		"many columns":                []byte(header + strings.Repeat(",", 2000) + "\n"),
	}
}
