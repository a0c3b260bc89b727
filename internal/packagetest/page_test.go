// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// page has the commands that docs/operations/install.md shows.
type page struct {
	t    *testing.T
	left []string // that have not been asked for
}

func readPage(t *testing.T) *page {
	t.Helper()
	raw, err := os.ReadFile("../../docs/operations/install.md")
	if err != nil {
		t.Fatal(err)
	}
	p, shell := &page{t: t}, false
	for line := range strings.Lines(string(raw)) {
		if fence, ok := strings.CutPrefix(line, "```"); ok {
			shell = strings.TrimSpace(fence) == "sh"
		} else if shell {
			p.left = append(p.left, strings.TrimSpace(line))
		}
	}
	return p
}

// line is the next command, which has to be the one with this in it.
func (p *page) line(with string) string {
	p.t.Helper()
	if len(p.left) == 0 || !strings.Contains(p.left[0], with) {
		p.t.Fatalf("the page's next command is not one with %q: %q", with, p.left)
	}
	line := p.left[0]
	p.left = p.left[1:]
	return line
}

// read says that the page is at its end.
func (p *page) read(t *testing.T) {
	t.Helper()
	if len(p.left) > 0 {
		t.Errorf("nobody has run %q", p.left)
	}
}

// put copies a file onto the machine.
func (m *machine) put(t *testing.T, file, path string) {
	t.Helper()
	if said, err := exec.Command("cp", file, filepath.Join(m.root, path)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}
