// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/oracle/dialect"
)

const pages = "../../docs/devices/"

func page(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Every profile has its page, which the list of pages names, and no page is of a profile that there is not.
func TestPages(t *testing.T) {
	paths, err := filepath.Glob(pages + "*.md")
	if err != nil {
		t.Fatal(err)
	}
	list := page(t, pages+"README.md")
	var names []string
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".md")
		if name == "README" {
			continue
		}
		names = append(names, name)
		if !strings.Contains(list, "\n| ["+name+"]("+name+".md) | ") {
			t.Errorf("README.md does not list %s", name)
		}
	}
	slices.Sort(names)
	if diff := gocmp.Diff(dialect.Profiles(), names); diff != "" {
		t.Errorf("(-profiles +pages):\n%s", diff)
	}
}

// The messages that a page shows are understood.
func TestShownMessages(t *testing.T) {
	shown := 0
	for _, profile := range dialect.Profiles() {
		json := false
		for line := range strings.Lines(page(t, pages+profile+".md")) {
			if fence, ok := strings.CutPrefix(line, "```"); ok {
				json = strings.TrimSpace(fence) == "json"
				continue
			}
			if json {
				shown++
				flat(t, profile, message("", []byte(line)))
			}
		}
	}
	if shown < 3 {
		t.Errorf("%d messages are shown", shown)
	}
}
