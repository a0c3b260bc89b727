// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract"
)

const signedByHead = `// SPDX-License-Identifier: Apache-2.0

// Generated from the declarations of the acts: go test ./contract/chapters -update

// Whose signatures each type of act asks for. What the sets are is in src/evidence/signers.ts.

export type SignedBy = %s;

export const signedBy: { readonly [type: string]: SignedBy } = {
%s};
`

// signedBy is the table of who signs what, in TypeScript.
func signedBy(acts []contract.Declared) string {
	var rows strings.Builder
	for _, d := range acts {
		fmt.Fprintf(&rows, "  %q: %q,\n", d.Name(), d.SignedBy().Name)
	}
	return fmt.Sprintf(signedByHead, union(setsOf(acts)), rows.String())
}

func setsOf(acts []contract.Declared) []string {
	var sets []string
	for _, d := range acts {
		sets = append(sets, d.SignedBy().Name)
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}

// signers are those of whom signersTable tries every row of up to three: officers of two bodies, an owner, a worker.
var signers = map[rune]contract.Credential{
	'a': {Kind: contract.Officer, Body: "a"}, 'b': {Kind: contract.Officer, Body: "b"},
	'o': {Kind: contract.Owner, Person: "o"}, 'w': {Kind: contract.Worker, Body: "a"},
}

// signersTable says of each set which rows of signers it takes: what other implementations of the sets are held against.
func signersTable(t *testing.T, acts []contract.Declared) string {
	rows := []string{""}
	for i := 0; len(rows[i]) < 3; i++ {
		for _, next := range "abow" {
			rows = append(rows, rows[i]+string(next))
		}
	}
	takes := map[string]string{}
	for _, d := range acts {
		takes[d.SignedBy().Name] = taken(d.SignedBy(), rows[1:])
	}
	raw, err := json.MarshalIndent(takes, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw) + "\n"
}

func taken(set contract.Signers, rows []string) string {
	var taken []string
	for _, row := range rows {
		var by []contract.Credential
		for _, name := range row {
			by = append(by, signers[name])
		}
		if set.Check(by) == nil {
			taken = append(taken, row)
		}
	}
	return strings.Join(taken, " ")
}
