// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
)

// On the recorded ledger the bodies define a chaincode twice. Each of its transactions names the version in force, and has read its
// number: so none can take effect under a definition other than the one that it was endorsed under.
func TestDefinitionInForce(t *testing.T) {
	raws, _ := recorded(t)
	trust, err := TrustFrom(raws[0])
	if err != nil {
		t.Fatal(err)
	}
	var seen []Definition
	for row := range judging(t, raws, trust).Rows() {
		d, err := row.State.Definition("store")
		if err != nil {
			t.Fatal(err)
		}
		if len(seen) == 0 || seen[len(seen)-1] != d {
			seen = append(seen, d)
		}
		for _, tx := range row.Transactions {
			if tx.Chaincode == "store" && (tx.Version != d.Version || !readsSequence(tx)) {
				t.Errorf("block %d: %s was endorsed under %q, %+v is in force", row.Block, tx.ID, tx.Version, d)
			}
		}
	}
	if diff := cmp.Diff([]Definition{{}, {1, "1"}, {2, "2"}}, seen); diff != "" {
		t.Error(diff)
	}
}

func readsSequence(tx Transaction) bool {
	return slices.ContainsFunc(tx.Sets, func(set ReadWrites) bool {
		return set.Namespace == Lifecycle && slices.ContainsFunc(set.Public.GetReads(), func(r *kvrwset.KVRead) bool {
			return r.GetKey() == "namespaces/fields/store/Sequence" && r.GetVersion() != nil
		})
	})
}

// Whoever has seen enough ends the judging.
func TestRowsEndWhenAsked(t *testing.T) {
	raws, _ := recorded(t)
	judge := judging(t, raws, Trust{})
	for range judge.Rows() {
		break
	}
	if s := judge.Summary(); !s.Stopped || s.Blocks != 1 {
		t.Errorf("%+v", s)
	}
}
