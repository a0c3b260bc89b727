// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/checkpoint"
)

// shownHead is one that bodies have signed.
func shownHead(t *testing.T, msps ...string) cosignedHead {
	t.Helper()
	head := checkpoint.Head{Size: 234, Root: sha256.Sum256([]byte("root"))}
	var all []checkpoint.Cosigned
	for i, msp := range msps {
		seed := sha256.Sum256([]byte(msp))
		key := ed25519.NewKeyFromSeed(seed[:])
		note, err := checkpoint.Cosign(head, msp, key, int64(1_800_000_000+60*i))
		if err != nil {
			t.Fatal(err)
		}
		c, err := checkpoint.Open(note, []checkpoint.Witness{{MSP: msp, Key: key.Public().(ed25519.PublicKey)}})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	joined, err := checkpoint.Join(all...)
	if err != nil {
		t.Fatal(err)
	}
	return cosignedHead{joined, map[string]string{"OwnersMSP": "业委会", "StreetMSP": "街道办"}}
}

// What is written can be written over, and nothing else is; printing it twice gives the same page.
func TestHeadInFiles(t *testing.T) {
	dir := t.TempDir()
	h := shownHead(t, "OwnersMSP", "StreetMSP")
	out, pdf, other := filepath.Join(dir, "head"), filepath.Join(dir, "head.pdf"), filepath.Join(dir, "other")
	if err := os.WriteFile(other, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var pages [][]byte
	for range 2 {
		if replaceableHead(out) != nil || replaceablePaper(pdf) != nil {
			t.Error("it cannot be written over")
		}
		if err := h.write(out, pdf); err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(pdf)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	if !bytes.Equal(pages[0], pages[1]) {
		t.Error("printing it twice gives two pages")
	}
	if note, err := os.ReadFile(out); err != nil || string(note) != h.Note() {
		t.Errorf("%q, %v", note, err)
	}
	if replaceableHead(other) == nil || replaceablePaper(other) == nil || replaceablePaper(out) == nil || replaceableHead(pdf) == nil {
		t.Error("another file would be lost")
	}
	if read, err := readHeads([]string{out}); err != nil || read[0] != h.Note() {
		t.Errorf("%q, %v", read, err)
	}
	if _, err := readHeads([]string{other}); err == nil {
		t.Error("a file is taken for a head")
	}
}

func TestHeadInWords(t *testing.T) {
	h := shownHead(t, "OwnersMSP", "StreetMSP")
	var words, raw strings.Builder
	if err := h.print(&words); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"234 blocks", h.Root.String(), "业委会 (OwnersMSP) 2027-01-15T08:00:00Z", h.Note()} {
		if !strings.Contains(words.String(), want) {
			t.Errorf("%q is missing in %s", want, words.String())
		}
	}
	if err := h.json(&raw); err != nil || !strings.Contains(raw.String(), `"name": "街道办"`) || !strings.Contains(raw.String(), `"size": 234`) {
		t.Errorf("%s, %v", raw.String(), err)
	}
}

// The most bodies that a channel has still fit on the page.
func TestHeadOfManyBodiesOnPaper(t *testing.T) {
	var msps []string
	for i := range 16 {
		msps = append(msps, "SomeLongNameOfABody"+string(rune('A'+i))+"MSP")
	}
	var page bytes.Buffer
	if err := shownHead(t, msps...).paper().Print(&page); err != nil {
		t.Fatal(err)
	}
}
