// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// inside has the package below fail in every way that a package can.
const inside = `package inside

import ("testing"; "time")

func TestPasses(t *testing.T) { t.Log("nobody asks"); time.Sleep(30 * time.Millisecond) }
func TestFails(t *testing.T) { t.Log("before"); t.Error("it is wrong") }
func TestParts(t *testing.T) {
	t.Run("good", func(t *testing.T) { t.Log("all is well") })
	t.Run("bad", func(t *testing.T) { t.Error("a part is wrong") })
}
`

const crashes = `func TestCrashes(t *testing.T) { println("last words"); go panic("the end"); time.Sleep(time.Minute) }
`

// report runs go test over some files, and returns what testlog shows, the file of times, and whether go test failed.
func report(t *testing.T, source string) (shown, times string, failed bool) {
	t.Helper()
	dir := t.TempDir()
	for file, text := range map[string]string{"go.mod": "module inside\n", "a_test.go": source} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	test := exec.CommandContext(t.Context(), "go", "test", "-json", "-vet=off", ".")
	test.Dir = dir
	events, err := test.Output()
	var out, file strings.Builder
	if err := newReader(&out, &file).read(strings.NewReader(string(events))); err != nil {
		t.Fatal(err)
	}
	return out.String(), file.String(), err != nil
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

func TestWhatFailedIsShown(t *testing.T) {
	shown, times, failed := report(t, inside)
	if !failed {
		t.Error("go test passes")
	}
	wants(t, shown, "--- FAIL: TestFails", "before", "it is wrong", "a part is wrong", "--- FAIL: TestParts/bad", "FAIL\tinside")
	for _, noise := range []string{"nobody asks", "all is well", "=== RUN", "PASS: TestPasses"} {
		if strings.Contains(shown, noise) {
			t.Errorf("%q is shown:\n%s", noise, shown)
		}
	}
	wants(t, times, " s  inside TestPasses\n", "inside TestParts/good\n", "inside TestParts\n")
}

func TestWhatDoesNotEndIsShown(t *testing.T) {
	shown, _, failed := report(t, inside+crashes)
	if !failed {
		t.Error("go test passes")
	}
	wants(t, shown, "last words", "panic: the end", "FAIL\tinside")
}

func TestWhatDoesNotBuildIsShown(t *testing.T) {
	shown, _, failed := report(t, inside+"func TestNothing(t *testing.T) { nothing() }\n")
	if !failed {
		t.Error("go test passes")
	}
	wants(t, shown, "undefined: nothing", "FAIL\tinside [build failed]")
}

func TestOtherLinesAreShown(t *testing.T) {
	var shown, times strings.Builder
	if err := newReader(&shown, &times).read(strings.NewReader("go: something\n")); err != nil || shown.String() != "go: something\n" {
		t.Errorf("%v: %q", err, &shown)
	}
}
