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

// openReadWrites opens what was read and written, a namespace at a time.
func (t *transaction) openReadWrites(raw []byte) (sets []nsReadWrites, err error) {
	if !t.look(raw, &rwset.TxReadWriteSet{}) {
		return nil, errReadWrites
	}
	each(raw, namespacesField, func(namespace []byte) bool {
		set := nsReadWrites{public: &kvrwset.KVRWSet{}}
		if !t.openNamespace(namespace, &set) {
			err = errReadWrites
			return false
		}
		sets = append(sets, set)
		return true
	})
	return sets, err
}

func (t *transaction) openNamespace(raw []byte, set *nsReadWrites) bool {
	t.parts++
	ns := &rwset.NsReadWriteSet{}
	if !t.need(raw, ns) || !t.need(ns.GetRwset(), set.public) {
		return false
	}
	set.namespace = ns.GetNamespace()
	for _, collection := range ns.GetCollectionHashedRwset() {
		hashed := hashedReadWrites{collection.GetCollectionName(), &kvrwset.HashedRWSet{}}
		if !t.need(collection.GetHashedRwset(), hashed.set) {
			return false
		}
		set.hashed = append(set.hashed, hashed)
	}
	return true
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
