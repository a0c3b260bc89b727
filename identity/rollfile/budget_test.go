// SPDX-License-Identifier: Apache-2.0

package rollfile_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity/rollfile"
)

const (
	relationship = `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbookRels = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/>` +
		`<Relationship Id="r3" Type="x/styles" Target="y.xml"/></Relationships>`
	listing = `<workbook><sheets><sheet name="1" id="r1"/></sheets></workbook>`
)

// hostile is a workbook with the parts given.
func hostile(t testing.TB, sheet, texts, styles string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for _, part := range []struct{ name, text string }{
		{"_rels/.rels", relationship}, {"xl/_rels/workbook.xml.rels", workbookRels}, {"xl/workbook.xml", listing},
		{"xl/s.xml", sheet}, {"xl/t.xml", texts}, {"xl/y.xml", styles},
	} {
		w, err := archive.Create(part.name)
		if err == nil {
			_, err = w.Write([]byte(part.text))
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

// heldWhile is the most of the heap that was in use while something was done, beyond what was before.
func heldWhile(do func()) int64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	most := make(chan int64)
	go func() {
		var peak int64
		for {
			runtime.ReadMemStats(&now)
			peak = max(peak, int64(now.HeapAlloc)-int64(before.HeapAlloc))
			select {
			case <-done:
				most <- peak
				return
			case <-time.After(2 * time.Millisecond): // reading the memory stops the world
			}
		}
	}()
	do()
	close(done)
	return <-most
}

// A workbook that asks for much more than it has is refused, or read, within the memory of an import.
func TestHostileWorkbooks(t *testing.T) {
	var far, merged strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i*300+1, i*300+1)
		fmt.Fprintf(&merged, `<mergeCell ref="%s1:%s1048576"/>`, strings.Repeat("A", i%3+1), strings.Repeat("A", i%3+1))
	}
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 150_000)
	for name, file := range map[string][]byte{
		"far cells":       hostile(t, "<sheetData>"+far.String()+"</sheetData>", "", ""),
		"many rows":       hostile(t, "<sheetData>"+rows+"</sheetData>", "", ""),
		"many cells":      hostile(t, "<sheetData><row>"+strings.Repeat("<c><v>1</v></c>", 1_500_000)+"</row></sheetData>", "", ""),
		"one merge":       hostile(t, "<sheetData>"+far.String()+"</sheetData><mergeCell ref=\"A1:XFD1048576\"/>", "", ""),
		"many merges":     hostile(t, "<sheetData>"+far.String()+"</sheetData>"+merged.String(), "", ""),
		"a long text":     hostile(t, "<sheetData/>", "<si><t>"+strings.Repeat("x", 47<<20)+"</t></si>", ""),
		"many texts":      hostile(t, "<sheetData/>", strings.Repeat("<si><t>x</t></si>", 2_500_000), ""),
		"many attributes": hostile(t, "<sheetData "+strings.Repeat(" a=''", 8_000_000)+"/>", "", ""),
		"many styles":     hostile(t, "<sheetData/>", "", "<cellXfs>"+strings.Repeat("<xf/>", 8_000_000)+"</cellXfs>"),
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			held := heldWhile(func() { _, err = rollfile.Read(t.Context(), bytes.NewReader(file)) })
			if err == nil {
				t.Error("it was read")
			}
			t.Logf("%d bytes, %d MB: %v", len(file), held>>20, err)
			if held > 200<<20 {
				t.Errorf("reading it held %d MB", held>>20)
			}
		})
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	file := hostile(t, "<sheetData>"+strings.Repeat(`<row><c><v>1</v></c></row>`, 50_000)+"</sheetData>", "", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rollfile.Read(ctx, bytes.NewReader(file)); !errors.Is(err, context.Canceled) {
		t.Errorf("read on: %v", err)
	}
}

// FuzzXLSX looks for panics in sheets, texts and styles, and for memory beyond an import's.
func FuzzXLSX(f *testing.F) {
	f.Add("<sheetData><row r='1'><c r='A1' t='s' s='0'><v>0</v></c></row></sheetData><mergeCell ref='A1:B2'/>", "<si><t>楼栋</t></si>",
		"<numFmt numFmtId='200' formatCode='0&quot;幢&quot;'/><cellXfs><xf numFmtId='200'/></cellXfs>")
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		file := hostile(t, sheet, texts, styles)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = rollfile.Read(t.Context(), bytes.NewReader(file))
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 64<<20 {
			t.Errorf("%d bytes took %d", len(file), taken)
		}
	})
}
