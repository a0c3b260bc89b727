// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/sha256"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"google.golang.org/protobuf/proto"
)

// summary is Fabric's tree of hashes over the results of a long range query: degree+1 results make a leaf, degree+1 hashes the
// hash above them. Only its highest level is in the transaction, so that a query over a hundred thousand keys adds a few hundred
// bytes to it. The shape must be Fabric's to the last hash, or every long query would look like a phantom.
//
// Fabric: core/ledger/kvledger/txmgmt/rwsetutil/query_results_helper.go (RangeQueryResultsHelper, AddResult, Done, merkleTree).
type summary struct {
	degree  uint32
	pending []*kvrwset.KVRead
	levels  map[uint32][][]byte
	top     uint32
}

func newSummary(degree uint32) *summary {
	return &summary{degree: degree, levels: map[uint32][][]byte{}, top: 1}
}

func (s *summary) over(n int) bool { return uint64(n) > uint64(s.degree) } //nolint:gosec // a length is positive

func (s *summary) add(r *kvrwset.KVRead) {
	if s.pending = append(s.pending, r); s.over(len(s.pending)) {
		s.flush()
	}
}

// flush makes a leaf of the results that have come, and of each level that is full a hash on the level above.
//
// Fabric: core/ledger/kvledger/txmgmt/rwsetutil/query_results_helper.go (processPendingResults, update).
func (s *summary) flush() {
	raw, err := proto.Marshal(&kvrwset.QueryReads{KvReads: s.pending})
	if err != nil {
		panic(err) // keys read from the state always encode
	}
	s.pending = nil
	leaf := sha256.Sum256(raw)
	s.levels[1] = append(s.levels[1], leaf[:])
	for level := uint32(1); s.over(len(s.levels[level])); level++ {
		s.levels[level+1] = append(s.levels[level+1], combine(s.levels[level]))
		delete(s.levels, level)
		s.top = max(s.top, level+1)
	}
}

func combine(hashes [][]byte) []byte {
	sum := sha256.Sum256(bytes.Join(hashes, nil))
	return sum[:]
}

// done gives the results themselves if they were few, their summary otherwise. What is left on a lower level goes up: several
// hashes as the hash over them, a single one as it is.
func (s *summary) done() ([]*kvrwset.KVRead, *kvrwset.QueryReadsMerkleSummary) {
	if s.top == 1 && len(s.levels[1]) == 0 {
		return s.pending, nil
	}
	if len(s.pending) > 0 {
		s.flush()
	}
	for level := uint32(1); level < s.top; level++ {
		hashes := s.levels[level]
		switch len(hashes) {
		case 0:
			continue
		case 1:
			s.levels[level+1] = append(s.levels[level+1], hashes[0])
		default:
			s.levels[level+1] = append(s.levels[level+1], combine(hashes))
		}
		delete(s.levels, level)
	}
	if last := s.levels[s.top]; s.over(len(last)) {
		delete(s.levels, s.top)
		s.top++
		s.levels[s.top] = [][]byte{combine(last)}
	}
	return nil, &kvrwset.QueryReadsMerkleSummary{MaxDegree: s.degree, MaxLevel: s.top, MaxLevelHashes: s.levels[s.top]}
}
