// SPDX-License-Identifier: Apache-2.0

package fabric

// version is the block and transaction that last wrote a key.
type version struct{ block, tx uint64 }

// stored is what the state holds under a key. A nil value within the updates of a block is a deletion.
type stored struct {
	value    []byte
	metadata []byte
	version  version
}

// place names a key: of a namespace's public state or, with a collection, the hash of a private key. Of private data the ledger
// holds hashes alone, and versions: enough to see that a read is no longer so, and nothing of what was read.
type place struct{ namespace, collection, key string }

// world is the state derived from the ledger: what every peer's state database should hold. Nobody's database is asked. It is
// kept in memory, for a stranger reads a ledger once, and it is needed to the end: every read, policy and definition is looked up
// in it.
type world struct {
	spaces map[[2]string]*space // by namespace and collection
	weight int                  // bytes of memory it takes, about
}

// A state of very many tiny keys takes many times the bytes of the ledger that wrote them. Those of a community take less than
// the ledger itself, in which every write has its signatures and its reads. A state may take this many bytes more, and this many
// for every byte of the ledger so far.
const (
	stateAtLeast  = 64 << 20
	stateToLedger = 2
	perKey        = 250 // what a key takes beside its bytes
)

func (s *stored) weight(key string) int { return perKey + len(key) + len(s.value) + len(s.metadata) }

func newWorld() *world { return &world{spaces: map[[2]string]*space{}} }

func (w *world) get(p place) *stored {
	if s := w.spaces[[2]string{p.namespace, p.collection}]; s != nil {
		return s.values[p.key]
	}
	return nil
}

func (w *world) value(p place) []byte {
	if s := w.get(p); s != nil {
		return s.value
	}
	return nil
}

func (w *world) put(p place, s *stored) {
	id := [2]string{p.namespace, p.collection}
	if w.spaces[id] == nil {
		w.spaces[id] = &space{values: map[string]*stored{}}
		w.weight += perKey
	}
	if before := w.spaces[id].values[p.key]; before != nil {
		w.weight -= before.weight(p.key)
	}
	w.weight += s.weight(p.key)
	w.spaces[id].put(p.key, s)
}

// commit applies the updates of a block, all at once and after its last transaction: endorsers never saw half a block.
func (w *world) commit(updates *world) {
	for id, s := range updates.spaces {
		for key, v := range s.values {
			if v.value == nil {
				w.remove(place{id[0], id[1], key})
				continue
			}
			w.put(place{id[0], id[1], key}, v)
		}
	}
}

func (w *world) remove(p place) {
	if before := w.get(p); before != nil {
		w.weight -= before.weight(p.key)
		w.spaces[[2]string{p.namespace, p.collection}].remove(p.key)
	}
}

func (w *world) keys() int {
	n := 0
	for _, s := range w.spaces {
		n += len(s.values)
	}
	return n
}

// from is a cursor over the public keys of a namespace, beginning at start.
func (w *world) from(namespace, start string) cursor {
	s := w.spaces[[2]string{namespace, ""}]
	if s == nil {
		return cursor{}
	}
	return s.from(start)
}
