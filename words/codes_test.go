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
)

var update = flag.Bool("update", false, "write the codes for the pages")

const shared = "../web/src/app/shared/"

// What the pages know of the ledger's words are generated files: `go test ./words -update` writes them.
func TestGeneratedFiles(t *testing.T) {
	for name, made := range map[string]string{
		"codes.gen.ts": codes(), "act-names.gen.ts": actNames(),
		"orders/names.gen.ts": orderNames(),
	} {
		made = "// SPDX-License-Identifier: Apache-2.0\n\n" + made
		if *update {
			if err := os.WriteFile(shared+name, []byte(made), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(shared + name)
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

func orderNames() string {
	return "// What people call kinds and priorities of orders. Written by `go test ./words -update`.\n\n" +
		"export const kinds = " + table(OrderKinds) + " as const;\n\nexport const priorities = " + table(OrderPriorities) + " as const;\n"
}

// table has each name in both languages, as Biome writes it.
func table(names map[string]Text) string {
	var made strings.Builder
	made.WriteString("{\n")
	for _, name := range slices.Sorted(maps.Keys(names)) {
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
