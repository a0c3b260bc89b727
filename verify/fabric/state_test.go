// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"pgregory.net/rapid"
)

// A view scans what a plain sorted map would hold, however keys came and went.
func TestViewScansInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, model := newWorld(), map[string]string{}
		for block := range uint64(rapid.IntRange(1, 6).Draw(t, "blocks")) {
			v := view{base: base, updates: newWorld()}
			for range rapid.IntRange(0, 700).Draw(t, "writes") {
				key := strconv.Itoa(rapid.IntRange(0, 1500).Draw(t, "key"))
				s := &stored{value: []byte{byte(block)}, version: version{block, 0}}
				if model[key] = string(s.value); rapid.IntRange(0, 3).Draw(t, "delete") == 0 {
					s.value = nil
					delete(model, key)
				}
				v.updates.put(place{"ns", "", key}, s)
			}
			start, end := rapid.StringMatching(`[0-9]{0,3}`).Draw(t, "start"), rapid.StringMatching(`[0-9]{0,3}`).Draw(t, "end")
			compare(t, v, model, start, end)
			base.commit(v.updates)
			compare(t, view{base: base, updates: newWorld()}, model, start, end)
		}
		if base.keys() != len(model) {
			t.Fatalf("%d keys, not %d", base.keys(), len(model))
		}
	})
}

func compare(t *rapid.T, v view, model map[string]string, start, end string) {
	var got, want []string
	v.scan("ns", start, end, func(key string, s *stored) bool {
		got = append(got, key+string(s.value))
		return true
	})
	for _, key := range slices.Sorted(maps.Keys(model)) {
		if key >= start && (end == "" || key < end) {
			want = append(want, key+model[key])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("from %q to %q: %s", start, end, diff)
	}
}

// A state of tiny keys would take many times the memory of the ledger that writes them.
func TestStateIsBoundByTheLedger(t *testing.T) {
	var found Finding
	j := NewJudge(t.Context(), nil, Trust{}, func(f Finding) { found = f })
	j.summary.Size = 1 << 20
	s := &validation{Judge: j, block: 1, view: view{base: j.world, updates: newWorld()}}
	for i := range stateAtLeast / perKey * 2 {
		set := &kvrwset.KVRWSet{Writes: []*kvrwset.KVWrite{{Key: strconv.Itoa(i), Value: []byte("v")}}}
		tx := &transaction{chdr: &common.ChannelHeader{Type: int32(common.HeaderType_ENDORSER_TRANSACTION)},
			rwset: []ReadWrites{{Namespace: "store", Public: set}}}
		if !s.judgeState(tx) {
			if found.Check != Validity {
				t.Error("it does not say why")
			}
			return
		}
	}
	t.Error("the state may take any memory")
}
