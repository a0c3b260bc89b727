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

	trying bool     // it is a trial, which reads nothing that is not known
	read   []string // what a trial has read
}

// Viewer has a View: itself, or that of an act's Context.
type Viewer interface{ view() *View }

func (v *View) view() *View { return v }

// NewView begins a transaction.
func NewView(state State) *View {
	return &View{state: state, known: map[string][]byte{}, written: map[string]bool{}, pending: map[string][]byte{},
		decoded: map[string]any{}}
}

// trial is a view of what is known now, for what may be found out beside others. The view must not change meanwhile.
func (v *View) trial() *View {
	return &View{state: unread{}, known: v.known, decoded: v.decoded, trying: true}
}

// changed says whether an act has written one of the keys.
func (v *View) changed(keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return v.written[key] })
}

// unread is the state of a trial.
type unread struct{}

func (unread) Get(...string) ([][]byte, error)          { return nil, errNotRead }
func (unread) Put(string, []byte) error                 { return errNotRead }
func (unread) Range(string, ...string) ([]Entry, error) { return nil, errNotRead }

// Prefetch reads keys in one round trip.
func (v *View) Prefetch(keys []string) error {
	var missing []string
	for _, key := range keys {
		if _, ok := v.known[key]; !ok && v.trying {
			return errNotRead
		} else if !ok {
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
	v.note(key)
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

// note keeps what a trial depends on.
func (v *View) note(key string) {
	if v.trying {
		v.read = append(v.read, key)
	}
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
