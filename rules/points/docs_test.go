// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/points"
)

const page = "../../docs/points.md"

// The page's tables are what the rules say, and it says what each reason means.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"steps": steps(), "bounds": bounds()})
	for _, reason := range points.Reasons() {
		if !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", reason)) {
			t.Errorf("%s does not say what %s means", page, reason)
		}
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
