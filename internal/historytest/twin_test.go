// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// A twin is the network and a book, which get the same transactions and have to answer alike; without a network, the book alone.
type twin struct {
	*village.Book

	peers *peers
	mu    sync.Mutex
	ids   map[string]string // of the book's transactions, by those of the network
}

// onBoth is a town on a twin. At the end of the test the book is replayed.
func onBoth(t *testing.T, n *net, id string, at time.Time) (*town.Town, *twin) {
	t.Helper()
	clock, c := &town.Clock{}, town.Constitution("rehearsal")
	clock.Reach(at.Unix())
	both := &twin{ids: map[string]string{}}
	if n != nil {
		c, both.peers = n.constitution(t), &peers{n, t.Context(), clock}
	}
	both.Book = &village.Book{Net: c.Net, Now: clock.Now}
	return town.New(t, both, id, c, clock), both
}

// Transact implements town.Ledger.
func (w *twin) Transact(by village.User, function string, args ...string) ([]byte, error) {
	id := fmt.Sprint("tx-", len(w.Blocks))
	answer, err := w.Book.Transact(by, function, args...)
	if w.peers == nil {
		return answer, err
	}
	done, again := w.peers.transact(by, function, args...)
	if act.CodeOf(err) != act.CodeOf(again) || (err == nil) != (again == nil) || !bytes.Equal(answer, done.Answer) {
		return answer, fmt.Errorf("%s: the book says %q (%w), the network %q (%w)", function, answer, err, done.Answer, again)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids[done.ID] = id
	return answer, err
}

var hex64 = regexp.MustCompile(`[0-9a-f]{64}`)

// alike demands that the network has, byte for byte, what the book has, but for the ids of transactions.
func (w *twin) alike(t *testing.T, community string, state map[string][]byte) {
	t.Helper()
	renamed := map[string][]byte{}
	name := func(id []byte) []byte {
		if own, ok := w.ids[string(id)]; ok {
			return []byte(own)
		}
		return id
	}
	for key, value := range of(state, community) {
		renamed[string(hex64.ReplaceAllFunc([]byte(key), name))] = hex64.ReplaceAllFunc(value, name)
	}
	if own := of(w.State(), community); !maps.EqualFunc(own, renamed, bytes.Equal) {
		for key, value := range own {
			if !bytes.Equal(value, renamed[key]) {
				t.Fatalf("%q is %s in the book, %s on the network", key, value, renamed[key])
			}
		}
		t.Fatalf("the book has %d documents, the network %d", len(own), len(renamed))
	}
}
