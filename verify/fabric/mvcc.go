// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// judgeReads compares what a transaction read with the state just before it: every key at the version it was read, and
// not written by an earlier transaction of the block; every range with the same keys and versions.
//
// A transaction is executed before it is ordered, on the state that its endorsers had. If something that it read has changed
// since, its writes answer a question that nobody asks any more: two transfers could each spend the same balance. So it has no
// effect, and the client may try again. For a stranger this is what makes executing again possible: a valid transaction's reads
// are those of the state before its block, which he has. Versions are the block and transaction that wrote, never values: a key
// that was changed and changed back has changed.
//
// The codes tell which kind of read it was; they are found namespace by namespace, keys before ranges before private keys.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/validator.go (validateAndPrepareBatch, validateTx).
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
			t.invalid(peer.TxValidationCode_PHANTOM_READ_CONFLICT, "range %q to %q has changed since it was read", q.GetStartKey(),
				q.GetEndKey())
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

// unchanged says whether a key is as it was read. It is not if an earlier transaction of the block wrote it, not even if it wrote
// the same; and "there was none" is a reading too.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/validator.go (validateKVRead, validateKVReadHash).
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
//
// Fabric: core/ledger/kvledger/txmgmt/pvtstatepurgemgmt/purge_mgr.go (PurgeMgr).
