// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity/rollfile"
)

const (
	rollMemory = 300 << 10        // kB
	rollTime   = 10 * time.Second // of the processor: what else the machine does is no matter
	rollHeader = "楼栋,单元,房号,用途,面积,产权人,共有产权人,证件号,联系电话,交付状态\n"
)

// zippedParts is a workbook of one sheet, and of the texts that its cells refer to.
func zippedParts(t *testing.T, sheet, texts string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels",
			`<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet name="1" id="r1"/></sheets></workbook>`},
		{"xl/s.xml", "<worksheet>" + sheet + "</worksheet>"}, {"xl/t.xml", "<sst>" + texts + "</sst>"},
	} {
		w, err := archive.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
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

// headed is the first row of a sheet.
func headed() string {
	var row strings.Builder
	for name := range strings.SplitSeq(strings.TrimSpace(rollHeader), ",") {
		row.WriteString(`<c t="inlineStr"><is><t>` + name + `</t></is></c>`)
	}
	return "<row>" + row.String() + "</row>"
}

// repeated writes as many rows as a roll may have.
func repeated(format string, n int) string {
	var rows strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, format, i)
	}
	return rows.String()
}

// manyNames are as many names as a text of this size can have.
func manyNames(size int) string {
	var text strings.Builder
	for i := 0; text.Len() < size-10; i++ {
		fmt.Fprintf(&text, "x%x,", i)
	}
	return text.String()
}

const sheetRow = `<row><c t="s"><v>0</v></c><c/><c><v>%d</v></c><c t="s"><v>1</v></c><c><v>100</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c/><c/><c t="s"><v>4</v></c></row>`

func sharedTexts(owners, others string) string {
	return "<si><t>1幢</t></si><si><t>住宅</t></si><si><t>" + owners + "</t></si><si><t>" + others + "</t></si><si><t>已交付</t></si>"
}

var hostileRolls = map[string]func(t *testing.T) []byte{
	"an honest roll of 20,000": func(*testing.T) []byte {
		return []byte(rollHeader + repeated("1幢,1单元,%d,住宅,88.36,业主%[1]d,配偶%[1]d,0000001950%08[1]d,138%08[1]d,已交付\n", 20_000))
	},
	"a workbook as large as may be": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+headed()+repeated(sheetRow, rollfile.MaxRows-1)+"</sheetData>", sharedTexts("业主甲", "业主乙"))
	},
	"all rows at fault": func(*testing.T) []byte {
		return []byte(rollHeader + repeated("%d,?,?,?,?,同上,?,3.3E+17,?,?\n", rollfile.MaxRows-1))
	},
	"one cell of names": func(*testing.T) []byte {
		return []byte(rollHeader + "1幢,1单元,101,住宅,100,\"" + manyNames(rollfile.MaxBytes-200) + "\",,,,已交付\n")
	},
	"cells of names": func(*testing.T) []byte {
		return []byte(rollHeader + repeated("1幢,1单元,%d,住宅,100,\""+manyNames(4000)+"\",,,,已交付\n", rollfile.MaxBytes/4100))
	},
	"one home of many co-owners": func(*testing.T) []byte {
		return []byte(rollHeader + "1幢,1单元,101,住宅,100,甲,,,,已交付\n" + repeated(",,,,,乙%d,,,,\n", rollfile.MaxRows-2))
	},
	"every other row without a number": func(*testing.T) []byte {
		return []byte(rollHeader + repeated("1幢,1单元,%da,住宅,100,甲%[1]d,,%[1]d,,已交付\n",
			rollfile.MaxRows/2-1) + repeated("1幢,1单元,%db,住宅,100,甲%[1]d,,,,已交付\n", rollfile.MaxRows/2-1))
	},
	"one long text in all cells": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+headed()+repeated(sheetRow, rollfile.MaxRows-1)+"</sheetData>",
			sharedTexts(manyNames(4000), strings.ToUpper(manyNames(4000))))
	},
	"a long text merged over all rows": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+headed()+repeated(strings.Replace(sheetRow, `<c t="s"><v>2</v></c>`,
			`<c t="s"><v>%[1]d2</v></c>`, 1), 2)+repeated(sheetRow, rollfile.MaxRows-3)+
			`</sheetData><mergeCell ref="F2:F90000"/><mergeCell ref="G2:G90000"/>`,
			sharedTexts(manyNames(4000), strings.ToUpper(manyNames(4000))))
	},
	"long texts that are no lists": func(*testing.T) []byte {
		return []byte(rollHeader + repeated("1幢,1单元,%d,住宅,100,"+strings.Repeat("甲1 Ａ(5", 400)+",,,,已交付\n", 1400))
	},
	"far cells": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+repeated(`<row r="%d00001"><c r="XFD%[1]d00001"><v>1</v></c></row>`,
			9)[len(`<row r="000001"><c r="XFD000001"><v>1</v></c></row>`):]+"</sheetData>", "")
	},
	"3,000 far rows": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+headed()+repeated(`<row r="1%05d"><c r="A1%05[1]d" t="s"><v>0</v></c><c r="XFD1%05[1]d"><v>1</v></c></row>`, 3000)+"</sheetData>", sharedTexts("甲", "乙"))
	},
	"a bomb": func(t *testing.T) []byte {
		return zippedParts(t, strings.Repeat(" ", 300<<20), "")
	},
	"a bomb of texts": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData/>", strings.Repeat("<si><t>甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲</t></si>", 600_000))
	},
	"a bomb of rows": func(t *testing.T) []byte {
		return zippedParts(t, "<sheetData>"+headed()+strings.Repeat(`<row><c><v>1</v></c></row>`, 1_700_000)+"</sheetData>", "")
	},
}

// Whoever gives a roll must not take the office's machine with it.
func TestMemoryOfHostileRolls(t *testing.T) {
	if testing.Short() {
		t.Skip("large files")
	}
	program := filepath.Join("..", "..", "bin", "linli") // nothing is linked again if nothing has changed
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, write := range hostileRolls {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "roll")
			data := write(t)
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
			kb, took, said := peakOf(t, program, "roll", "check", file)
			t.Logf("%d MB and %v for a file of %d kB", kb>>10, took.Round(time.Millisecond), len(data)>>10)
			if !strings.Contains(said, "unreadable roll file") && !strings.Contains(said, "header") &&
				!strings.Contains(said, "missing columns") && !strings.Contains(said, "empty roll") {
				t.Errorf("it says:\n%s", said[:min(len(said), 500)])
			}
			if kb > rollMemory || took > rollTime {
				t.Errorf("reading it took %d MB and %v", kb>>10, took)
			}
		})
	}
}

// peakOf runs the program and gives the most memory it had (kB), the processor's time it took, and what it said.
func peakOf(t *testing.T, program string, args ...string) (kb int64, took time.Duration, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 12*rollTime)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "GOGC=") // as it is without what tests are run with
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // what it is worth is in what it said
		close(ended)
	}()
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if _, after, found := strings.Cut(string(status), "VmHWM:"); found {
			_, _ = fmt.Sscan(after, &kb)
		}
		select {
		case <-ended:
			return kb, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), out.String()
		case <-time.After(5 * time.Millisecond):
		}
	}
}
