// SPDX-License-Identifier: Apache-2.0

// Package memory is the world state as one transaction of a test sees it, without a peer.
package memory

import (
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
)

// State is a contract.State over documents that a test holds. As on a peer, what is put is not read until the transaction has
// ended: Commit.
type State struct {
	Documents map[string][]byte // by key
	Most      int               // entries that a range gives, however many there are; 0: all
	Written   []contract.Entry  // in the order in which they were put
}

// Get implements contract.State.
func (s *State) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = s.Documents[key]
	}
	return values, nil
}

// Put implements contract.State.
func (s *State) Put(key string, value []byte) error {
	s.Written = append(s.Written, contract.Entry{Key: key, Value: value})
	return nil
}

// Range implements contract.State.
func (s *State) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	prefix := contract.Key(kind, attributes...)
	for _, key := range slices.Sorted(maps.Keys(s.Documents)) {
		if strings.HasPrefix(key, prefix) && (s.Most == 0 || len(entries) < s.Most) {
			entries = append(entries, contract.Entry{Key: key, Value: s.Documents[key]})
		}
	}
	return entries, nil
}

// Commit makes what was put part of the documents.
func (s *State) Commit() {
	for _, w := range s.Written {
		s.Documents[w.Key] = w.Value
	}
	s.Written = nil
}
