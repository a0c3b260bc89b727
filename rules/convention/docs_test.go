// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/convention"
)

const page = "../../docs/conventions.md"

// The page's tables are what the rules say, and the text that it shows is read.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"facts": facts(), "bounds": bounds()})
	_, rest, _ := strings.Cut(said, "~~~\n")
	text, _, _ := strings.Cut(rest, "~~~\n")
	if _, refusals := compiler(t).Read(text); len(refusals) > 0 || text == "" {
		t.Errorf("the text on the page is refused: %+v", refusals)
	}
}

func facts() string {
	var b strings.Builder
	b.WriteString("| fact | type | is one of |\n|---|---|---|\n")
	for _, f := range convention.FixedFacts() {
		one := ""
		if f.Words != nil {
			one = "`" + strings.Join(f.Words, "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Name, f.Type, one)
	}
	return b.String()
}

func bounds() string {
	var b strings.Builder
	b.WriteString("| what | at least | at most |\n|---|---|---|\n")
	for _, bound := range []struct {
		what string
		most int
	}{
		{"bytes of a text", convention.MaxText}, {"bytes of a line", convention.MaxLine}, {"articles", convention.MaxArticles},
		{"number of an article", convention.MaxNumber}, {"bytes of a title or heading", convention.MaxHeading},
		{"examples of a rule", convention.MaxExamples}, {"rungs of a ladder", convention.MaxRungs},
		{"bytes of a condition", convention.MaxWhen}, {"cost of a condition", convention.MaxCost},
		{"brackets within brackets", convention.MaxNesting}, {"items of a list", convention.MaxList},
		{"bytes of a text in a condition, or of a fact", convention.MaxTextFact}, {"days that earlier breaches are asked for", convention.MaxWithin},
	} {
		fmt.Fprintf(&b, "| %s | | %d |\n", bound.what, bound.most)
	}
	for _, key := range convention.Keys() {
		if key.Most > 0 {
			fmt.Fprintf(&b, "| `%s` | %d | %d |\n", key.Name, key.Least, key.Most)
		}
	}
	return b.String()
}

// What stands in the record of a rule is the version that go.mod asks for.
func TestEngine(t *testing.T) {
	raw, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimPrefix(convention.Engine, "cel-go ")
	if !strings.Contains(string(raw), "\tcel.dev/cel-go "+version+"\n") {
		t.Errorf("go.mod does not ask for %s", convention.Engine)
	}
}
