// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"slices"
	"strings"
)

// version is the block and transaction that last wrote a key.
type version struct{ block, tx uint64 }

// stored is what the state holds under a key. A nil value within the updates of a block is a deletion.
type stored struct {
	value    []byte
	metadata []byte
	version  version
}

// place names a key: of a namespace's public state or, with a collection, the hash of a private key.
type place struct{ namespace, collection, key string }

// world is the state derived from the ledger: what every peer's state database should hold.
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

// commit applies the updates of a block.
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

// space is one namespace: values by key, and the keys in order, in runs of bounded length.
type space struct {
	values map[string]*stored
	runs   [][]string
}

const maxRun = 512

func (s *space) put(key string, v *stored) {
	if _, known := s.values[key]; !known {
		s.insert(key)
	}
	s.values[key] = v
}

// run finds the run that holds or should hold a key.
func (s *space) run(key string) int {
	i, _ := slices.BinarySearchFunc(s.runs, key, func(run []string, key string) int { return strings.Compare(run[len(run)-1], key) })
	return min(i, len(s.runs)-1)
}

func (s *space) insert(key string) {
	if len(s.runs) == 0 {
		s.runs = [][]string{{key}}
		return
	}
	i := s.run(key)
	at, _ := slices.BinarySearch(s.runs[i], key)
	s.runs[i] = slices.Insert(s.runs[i], at, key)
	if half := maxRun / 2; len(s.runs[i]) > maxRun {
		tail := slices.Clone(s.runs[i][half:])
		s.runs[i] = slices.Clip(s.runs[i][:half])
		s.runs = slices.Insert(s.runs, i+1, tail)
	}
}

func (s *space) remove(key string) {
	if _, known := s.values[key]; !known {
		return
	}
	delete(s.values, key)
	i := s.run(key)
	at, _ := slices.BinarySearch(s.runs[i], key)
	s.runs[i] = slices.Delete(s.runs[i], at, at+1)
	if len(s.runs[i]) == 0 {
		s.runs = slices.Delete(s.runs, i, i+1)
	}
}

func (s *space) from(start string) cursor {
	if len(s.runs) == 0 {
		return cursor{}
	}
	i := s.run(start)
	at, _ := slices.BinarySearch(s.runs[i], start)
	return cursor{s, i, at}
}

// cursor walks over a space's keys in order. The space must not change meanwhile.
type cursor struct {
	space   *space
	run, at int
}

// peek is the key under the cursor; ok is false behind the last one.
func (c *cursor) peek() (key string, ok bool) {
	if c.space == nil {
		return "", false
	}
	for c.run < len(c.space.runs) {
		if c.at < len(c.space.runs[c.run]) {
			return c.space.runs[c.run][c.at], true
		}
		c.run, c.at = c.run+1, 0
	}
	return "", false
}

func (c *cursor) next() { c.at++ }

// view is the state as of just before a transaction: the state before its block, under the block's updates so far. When the
// caller has given up, it is empty.
type view struct {
	base, updates *world
	over          <-chan struct{}
}

func (v view) ended() bool {
	select {
	case <-v.over:
		return true
	default:
		return false
	}
}

func (v view) get(p place) *stored {
	if s := v.updates.get(p); s != nil {
		if s.value == nil {
			return nil
		}
		return s
	}
	return v.base.get(p)
}

// scan visits the keys of a namespace from start to before end (to the last if end is empty) until visit is false.
func (v view) scan(namespace, start, end string, visit func(key string, s *stored) bool) {
	base, updates := v.base.from(namespace, start), v.updates.from(namespace, start)
	for {
		key, ok := lesser(&base, &updates)
		if !ok || v.ended() || end != "" && key >= end {
			return
		}
		advance(&base, key)
		advance(&updates, key)
		if s := v.get(place{namespace, "", key}); s != nil && !visit(key, s) {
			return
		}
	}
}

// lesser is the next key of two cursors; ok is false if neither has one.
func lesser(a, b *cursor) (key string, ok bool) {
	left, inA := a.peek()
	right, inB := b.peek()
	if inA && inB {
		return min(left, right), true
	}
	return left + right, inA || inB
}

// advance moves the cursor on if it stands at key.
func advance(c *cursor, key string) {
	if at, ok := c.peek(); ok && at == key {
		c.next()
	}
}
