// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/points"
)

var update = flag.Bool("update", false, "write the generated parts of the page instead of comparing them")

const page = "../../docs/points.md"

// The page's tables are what the rules say, and it says what each reason means.
func TestPage(t *testing.T) {
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want := string(raw)
	for _, reason := range points.Reasons() {
		if !strings.Contains(want, fmt.Sprintf("\n| `%s` | ", reason)) {
			t.Errorf("%s does not say what %s means", page, reason)
		}
	}
	for name, part := range map[string]string{"steps": steps(), "bounds": bounds()} {
		before, rest, opened := strings.Cut(want, "<!-- "+name+" -->\n")
		_, after, closed := strings.Cut(rest, "<!-- /"+name+" -->\n")
		if !opened || !closed {
			t.Fatalf("%s has no place for the %s", page, name)
		}
		want = before + "<!-- " + name + " -->\n" + part + "<!-- /" + name + " -->\n" + after
	}
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the rules say; run go test ./rules/points -run TestPage -update", page)
	}
	if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}

// steps is the table of steps.
func steps() string {
	var b strings.Builder
	b.WriteString("| step | it says | it is refused, in this order |\n|---|---|---|\n")
	for _, form := range points.Forms() {
		said := quoted(form.Fields)
		if len(form.Optional) > 0 {
			said += ", and may say " + quoted(form.Optional) + " (all, if it does not)"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", form.Step, said, quoted(form.Reasons))
	}
	return b.String()
}

func quoted[T ~string](names []T) string {
	var all []string
	for _, name := range names {
		all = append(all, "`"+string(name)+"`")
	}
	return strings.Join(all, ", ")
}

// bounds is the table of bounds.
func bounds() string {
	var b strings.Builder
	b.WriteString("| what | at most |\n|---|---|\n")
	for _, bound := range []struct {
		what string
		most int64
	}{
		{"points for one deed", points.MaxAmount},
		{"points of an account", points.MaxBalance},
		{"a rule's budget", points.MaxBudget},
		{"days that a lot lives", points.MaxLife},
		{"lots of an account, with those in its holds", points.MaxLots},
	} {
		fmt.Fprintf(&b, "| %s | %s |\n", bound.what, thousands(bound.most))
	}
	return b.String()
}

// thousands is a number as people read it.
func thousands(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
