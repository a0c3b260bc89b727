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

const codesForPages = "../web/src/app/shared/codes.gen.ts"

// The pages know the ledger's codes by a generated file: `go test ./words -update` writes it.
func TestCodesForPages(t *testing.T) {
	var made strings.Builder
	made.WriteString("// SPDX-License-Identifier: Apache-2.0\n\n// The codes of the ledger. Written by `go test ./words -update`.\n\nexport type LedgerCode =\n")
	codes := slices.DeleteFunc(slices.Sorted(maps.Keys(sentences)), func(key string) bool { return strings.Contains(key, "/") })
	for i, code := range codes {
		end := "\n"
		if i == len(codes)-1 {
			end = ";\n"
		}
		fmt.Fprintf(&made, "  | %q%s", code, end)
	}
	if *update {
		if err := os.WriteFile(codesForPages, []byte(made.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(codesForPages)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(kept), made.String()); diff != "" {
		t.Errorf("%s is not what the ledger's codes are (-file +made); -update writes it:\n%s", codesForPages, diff)
	}
}
