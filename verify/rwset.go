// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"crypto/sha256"
	"errors"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
)

// nsReadWrites is what a transaction read and wrote in one namespace; hashed is the same for each private collection,
// where keys and values are hashes.
type nsReadWrites struct {
	namespace string
	public    *kvrwset.KVRWSet
	hashed    []hashedReadWrites
}

type hashedReadWrites struct {
	collection string
	set        *kvrwset.HashedRWSet
}

var (
	errReadWrites = errors.New("cannot be read")
	emptyHash     = sha256.Sum256(nil)
)

func (t *transaction) openReadWrites(raw []byte) ([]nsReadWrites, error) {
	all := &rwset.TxReadWriteSet{}
	if !t.need(raw, all) {
		return nil, errReadWrites
	}
	var sets []nsReadWrites
	for _, ns := range all.GetNsRwset() {
		set := nsReadWrites{namespace: ns.GetNamespace(), public: &kvrwset.KVRWSet{}}
		if !t.need(ns.GetRwset(), set.public) {
			return nil, errReadWrites
		}
		for _, collection := range ns.GetCollectionHashedRwset() {
			hashed := hashedReadWrites{collection.GetCollectionName(), &kvrwset.HashedRWSet{}}
			if !t.need(collection.GetHashedRwset(), hashed.set) {
				return nil, errReadWrites
			}
			set.hashed = append(set.hashed, hashed)
		}
		sets = append(sets, set)
	}
	return sets, nil
}

func (s nsReadWrites) writes() bool {
	if len(s.public.GetWrites()) > 0 || len(s.public.GetMetadataWrites()) > 0 {
		return true
	}
	for _, c := range s.hashed {
		if len(c.set.GetHashedWrites()) > 0 || len(c.set.GetMetadataWrites()) > 0 {
			return true
		}
	}
	return false
}

// written lists the keys written in the order in which their policies are asked.
func (s nsReadWrites) written() []place {
	var keys []place
	for _, w := range s.public.GetWrites() {
		keys = append(keys, place{s.namespace, "", w.GetKey()})
	}
	for _, w := range s.public.GetMetadataWrites() {
		keys = append(keys, place{s.namespace, "", w.GetKey()})
	}
	for _, c := range s.hashed {
		for _, w := range c.set.GetHashedWrites() {
			keys = append(keys, place{s.namespace, c.collection, string(w.GetKeyHash())})
		}
	}
	for _, c := range s.hashed {
		for _, w := range c.set.GetMetadataWrites() {
			keys = append(keys, place{s.namespace, c.collection, string(w.GetKeyHash())})
		}
	}
	return keys
}

// policiesChanged lists the keys whose metadata, and with it their own policy, the transaction writes.
func (s nsReadWrites) policiesChanged() []place {
	var keys []place
	for _, w := range s.public.GetMetadataWrites() {
		keys = append(keys, place{s.namespace, "", w.GetKey()})
	}
	for _, c := range s.hashed {
		for _, w := range c.set.GetMetadataWrites() {
			keys = append(keys, place{s.namespace, c.collection, string(w.GetKeyHash())})
		}
	}
	return keys
}

// An empty value deletes (FAB-18386).
func deletes(w *kvrwset.KVWrite) bool { return w.GetIsDelete() || len(w.GetValue()) == 0 }

func deletesHashed(w *kvrwset.KVWriteHash) bool {
	return w.GetIsDelete() || len(w.GetValueHash()) == 0 || string(w.GetValueHash()) == string(emptyHash[:])
}
