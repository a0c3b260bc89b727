// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// judgeReads compares what a transaction read with the state just before it: every key at the version it was read, and
// not written by an earlier transaction of the block; every range with the same keys and versions.
func (v view) judgeReads(t *transaction) {
	for _, set := range t.rwset {
		v.judgeKeys(t, set)
		if t.code == peer.TxValidationCode_VALID {
			v.judgeRanges(t, set)
		}
		if t.code == peer.TxValidationCode_VALID {
			v.judgePrivateKeys(t, set)
		}
		if t.code != peer.TxValidationCode_VALID {
			return
		}
	}
}

func (v view) judgeKeys(t *transaction, set ReadWrites) {
	for _, r := range set.Public.GetReads() {
		if !v.unchanged(place{set.Namespace, "", r.GetKey()}, r.GetVersion()) {
			t.invalid(peer.TxValidationCode_MVCC_READ_CONFLICT, "key %q has changed since it was read", r.GetKey())
			return
		}
	}
}

func (v view) judgeRanges(t *transaction, set ReadWrites) {
	for _, q := range set.Public.GetRangeQueriesInfo() {
		if !v.sameRange(set.Namespace, q) {
			t.invalid(peer.TxValidationCode_PHANTOM_READ_CONFLICT, "range %q to %q has changed since it was read", q.GetStartKey(), q.GetEndKey())
			return
		}
	}
}

func (v view) judgePrivateKeys(t *transaction, set ReadWrites) {
	for _, c := range set.Hashed {
		for _, r := range c.Set.GetHashedReads() {
			if !v.unchanged(place{set.Namespace, c.Collection, string(r.GetKeyHash())}, r.GetVersion()) {
				t.invalid(peer.TxValidationCode_MVCC_READ_CONFLICT, "private key %x has changed since it was read", r.GetKeyHash())
				return
			}
		}
	}
}

func (v view) unchanged(p place, read *kvrwset.Version) bool {
	if v.updates.get(p) != nil {
		return false
	}
	now := v.base.get(p)
	if now == nil || read == nil {
		return now == nil && read == nil
	}
	return now.version == version{read.GetBlockNum(), read.GetTxNum()}
}

// BUG(private data): hashes of private keys that peers purge when their block-to-live ends are kept here, so a ledger
// whose chaincodes use such collections may be refused.
