// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
)

// A batch may hold the same act twice, with other signatures: who published a result are those whose signatures the ledger took.
func TestActTwiceInABatch(t *testing.T) {
	const text = `{"body":{"election":"e"},"type":"election.publish"}`
	hash := act.HashOf(text).String()
	taken := act.Signed{Text: text, Signatures: []act.Signature{{By: "zhang"}, {By: "li"}}}
	invented := act.Signed{Text: text, Signatures: []act.Signature{{By: "zhang"}, {By: "nobody"}}}
	for name, c := range map[string]struct {
		batch []act.Signed
		codes []act.Code
	}{
		"invented first": {[]act.Signed{invented, taken}, []act.Code{contract.NotEnrolled, contract.OK}},
		"invented last":  {[]act.Signed{taken, invented}, []act.Code{contract.OK, contract.NotEnrolled}},
	} {
		args, err := json.Marshal(c.batch)
		if err != nil {
			t.Fatal(err)
		}
		response, err := json.Marshal([]contract.Outcome{{Act: hash, Code: c.codes[0]}, {Act: hash, Code: c.codes[1]}})
		if err != nil {
			t.Fatal(err)
		}
		acts := actsOf(ledger.Transaction{Function: "Submit", Args: []string{string(args)}, Response: response})
		if got := acts[hash].publishers(); !slices.Equal(got, []string{"zhang", "li"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
