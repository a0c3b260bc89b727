// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"google.golang.org/protobuf/proto"
)

// operation is what a transaction does to one key. Value and metadata (which holds the key's own policy) are written apart, and a
// transaction may do either or both.
//
// A write set that names a key twice is made by no peer; endorsers that lie together could make one. Peers then add up flags to
// another operation than was meant; here the last counts. The block's commit hash will not agree, and executed again it will not
// either.
type operation struct {
	set, setMetadata, remove bool
	value, metadata          []byte
}

// apply adds the writes of a valid transaction to the updates of its block. A write of a value keeps the key's metadata and the
// other way round; metadata without a value is nothing. Every key gets the place of its transaction as its version, also those of
// which only the metadata changed: whoever read the value before has read what is no longer so.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/tx_ops.go (prepareTxOps, applyTxRwset);
// core/ledger/kvledger/txmgmt/validation/types.go (applyWriteSet).
func (v view) apply(t *transaction, at version) error {
	operations, err := operationsOf(t)
	if err != nil {
		return err
	}
	for p, op := range operations {
		if op.remove {
			v.updates.put(p, &stored{version: at})
			continue
		}
		now := v.get(p)
		if !op.set {
			if now == nil {
				continue
			}
			op.value = now.value
		}
		if !op.setMetadata && now != nil {
			op.metadata = now.metadata
		}
		v.updates.put(p, &stored{op.value, op.metadata, at})
	}
	return nil
}

// operations are what a transaction does to every key it writes.
type operations map[place]*operation

func (all operations) on(p place) *operation {
	if all[p] == nil {
		all[p] = &operation{}
	}
	return all[p]
}

func operationsOf(t *transaction) (operations, error) {
	all := operations{}
	for _, set := range t.rwset {
		if err := all.addPublic(set); err != nil {
			return nil, err
		}
		for _, c := range set.Hashed {
			if err := all.addHashed(set.Namespace, c); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func (all operations) addPublic(set ReadWrites) error {
	for _, w := range set.Public.GetWrites() {
		all.on(place{set.Namespace, "", w.GetKey()}).write(w.GetValue(), deletes(w))
	}
	for _, w := range set.Public.GetMetadataWrites() {
		if err := all.on(place{set.Namespace, "", w.GetKey()}).writeMetadata(w.GetEntries()); err != nil {
			return err
		}
	}
	return nil
}

func (all operations) addHashed(namespace string, c HashedReadWrites) error {
	for _, w := range c.Set.GetHashedWrites() {
		all.on(place{namespace, c.Collection, string(w.GetKeyHash())}).write(w.GetValueHash(), deletesHashed(w))
	}
	for _, w := range c.Set.GetMetadataWrites() {
		if err := all.on(place{namespace, c.Collection, string(w.GetKeyHash())}).writeMetadata(w.GetEntries()); err != nil {
			return err
		}
	}
	return nil
}

func (op *operation) write(value []byte, remove bool) {
	if remove {
		op.remove = true
		return
	}
	op.set, op.value = true, value
}

// writeMetadata keeps metadata as peers store it: encoded, or nothing if the transaction took it away.
//
// Fabric: core/ledger/kvledger/txmgmt/statemetadata/metadata.go (Serialize).
func (op *operation) writeMetadata(entries []*kvrwset.KVMetadataEntry) (err error) {
	op.setMetadata = true
	if entries != nil {
		op.metadata, err = proto.Marshal(&kvrwset.KVMetadataWrite{Entries: entries})
	}
	return err
}
