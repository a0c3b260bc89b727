// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestOwn makes the inventory of this very test.
func TestOwn(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	carried, err := parse("pkg:npm/%40noble/curves@2.4.0")
	if err != nil || carried.name != "@noble/curves" || carried.version != "2.4.0" {
		t.Fatalf("%+v, %v", carried, err)
	}
	carried.dir = filepath.Join("..", "..", "identity", "font") // a licence, whosesoever
	programs, parts, err := readAll([]string{exe}, []part{carried})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, p := range parts {
		ids[p.name] = strings.Join(p.ids(), " ")
	}
	for name, want := range map[string]string{
		"std": "BSD-3-Clause", "github.com/CycloneDX/cyclonedx-go": "Apache-2.0", "github.com/google/licensecheck": "BSD-3-Clause",
		"@noble/curves": "Apache-2.0",
	} {
		if !strings.Contains(ids[name], want) {
			t.Errorf("%s: %q, not %q", name, ids[name], want)
		}
	}
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := writeBOM(w, time.Unix(1, 0).UTC(), programs, parts); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) || !strings.Contains(first.String(), programs[0].sha256) {
		t.Errorf("the bill differs from itself, or does not name its program:\n%s", first.String())
	}
}

func TestLicencesIn(t *testing.T) {
	dir := t.TempDir()
	if _, err := licencesIn(dir); err == nil {
		t.Error("a part without a licence is taken")
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("LICENSE", "Do with it whatever the author allows by telephone.\n")
	if _, err := licencesIn(dir); err == nil {
		t.Error("a licence that nobody knows is taken")
	}
	mit, err := os.ReadFile(filepath.Join("testdata", "MIT"))
	if err != nil {
		t.Fatal(err)
	}
	write("COPYING.md", string(mit))
	write("NOTICE", "Whose it is.\n")
	write("license.go", "package license\n")
	all, err := licencesIn(dir)
	if err != nil || len(all) != 3 || !slices.Equal(part{licences: all}.ids(), []string{"MIT"}) {
		t.Errorf("%+v, %v", all, err)
	}
}
