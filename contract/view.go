// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// View is a transaction's State with what its own acts have written so far, which Fabric's GetState does not show.
type View struct {
	state   State
	known   map[string][]byte // read, or written by acts that were accepted
	written map[string]bool
	pending map[string][]byte // written by the act in hand
	decoded map[string]any    // what Share has read, by key
}

// Viewer has a View: itself, or that of an act's Context.
type Viewer interface{ view() *View }

func (v *View) view() *View { return v }

// NewView begins a transaction.
func NewView(state State) *View {
	return &View{state: state, known: map[string][]byte{}, written: map[string]bool{}, pending: map[string][]byte{},
		decoded: map[string]any{}}
}

// Prefetch reads keys in one round trip.
func (v *View) Prefetch(keys []string) error {
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

// reads says whether a key has been read, or written.
func (v *View) reads(key string) bool {
	_, ok := v.known[key]
	return ok
}

// load reads a document into doc and says whether there is one.
func (v *View) load(key string, doc any) (bool, error) {
	raw, ok := v.pending[key]
	if !ok {
		if err := v.Prefetch([]string{key}); err != nil {
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

// store keeps a document for the act in hand.
func (v *View) store(key string, doc any) error {
	raw, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write %q: %w", key, err)
	}
	v.pending[key] = raw
	return nil
}

// accept makes the act's writes part of the transaction.
func (v *View) accept() {
	for key, value := range v.pending {
		v.known[key] = value
		v.written[key] = true
		delete(v.decoded, key)
	}
	v.drop()
}

// drop forgets the act's writes.
func (v *View) drop() { clear(v.pending) }

// Commit puts everything that was written.
func (v *View) Commit() error {
	v.accept()
	for _, key := range slices.Sorted(maps.Keys(v.written)) {
		if err := v.state.Put(key, v.known[key]); err != nil {
			return fmt.Errorf("write the world state: %w", err)
		}
	}
	return nil
}
