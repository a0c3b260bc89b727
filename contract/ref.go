// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/linli-project/linli/act"
)

// Ref is a kind of documents of the ledger, each a D. A document is named by its kind and attributes; the first of them is its
// community's id, save where its kind says otherwise.
type Ref[D any] string

// Documents name a kind of documents: a Ref.
type Documents interface {
	Kind() string
	Key(attributes ...string) string
}

// Kind is the first part of its documents' keys.
func (r Ref[D]) Kind() string { return string(r) }

// Key returns the key of a document, or of the range of those whose first attributes these are.
func (r Ref[D]) Key(attributes ...string) string { return Key(string(r), attributes...) }

// Decode reads a document.
func (r Ref[D]) Decode(raw []byte) (D, error) {
	var doc D
	if err := json.Unmarshal(raw, &doc); err != nil {
		return doc, fmt.Errorf("read a document of kind %s: %w", string(r), err)
	}
	return doc, nil
}

// Get reads a document, and says whether there is one.
func (r Ref[D]) Get(v Viewer, attributes ...string) (doc D, ok bool, err error) {
	ok, err = v.view().load(r.Key(attributes...), &doc)
	return doc, ok, err
}

// Share reads a document that many acts of a batch need, and decodes it once. Nobody may change what it returns.
func (r Ref[D]) Share(viewer Viewer, attributes ...string) (doc *D, ok bool, err error) {
	v, key := viewer.view(), r.Key(attributes...)
	if _, writing := v.pending[key]; !writing {
		if known, ok := v.decoded[key].(*D); ok {
			v.note(key)
			return known, true, nil
		}
	}
	doc = new(D)
	ok, err = v.load(key, doc)
	if _, writing := v.pending[key]; ok && err == nil && !writing && !v.trying {
		v.decoded[key] = doc
	}
	return doc, ok, err
}

// Known is Share of a document that has been read before; of another one it says that there is none.
func (r Ref[D]) Known(v Viewer, attributes ...string) (doc D, ok bool, err error) {
	if !v.view().reads(r.Key(attributes...)) {
		return doc, false, nil
	}
	shared, ok, err := r.Share(v, attributes...)
	return *shared, ok, err
}

// Put keeps a document for the act in hand.
func (r Ref[D]) Put(v Viewer, doc D, attributes ...string) error {
	return v.view().store(r.Key(attributes...), doc)
}

// List reads all documents whose first attributes these are, as they were before the transaction. It never answers with a part.
func (r Ref[D]) List(v Viewer, attributes ...string) ([]D, error) {
	entries, err := v.view().state.Range(string(r), attributes...)
	if err != nil {
		return nil, fmt.Errorf("read the range %s %v: %w", string(r), attributes, err)
	}
	if len(entries) >= MaxRange {
		return nil, act.Refuse(TooMany, "of", "range", "most", MaxRange)
	}
	docs := make([]D, len(entries))
	for i, entry := range entries {
		if err := json.Unmarshal(entry.Value, &docs[i]); err != nil {
			return nil, fmt.Errorf("read %q: %w", entry.Key, err)
		}
	}
	return docs, nil
}

// Key returns the key of a document: Fabric's composite key of its kind and attributes.
func Key(kind string, attributes ...string) string {
	size := len(kind) + 2
	for _, attribute := range attributes {
		size += len(attribute) + 1
	}
	var key strings.Builder
	key.Grow(size) // once: an act asks for a dozen keys
	key.WriteByte(0)
	key.WriteString(kind)
	key.WriteByte(0)
	for _, attribute := range attributes {
		key.WriteString(attribute)
		key.WriteByte(0)
	}
	return key.String()
}

// SplitKey is the inverse of Key. ok is false if key was not made by it.
func SplitKey(key string) (kind string, attributes []string, ok bool) {
	if !strings.HasPrefix(key, "\x00") || !strings.HasSuffix(key, "\x00") || len(key) < 3 {
		return "", nil, false
	}
	parts := strings.Split(key[1:len(key)-1], "\x00")
	return parts[0], parts[1:], true
}
