// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/linli-project/linli/contract/convention"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/web"
	"github.com/linli-project/linli/words/articles"
)

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	written = regexp.MustCompile(`(?s)\((.*?[^\\](?:\\\\)*)\) ?Tj`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// readPDF is the text of a PDF, without spaces, as lines break anywhere.
func readPDF(t *testing.T, pdf []byte) string {
	t.Helper()
	var all strings.Builder
	for _, stream := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue // no text
		}
		page, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		for _, text := range written.FindAllSubmatch(page, -1) {
			raw := escaped.ReplaceAllFunc(text[1], func(two []byte) []byte {
				if two[1] == 'r' {
					return []byte("\r")
				}
				return two[1:]
			})
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = binary.BigEndian.Uint16(raw[2*i:])
			}
			all.WriteString(string(utf16.Decode(units)))
		}
	}
	return spaceless(all.String())
}

func spaceless(text string) string { return strings.Join(strings.Fields(text), "") }

// The convention on paper has every word of its articles, and what each rule does.
func TestConventionPaper(t *testing.T) {
	e := newEstate(t)
	ledger := &adopted{Index: e.Index, texts: map[string]string{}}
	pages, err := web.New(ledger, time.Now)
	must(t, err)
	h := pages.Handler()
	if w := get(t, h, "/c/garden/convention.pdf", "zh"); w.Code != 404 {
		t.Errorf("no convention is in force: %d", w.Code)
	}
	bike, _ := rules.Template("e-bike")
	hash := ledger.adds(bike, time.Now().Add(-time.Hour))
	read, _, err := convention.Read(bike)
	must(t, err)
	for _, lang := range []string{"zh", "en"} {
		w := get(t, h, "/c/garden/convention.pdf", lang)
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		said := readPDF(t, w.Body.Bytes())
		want := []string{read.Title, hash, "2026-autumn"}
		for _, a := range read.Articles {
			want = append(append(want, a.Heading), rules.Words(a.Lines)...)
			if a.Rule != nil {
				does := articles.Rule(*a.Rule)
				want = append(want, does.ZH, does.EN, a.Examples[0].Name)
			}
		}
		for _, part := range want {
			if !strings.Contains(said, spaceless(part)) {
				t.Errorf("%s: no %q", lang, part)
			}
		}
		if dir := os.Getenv("LINLI_LETTERS"); dir != "" { // to look at
			must(t, os.WriteFile(filepath.Join(dir, "convention-"+lang+".pdf"), w.Body.Bytes(), 0o600))
		}
	}
	for _, path := range []string{"/c/elsewhere/convention.pdf", "/c/garden/convention.pdf?hash=" + strings.Repeat("a", 64)} {
		if w := get(t, h, path, "zh"); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// The longest text there may be is printed in bounded time, and once.
func TestLongConventionOnPaper(t *testing.T) {
	e := newEstate(t)
	ledger := &adopted{Index: e.Index, texts: map[string]string{}}
	pages, err := web.New(ledger, time.Now)
	must(t, err)
	h := pages.Handler()
	var text strings.Builder
	text.WriteString("# 公约\n")
	for i := range 200 {
		fmt.Fprintf(&text, "\n## %d. 第 %d 条\n\n%s\n", i+1, i+1, strings.Repeat("邻里好。", 47))
	}
	ledger.adds(text.String(), time.Now().Add(-time.Hour))
	began := time.Now()
	first := get(t, h, "/c/garden/convention.pdf", "zh")
	took := time.Since(began)
	if first.Code != 200 || took > 20*time.Second || first.Body.Len() > 4<<20 {
		t.Fatalf("%d, %d bytes of text, %d of paper in %v", first.Code, text.Len(), first.Body.Len(), took)
	}
	if said := readPDF(t, first.Body.Bytes()); strings.Count(said, "邻里好。") != 200*47 {
		t.Errorf("%d times", strings.Count(said, "邻里好。"))
	}
	clear(ledger.texts)
	if second := get(t, h, "/c/garden/convention.pdf", "zh"); second.Body.String() != first.Body.String() {
		t.Errorf("it is printed again: %d", second.Code)
	}
}
