// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// tag is an element of a page.
var tag = regexp.MustCompile(`<(/?)([a-zA-Z!]+)([^>]*)>`)

// Of everything there is a statement in both languages, with a part for everything that a court looks at.
func TestStatements(t *testing.T) {
	e := newEstate(t)
	e.each(func(kind evidence.Kind, id string) {
		b := e.bundle(kind, id)
		for _, lang := range evidence.Languages {
			s := b.Statement(lang)
			page := string(s.HTML(lang))
			if len(s.Sections) != 6 || !strings.Contains(page, id) || !strings.Contains(page, "108 ") && !strings.Contains(page, b.Claim.Not[0].Args["block"]) {
				t.Errorf("%s in %s:\n%s", kind, lang, page)
			}
			for _, sentence := range slices.Concat(b.Claim.Says, b.Claim.Not) {
				if strings.Contains(page, ">"+sentence.Code+"<") {
					t.Errorf("%s in %s has no words for %s", kind, lang, sentence.Code)
				}
			}
			if strings.ContainsAny(page, "{}") != strings.Contains(page, "{font") || regexp.MustCompile(`\{[a-z]+\}`).MatchString(page) {
				t.Errorf("%s in %s has a place that nothing fills", kind, lang)
			}
		}
	})
}

// Whatever a bundle's maker writes, a statement has no element but its own, no attribute that leads anywhere, and nothing that runs.
func TestHostileStatements(t *testing.T) {
	e := newEstate(t)
	b := e.bundle(evidence.Transfer, e.IDs["transfer"][0])
	plain := tag.FindAllString(string(b.Statement("en").HTML("en")), -1)
	const evil = `"><script>alert(1)</script><a href="javascript:x">&lt;img src=x onerror=y>` + "\x1b\u202e"
	b.Claim.ID = evil
	for i := range b.Claim.Says {
		for name := range b.Claim.Says[i].Args {
			b.Claim.Says[i].Args[name] = evil
		}
	}
	page := b.Statement("en").HTML("en")
	if got := tag.FindAllString(string(page), -1); !slices.Equal(got, plain) {
		t.Errorf("it has other elements: %v", got)
	}
	if bytes.ContainsAny(page, "\x1b\u202e") || bytes.Contains(page, []byte("href")) && !bytes.Contains(page, []byte("&#34;")) {
		t.Errorf("%q", page)
	}
}

// A statement in a full bundle is the one that follows from it.
func TestStatementsAreChecked(t *testing.T) {
	e := newEstate(t)
	raw, err := e.full(evidence.Case, e.IDs["case"][0]).Pack()
	town.Must(t, raw, err)
	if page := []byte("<!doctype html>"); bytes.Count(raw, page) != 2 {
		t.Fatal("it has no two statements")
	}
	r := e.verify(repacked(raw, func(name string, data []byte) []byte {
		if name == "report.en.html" {
			return bytes.Replace(data, []byte("does not show"), []byte("shows as well"), 1)
		}
		return data
	}))
	if c := r.Check("report"); r.OK() || c.Status != verify.Fail {
		t.Errorf("%s", text(r))
	}
}

// repacked is a bundle whose entries somebody has changed, with a manifest that fits.
func repacked(raw []byte, change func(name string, data []byte) []byte) []byte {
	var entries []evidence.Entry
	for _, e := range unzipped(raw) {
		if e.Name != "manifest.json" {
			entries = append(entries, evidence.Entry{Name: e.Name, Data: change(e.Name, e.Data)})
		}
	}
	return listedAs("full", entries...)
}

// unzipped are the entries of an archive.
func unzipped(raw []byte) (entries []evidence.Entry) {
	r := must(zip.NewReader(bytes.NewReader(raw), int64(len(raw))))
	for _, f := range r.File {
		file := must(f.Open())
		entries = append(entries, evidence.Entry{Name: f.Name, Data: must(io.ReadAll(file))})
	}
	return entries
}
