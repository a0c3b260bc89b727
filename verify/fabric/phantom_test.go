// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"google.golang.org/protobuf/proto"
)

// The summaries are those of Fabric 3.1.1 (rwsetutil.RangeQueryResultsHelper) for the same results.
func TestSummaryIsFabrics(t *testing.T) {
	vectors := []struct {
		degree  uint32
		results int
		left    int // results given as they are
		level   uint32
		hash    string // first 8 bytes of the SHA-256 of the encoded summary
	}{
		{2, 2, 2, 0, ""},
		{2, 3, 0, 1, "3d893713b8cc9c45"},
		{2, 4, 0, 1, "62b6e84a2c1ab9c0"},
		{2, 5, 0, 1, "e113593273e4a372"},
		{2, 9, 0, 2, "b0203f2acde55fad"},
		{2, 10, 0, 2, "2537615b8352d527"},
		{2, 28, 0, 3, "c353d2c8695e93e7"},
		{2, 51, 0, 3, "446409766206fe32"},
		{2, 100, 0, 4, "24a6c6c91a220d19"},
		{2, 2550, 0, 7, "02345f19f0f722b4"},
		{2, 2551, 0, 7, "d76ce228a3b4517a"},
		{2, 2601, 0, 7, "718e299d260afbcd"},
		{2, 2602, 0, 7, "1e516ac586f9da76"},
		{2, 7000, 0, 8, "a70e2641efe5d18f"},
		{3, 2, 2, 0, ""},
		{3, 3, 3, 0, ""},
		{3, 4, 0, 1, "62bd85d9fea5f022"},
		{3, 5, 0, 1, "69ad332514333c4d"},
		{3, 9, 0, 1, "285654aed0b564ed"},
		{3, 10, 0, 1, "208307e2c5f2c862"},
		{3, 28, 0, 2, "f705a928f6a16730"},
		{3, 51, 0, 3, "6e602f534dd5862a"},
		{3, 100, 0, 3, "204e971a85084918"},
		{3, 2550, 0, 5, "daa280b306affc66"},
		{3, 2551, 0, 5, "2b13a403e3a6110b"},
		{3, 2601, 0, 5, "a837c66733bd3a83"},
		{3, 2602, 0, 5, "47b171910db9e150"},
		{3, 7000, 0, 6, "9950275aa058490b"},
		{50, 51, 0, 1, "ec590c31079075b9"},
		{50, 100, 0, 1, "3561351e435ecdee"},
		{50, 2550, 0, 1, "ed85a3907fb93fb9"},
		{50, 2551, 0, 2, "a03647b0e1557c2e"},
		{50, 2601, 0, 2, "2c4d0d51cab24da0"},
		{50, 2602, 0, 2, "07a23f9c068f5c0f"},
		{50, 7000, 0, 2, "9994e0a5f6672611"},
	}
	for _, v := range vectors {
		tree := newSummary(v.degree)
		for i := range v.results {
			tree.add(&kvrwset.KVRead{Key: fmt.Sprintf("k%05d", i),
				Version: &kvrwset.Version{BlockNum: uint64(i / 7), TxNum: uint64(i % 7)}})
		}
		left, summary := tree.done()
		if len(left) != v.left || (summary == nil) != (v.hash == "") || summary.GetMaxLevel() != v.level {
			t.Errorf("degree %d, %d results: %d left, level %d", v.degree, v.results, len(left), summary.GetMaxLevel())
			continue
		}
		raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(summary)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(raw); summary != nil && hex.EncodeToString(sum[:8]) != v.hash {
			t.Errorf("degree %d, %d results: another summary", v.degree, v.results)
		}
	}
}
