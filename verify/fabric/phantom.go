// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
)

// sameRange reads a range again and compares it with what the transaction read: key by key or, for long ranges, by the summary of
// hashes that was endorsed. A key that has come into the range since is in no list of keys that were read: it would be a phantom,
// counted by nobody. A tally, say, that read all ballots and lacks one must not become valid.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/validator.go (validateRangeQuery);
// core/ledger/kvledger/txmgmt/validation/rangequery_validator.go (rangeQueryResultsValidator, rangeQueryHashValidator).
func (v view) sameRange(namespace string, q *kvrwset.RangeQueryInfo) bool {
	if summary := q.GetReadsMerkleHashes(); summary != nil {
		return v.sameSummary(namespace, q, summary)
	}
	expected, same := q.GetRawReads().GetKvReads(), true
	v.scanQuery(namespace, q, func(key string, s *stored) bool {
		same = len(expected) > 0 && expected[0].GetKey() == key && expected[0].GetVersion() != nil &&
			s.version == version{expected[0].GetVersion().GetBlockNum(), expected[0].GetVersion().GetTxNum()}
		if same {
			expected = expected[1:]
		}
		return same
	})
	return same && len(expected) == 0
}

// scanQuery visits what the query read. If it stopped before the end of its range, its end key is the last key it saw: what lies
// behind that was not read, and may change.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/combined_iterator.go (newCombinedIterator).
func (v view) scanQuery(namespace string, q *kvrwset.RangeQueryInfo, visit func(string, *stored) bool) {
	going := true
	v.scan(namespace, q.GetStartKey(), q.GetEndKey(), func(key string, s *stored) bool {
		going = visit(key, s)
		return going
	})
	if q.GetItrExhausted() || !going {
		return
	}
	if s := v.get(place{namespace, "", q.GetEndKey()}); s != nil {
		visit(q.GetEndKey(), s)
	}
}

// sameSummary builds the tree anew and compares its top. Peers stop at the first hash that differs; the answer is the same. A
// degree that no peer writes cannot be built with.
func (v view) sameSummary(namespace string, q *kvrwset.RangeQueryInfo, expected *kvrwset.QueryReadsMerkleSummary) bool {
	if expected.GetMaxDegree() < 2 {
		return false
	}
	tree := newSummary(expected.GetMaxDegree())
	v.scanQuery(namespace, q, func(key string, s *stored) bool {
		tree.add(&kvrwset.KVRead{Key: key, Version: &kvrwset.Version{BlockNum: s.version.block, TxNum: s.version.tx}})
		return true
	})
	_, got := tree.done()
	return got != nil && got.GetMaxLevel() == expected.GetMaxLevel() &&
		slices.EqualFunc(got.GetMaxLevelHashes(), expected.GetMaxLevelHashes(), bytes.Equal)
}
