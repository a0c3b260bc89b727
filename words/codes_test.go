// SPDX-License-Identifier: Apache-2.0

package words

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/rules/volunteer"
)

var update = flag.Bool("update", false, "write the codes for the pages")

const app = "../web/src/app/"

// What the pages know of the ledger's words are generated files: `go test ./words -update` writes them.
func TestGeneratedFiles(t *testing.T) {
	for name, made := range map[string]string{
		"shared/codes.gen.ts": codes(), "shared/act-names.gen.ts": actNames(), "shared/orders/names.gen.ts": orderNames(),
		"shared/evidence.gen.ts":               evidenceWords(),
		"resident/on-demand/help/names.gen.ts": skillNames(),
	} {
		made = "// SPDX-License-Identifier: Apache-2.0\n\n" + made
		if *update {
			if err := os.WriteFile(app+name, []byte(made), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(app + name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(string(kept), made); diff != "" {
			t.Errorf("%s is not what this package says (-file +made); -update writes it:\n%s", name, diff)
		}
	}
}

func codes() string {
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(sentences)), func(key string) bool { return strings.Contains(key, "/") })
	return "// The codes of the ledger. Written by `go test ./words -update`.\n\nexport type LedgerCode =\n  | \"" +
		strings.Join(codes, "\"\n  | \"") + "\";\n"
}

func actNames() string {
	return "// What people call each type of act. Written by `go test ./words -update`.\n\n" +
		"import type { Text } from \"./language.ts\";\n\nexport const actNames: { [type: string]: Text } = " + table(acts) + ";\n"
}

func evidenceWords() string {
	return "// What bundles of evidence say. Written by `go test ./words -update`.\n\nimport type { Text } from \"./language.ts\";\n\n" +
		"export const evidenceKinds: { readonly [kind: string]: Text } = " + table(evidenceKinds) + ";\n\n" +
		"export const evidenceTerms: { readonly [word: string]: Text } = " + table(evidenceTerms) + ";\n\n" +
		"// Where an argument goes stands its name, and after a colon its form.\n" +
		"export const evidenceSays: { readonly [code: string]: Text } = " + table(evidence) + ";\n"
}

func orderNames() string {
	return "// What people call kinds and priorities of orders. Written by `go test ./words -update`.\n\n" +
		"export const kinds = " + table(OrderKinds) + " as const;\n\nexport const priorities = " + table(OrderPriorities) + " as const;\n"
}

func skillNames() string {
	return "// What people call what they can do for a neighbour. Written by `go test ./words -update`.\n\n" +
		"export const skills = " + tableIn(volunteer.Skills(), Skills) + " as const;\n"
}

// table has each name in both languages.
func table(names map[string]Text) string { return tableIn(slices.Sorted(maps.Keys(names)), names) }

// tableIn has them in an order, as Biome writes it.
func tableIn[Name ~string](order []Name, names map[string]Text) string {
	var made strings.Builder
	made.WriteString("{\n")
	for _, of := range order {
		name := string(of)
		key := strconv.Quote(name)
		if !strings.ContainsAny(name, ".-") {
			key = name
		}
		fmt.Fprintf(&made, "  %s: [%q, %q],\n", key, names[name].ZH, names[name].EN)
	}
	return made.String() + "}"
}

// Every kind and priority of the rules has a name.
func TestOrderNames(t *testing.T) {
	for _, kind := range order.Kinds() {
		if name := OrderKinds[string(kind)]; name.ZH == "" || name.EN == "" {
			t.Errorf("kind %s has no name", kind)
		}
	}
	for _, priority := range order.Priorities() {
		if name := OrderPriorities[string(priority)]; name.ZH == "" || name.EN == "" {
			t.Errorf("priority %s has no name", priority)
		}
	}
}

// Every skill of the rules has a name.
func TestSkillNames(t *testing.T) {
	for _, skill := range volunteer.Skills() {
		if name := Skills[string(skill)]; name.ZH == "" || name.EN == "" {
			t.Errorf("skill %s has no name", skill)
		}
	}
	if len(Skills) != len(volunteer.Skills()) {
		t.Error("there is a name of no skill")
	}
}
