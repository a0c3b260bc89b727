// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/sha256"
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
)

// ReadWrites is what a transaction read and wrote in one namespace; hashed is the same for each private collection,
// where keys and values are hashes.
type ReadWrites struct {
	Namespace string
	Public    *kvrwset.KVRWSet
	Hashed    []HashedReadWrites
}

// HashedReadWrites are those of one private collection.
type HashedReadWrites struct {
	Collection string
	Set        *kvrwset.HashedRWSet
}

var (
	errReadWrites = errors.New("cannot be read")
	emptyHash     = sha256.Sum256(nil)
)

// openReadWrites opens what was read and written, a namespace at a time. This is all that a transaction does: not its arguments,
// which the state never sees, but the list of keys that the endorsers found, with what they read and want written.
//
// Fabric: core/ledger/kvledger/txmgmt/rwsetutil/rwset_proto_util.go (FromProtoBytes, TxRwSetFromProtoMsg).
func (t *transaction) openReadWrites(raw []byte) (sets []ReadWrites, err error) {
	if !t.look(raw, &rwset.TxReadWriteSet{}) {
		return nil, errReadWrites
	}
	each(raw, namespacesField, func(namespace []byte) bool {
		set := ReadWrites{Public: &kvrwset.KVRWSet{}}
		if !t.openNamespace(namespace, &set) {
			err = errReadWrites
			return false
		}
		sets = append(sets, set)
		return true
	})
	return sets, err
}

func (t *transaction) openNamespace(raw []byte, set *ReadWrites) bool {
	t.parts++
	ns := &rwset.NsReadWriteSet{}
	if !t.need(raw, ns) || !t.need(ns.GetRwset(), set.Public) {
		return false
	}
	set.Namespace = ns.GetNamespace()
	for _, collection := range ns.GetCollectionHashedRwset() {
		hashed := HashedReadWrites{collection.GetCollectionName(), &kvrwset.HashedRWSet{}}
		if !t.need(collection.GetHashedRwset(), hashed.Set) {
			return false
		}
		set.Hashed = append(set.Hashed, hashed)
	}
	return true
}

// Writes says whether it would change anything: a value, or what guards one.
//
// Fabric: core/committer/txvalidator/v20/plugindispatcher/dispatcher.go (txWritesToNamespace).
func (s ReadWrites) Writes() bool {
	if len(s.Public.GetWrites()) > 0 || len(s.Public.GetMetadataWrites()) > 0 {
		return true
	}
	for _, c := range s.Hashed {
		if len(c.Set.GetHashedWrites()) > 0 || len(c.Set.GetMetadataWrites()) > 0 {
			return true
		}
	}
	return false
}

// written lists the keys written in the order in which their policies are asked.
func (s ReadWrites) written() []place {
	var keys []place
	for _, w := range s.Public.GetWrites() {
		keys = append(keys, place{s.Namespace, "", w.GetKey()})
	}
	for _, w := range s.Public.GetMetadataWrites() {
		keys = append(keys, place{s.Namespace, "", w.GetKey()})
	}
	for _, c := range s.Hashed {
		for _, w := range c.Set.GetHashedWrites() {
			keys = append(keys, place{s.Namespace, c.Collection, string(w.GetKeyHash())})
		}
	}
	for _, c := range s.Hashed {
		for _, w := range c.Set.GetMetadataWrites() {
			keys = append(keys, place{s.Namespace, c.Collection, string(w.GetKeyHash())})
		}
	}
	return keys
}

// policiesChanged lists the keys whose metadata, and with it their own policy, the transaction writes.
func (s ReadWrites) policiesChanged() []place {
	var keys []place
	for _, w := range s.Public.GetMetadataWrites() {
		keys = append(keys, place{s.Namespace, "", w.GetKey()})
	}
	for _, c := range s.Hashed {
		for _, w := range c.Set.GetMetadataWrites() {
			keys = append(keys, place{s.Namespace, c.Collection, string(w.GetKeyHash())})
		}
	}
	return keys
}

// An empty value deletes, whether it says so or not (FAB-18386): peers would otherwise disagree by the database they use. For a
// private key the hash of nothing does.
//
// Fabric: core/ledger/kvledger/txmgmt/rwsetutil/rwset_proto_util.go (IsKVWriteDelete, IsKVWriteHashDelete).
func deletes(w *kvrwset.KVWrite) bool { return w.GetIsDelete() || len(w.GetValue()) == 0 }

func deletesHashed(w *kvrwset.KVWriteHash) bool {
	return w.GetIsDelete() || len(w.GetValueHash()) == 0 || string(w.GetValueHash()) == string(emptyHash[:])
}
