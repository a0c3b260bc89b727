// SPDX-License-Identifier: Apache-2.0

package upgradetest

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// writer is a community whose officers sign a few acts at a time, until it is stopped.
type writer struct {
	*testing.T
	ledger  *village.Ledger
	village *village.Village
	stop    chan struct{}
	done    sync.WaitGroup

	mu       sync.Mutex
	receipts []ledger.Receipt
	slowest  time.Duration
}

func newWriter(t *testing.T, n *network.Network, id string) *writer {
	t.Helper()
	w := &writer{T: t}
	var err error
	w.ledger, err = village.Connect(t.Context(), n)
	w.must(err)
	t.Cleanup(w.ledger.Close)
	constitution, err := village.Constitute(n, "Upgrade", "rehearsal")
	w.must(err)
	w.village, err = village.New(id, constitution)
	w.must(err)
	w.must(w.ledger.Found(t.Context(), w.village))
	return w
}

func (w *writer) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// write lets the officers of all bodies write.
func (w *writer) write() {
	w.stop = make(chan struct{})
	for _, officer := range w.village.Officers {
		w.done.Go(func() {
			for {
				select {
				case <-w.stop:
					return
				default:
					if !w.cast(officer) {
						return
					}
				}
			}
		})
	}
}

// together is how many acts of an officer are on their way at once.
const together = 5

// cast relays acts, which all have to take effect, and says whether they did. They invite a person whom nobody knows yet, as a
// body may not issue codes without end to one.
func (w *writer) cast(officer *village.Signer) bool {
	person := rand.Text()
	acts := make([]act.Signed, together)
	for i := range acts {
		code, err := act.NewInviteCode(rand.Reader)
		if err == nil {
			acts[i], err = w.village.Act(people.TypeCodesIssue, people.CodesIssue{
				Codes:   []people.IssuedCode{{Code: code.Public(), Person: person}},
				Expires: act.Int(time.Now().Add(time.Hour).Unix()),
			}, officer)
		}
		if err != nil {
			w.Error(err)
			return false
		}
	}
	began, all := time.Now(), true
	answers := w.ledger.CastAll(w.Context(), acts)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, answer := range answers {
		if answer.Err != nil {
			w.Errorf("an act was lost: %v", answer.Err)
			all = false
		}
		w.receipts = append(w.receipts, answer.Receipt)
	}
	w.slowest = max(w.slowest, time.Since(began))
	return all
}

// written ends the writing; every act that was acknowledged stands on the ledger.
func (w *writer) written() {
	w.Helper()
	close(w.stop)
	w.done.Wait()
	for _, receipt := range w.receipts {
		commit, found, err := w.ledger.Lookup(w.Context(), receipt.TxID)
		if err != nil || !found || commit.Err() != nil {
			w.Errorf("act %s, acknowledged in %q: %+v, found %v, %v", receipt.Act, receipt.TxID, commit, found, err)
		}
	}
	w.Logf("%d acts, the slowest took %s; %+v", len(w.receipts), w.slowest, w.ledger.Stats())
	if len(w.receipts) == 0 {
		w.Error("nothing was written")
	}
}

// again casts a few acts and waits for them.
func (w *writer) again() {
	w.Helper()
	w.cast(w.village.Convener())
}
