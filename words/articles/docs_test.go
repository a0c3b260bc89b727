// SPDX-License-Identifier: Apache-2.0

package articles_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words/articles"
)

// The page says of each code what people read of it.
func TestPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("| code | what its author reads |\n|---|---|\n")
	for _, code := range codes(t) {
		for _, one := range ofs(code) {
			args := map[string]string{}
			for name := range strings.FieldsSeq("most least key word words fact function number last first char block cost effect before comes expected") {
				args[name] = "…"
			}
			args["of"] = one
			said := articles.Refusal(convention.Refusal{Code: convention.Code(code), Args: args})
			fmt.Fprintf(&b, "| `%s` | %s |\n", code, strings.ReplaceAll(strings.ReplaceAll(said.EN, "|", `\|`), "<", "&lt;"))
		}
	}
	rulestest.Page(t, "../../docs/conventions.md", map[string]string{"refusals": b.String()})
}
