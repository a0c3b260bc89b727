// SPDX-License-Identifier: Apache-2.0

package words

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the codes for the pages")

const shared = "../web/src/app/shared/"

// What the pages know of the ledger's words are generated files: `go test ./words -update` writes them.
func TestGeneratedFiles(t *testing.T) {
	for name, made := range map[string]string{"codes.gen.ts": codes(), "act-names.gen.ts": actNames()} {
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
	var made strings.Builder
	made.WriteString("// What people call each type of act. Written by `go test ./words -update`.\n\n" +
		"import type { Text } from \"./language.ts\";\n\nexport const actNames: { [type: string]: Text } = {\n")
	for _, kind := range slices.Sorted(maps.Keys(acts)) {
		fmt.Fprintf(&made, "  %q: [%q, %q],\n", kind, acts[kind].ZH, acts[kind].EN)
	}
	return made.String() + "};\n"
}
