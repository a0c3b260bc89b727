// SPDX-License-Identifier: Apache-2.0

// Package rulestest is what the tests of rules have in common: how many histories are drawn, and pages whose tables the rules write.
package rulestest

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated parts of pages instead of comparing them")

// histories are how many are drawn if -rapid.checks does not say it.
const histories = "100000"

// Main runs a package's tests, whose properties are checked for so many histories; under -short for as many as rapid itself draws.
func Main(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "rapid.checks" })
	if !said && !testing.Short() {
		if err := flag.Set("rapid.checks", histories); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// Page holds the generated parts of a page against what they should be, by name; -update writes them. A part stands between
// <!-- name --> and <!-- /name -->. It returns the page as it was.
func Page(t *testing.T, path string, parts map[string]string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := string(raw)
	for name, part := range parts {
		before, rest, opened := strings.Cut(want, "<!-- "+name+" -->\n")
		_, after, closed := strings.Cut(rest, "<!-- /"+name+" -->\n")
		if !opened || !closed {
			t.Fatalf("%s has no place for the %s", path, name)
		}
		want = before + "<!-- " + name + " -->\n" + part + "<!-- /" + name + " -->\n" + after
	}
	switch {
	case want == string(raw):
	case *update:
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatalf("%s is not what the rules say; run its test with -update", path)
	}
	return string(raw)
}
