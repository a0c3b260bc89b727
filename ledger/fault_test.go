// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestProcessesKilled kills a process while acts are cast: each act must be answered and be on the ledger once.
func TestProcessesKilled(t *testing.T) {
	n := networktest.Network(t)
	for _, victim := range []string{"peer-owners", "chaincode-owners", "orderer-street", "orderer-owners"} {
		t.Run(victim, func(t *testing.T) {
			v, officers := found(t, n, 30)
			c := connect(t, n, "owners", network.Client)
			r := relay(t, c, ledger.Options{})
			killed := make(chan error, 1)
			go func() {
				time.Sleep(300 * time.Millisecond)
				killed <- n.Kill(victim)
			}()
			begin := time.Now()
			receipts := castAll(t, r, v, officers, 8)
			if err := <-killed; err != nil {
				t.Fatal(err)
			}
			t.Logf("%d acts in %s, %+v", len(receipts), time.Since(begin), r.Stats())
			onLedger(t, c, v, receipts)
			settleDown(t, n)
		})
	}
}

// settleDown waits until every body takes part again.
func settleDown(t *testing.T, n *network.Network) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	for _, b := range n.Bodies() {
		for n.Probe(ctx, b.ID) != nil {
			if ctx.Err() != nil {
				t.Fatalf("the peer of %s does not come back", b.ID)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
}

// TestThreeOfFourBodies kills the own peer again and again, so that it never comes back while acts are cast.
func TestThreeOfFourBodies(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 20)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{})
	done, dead := make(chan struct{}), make(chan int)
	go func() {
		kills := 0
		for {
			select {
			case <-done:
				dead <- kills
				return
			case <-time.After(100 * time.Millisecond):
				if n.Kill("peer-owners") == nil {
					kills++
				}
			}
		}
	}()
	receipts := castAll(t, r, v, officers, 8)
	close(done)
	t.Logf("%d acts while the peer was killed %d times, %+v", len(receipts), <-dead, r.Stats())
	settleDown(t, n)
	onLedger(t, c, v, receipts)
}

func TestNoPeerThere(t *testing.T) {
	n := networktest.Network(t)
	config := config(t, n, "owners", network.Client)
	config.Peers = config.Peers[:1]
	config.Peers[0].Address = "127.0.0.1:1"
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := ledger.Connect(ctx, config); !isUnavailable(err) {
		t.Errorf("connected to nothing: %v", err)
	}
}
