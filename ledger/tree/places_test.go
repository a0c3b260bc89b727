// SPDX-License-Identifier: Apache-2.0

package tree_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
)

// Of what evidence shows it is kept where it was written, each time, whether valid transactions wrote it or others; of other documents
// nothing is. The keys of a kind come with the greatest first, however many there are, and those of another kind are none of them.
func TestPlacesAreKept(t *testing.T) {
	kept := open(t, filepath.Join(t.TempDir(), "tree.db"))
	apply(t, kept, 0, 1)
	var heads []string
	community, other := contract.Communities.Key("garden"), contract.Key("other", "garden")
	for number := range uint64(350) {
		head := witness.Heads.Key(witness.SizeName(number), "MSP")
		b := block(number + 1)
		b.Config, b.Transactions[0].Defines, b.Transactions[1].Defines = number == 7, number == 9, true
		b.Transactions[0].Writes = []ledger.Write{{Key: other}, {Key: head}, {Key: community}}
		b.Transactions[1].Writes = []ledger.Write{{Key: community}} // it is not valid
		if number == 3 {
			b.Transactions[1].Code, b.Transactions[1].Defines = peer.TxValidationCode_VALID, false
		}
		if err := kept.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, head)
	}
	slices.Reverse(heads)
	var found []string
	for key, err := range kept.Keys(t.Context(), witness.Heads) {
		if found = append(found, key); err != nil {
			t.Fatal(err)
		}
		if _, err := kept.Written(t.Context(), key); err != nil { // while they are listed
			t.Fatal(err)
		}
	}
	if !slices.Equal(found, heads) {
		t.Errorf("%d keys, not %d, or in another order", len(found), len(heads))
	}
	places, err := kept.Written(t.Context(), community)
	if err != nil || len(places) != 351 || places[3] != (tree.Place{Block: 4, Index: 2}) || places[4] != (tree.Place{Block: 4, Index: 3}) ||
		places[5] != (tree.Place{Block: 5, Index: 2}) {
		t.Errorf("%d places, %v %v", len(places), places[:6], err)
	}
	if places, err := kept.Written(t.Context(), other); err != nil || len(places) > 0 {
		t.Errorf("%v %v", places, err)
	}
	configs, err := kept.Configs(t.Context())
	if err != nil || !slices.Equal(configs, []uint64{8}) {
		t.Errorf("%v %v", configs, err)
	}
	if definitions, err := kept.Definitions(t.Context()); err != nil || !slices.Equal(definitions, []uint64{10}) {
		t.Errorf("%v %v", definitions, err)
	}
}
