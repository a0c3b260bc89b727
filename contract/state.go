// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
)

// State is the world state as one transaction sees it: as it was before the transaction. Chaincode gives the peer's,
// the verifier gives the one it replays.
type State interface {
	// Get returns one value a key, in order; nil where there is none.
	Get(keys ...string) ([][]byte, error)
	// Put writes a value. Later Gets of the same transaction need not see it.
	Put(key string, value []byte) error
	// Range returns the entries whose keys are Key(kind, attributes…, anything…), in key order; it may stop after MaxRange.
	Range(kind string, attributes ...string) ([]Entry, error)
}

// MaxRange is how many entries a transaction does not read any more: a range that has as many is refused. A peer cuts what it gives
// to its totalQueryLimit, 100,000 entries, without a word, so that a count over all could be made wrong. What the contract ranges
// over is bounded far below.
const MaxRange = 10_000

// Entry is one key of the world state with its value, a JSON document.
type Entry struct {
	Key   string
	Value []byte
}

// Key returns the key of a document: Fabric's composite key of its kind and attributes.
func Key(kind string, attributes ...string) string {
	return "\x00" + kind + "\x00" + strings.Join(append(slices.Clone(attributes), ""), "\x00")
}

// SplitKey is the inverse of Key. ok is false if key was not made by it.
func SplitKey(key string) (kind string, attributes []string, ok bool) {
	if !strings.HasPrefix(key, "\x00") || !strings.HasSuffix(key, "\x00") || len(key) < 3 {
		return "", nil, false
	}
	parts := strings.Split(key[1:len(key)-1], "\x00")
	return parts[0], parts[1:], true
}

// view is a transaction's State with what its own acts have written so far, which Fabric's GetState does not show.
type view struct {
	state   State
	known   map[string][]byte // read, or written by acts that were accepted
	written map[string]bool
	pending map[string][]byte // written by the act in hand
	decoded map[string]any    // what shared has read, by key
}

func newView(state State) *view {
	return &view{state: state, known: map[string][]byte{}, written: map[string]bool{}, pending: map[string][]byte{}, decoded: map[string]any{}}
}

// prefetch reads keys in one round trip.
func (v *view) prefetch(keys []string) error {
	var missing []string
	for _, key := range keys {
		if _, ok := v.known[key]; !ok {
			v.known[key] = nil
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	values, err := v.state.Get(missing...)
	if err != nil {
		return fmt.Errorf("read the world state: %w", err)
	}
	for i, key := range missing {
		v.known[key] = values[i]
	}
	return nil
}

// load reads a document into doc and says whether there is one.
func (v *view) load(key string, doc any) (bool, error) {
	raw, ok := v.pending[key]
	if !ok {
		if err := v.prefetch([]string{key}); err != nil {
			return false, err
		}
		raw = v.known[key]
	}
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, doc); err != nil {
		return false, fmt.Errorf("read %q: %w", key, err)
	}
	return true, nil
}

// shared reads a document that many acts of a batch need, and decodes it once. Nobody may change what it returns.
func shared[D any](v *view, key string) (doc *D, ok bool, err error) {
	if _, writing := v.pending[key]; !writing {
		if known, ok := v.decoded[key].(*D); ok {
			return known, true, nil
		}
	}
	doc = new(D)
	ok, err = v.load(key, doc)
	if _, writing := v.pending[key]; ok && err == nil && !writing {
		v.decoded[key] = doc
	}
	return doc, ok, err
}

// store keeps a document for the act in hand.
func (v *view) store(key string, doc any) error {
	raw, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write %q: %w", key, err)
	}
	v.pending[key] = raw
	return nil
}

// scan reads a range of documents of one kind, as they were before the transaction. It never answers with a part of them.
func scan[D any](v *view, kind string, attributes ...string) ([]D, error) {
	entries, err := v.state.Range(kind, attributes...)
	if err != nil {
		return nil, fmt.Errorf("read the range %s %v: %w", kind, attributes, err)
	}
	if len(entries) >= MaxRange {
		return nil, act.Refuse(TooMany, "the range %s %v has %d entries or more, and is not read as a whole", kind, attributes, MaxRange)
	}
	docs := make([]D, len(entries))
	for i, entry := range entries {
		if err := json.Unmarshal(entry.Value, &docs[i]); err != nil {
			return nil, fmt.Errorf("read %q: %w", entry.Key, err)
		}
	}
	return docs, nil
}

// accept makes the act's writes part of the transaction.
func (v *view) accept() {
	for key, value := range v.pending {
		v.known[key] = value
		v.written[key] = true
		delete(v.decoded, key)
	}
	v.drop()
}

// drop forgets the act's writes.
func (v *view) drop() { clear(v.pending) }

// flush puts everything that was accepted.
func (v *view) flush() error {
	for _, key := range slices.Sorted(maps.Keys(v.written)) {
		if err := v.state.Put(key, v.known[key]); err != nil {
			return fmt.Errorf("write the world state: %w", err)
		}
	}
	return nil
}
