// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestEndorserGone ends, and stops, what endorses of another body while all endorsers are asked at once: acts go on without it.
func TestEndorserGone(t *testing.T) {
	n := networktest.Network(t)
	c := connect(t, n, "owners", network.Client)
	for _, kind := range []string{"peer", "chaincode"} {
		t.Run(kind+" is killed again and again", func(t *testing.T) {
			v, officers := found(t, n, 20)
			r := relay(t, c, ledger.Options{})
			victim := kind + "-" + anotherEndorser(t, n, c, r, v)
			ctx, cancel := context.WithCancel(t.Context())
			dead := make(chan int)
			go func() {
				kills := 0
				for ctx.Err() == nil {
					if n.Kill(victim) == nil {
						kills++
					}
					time.Sleep(100 * time.Millisecond)
				}
				dead <- kills
			}()
			receipts := castAll(t, r, v, officers, 4)
			cancel()
			t.Logf("%d acts while %s was killed %d times, %+v", len(receipts), victim, <-dead, r.Stats())
			settleDown(t, n)
			if len(receipts) != 80 {
				t.Errorf("%d acts of 80 took effect", len(receipts))
			}
		})
	}
	t.Run("peer hangs", func(t *testing.T) {
		v, officers := found(t, n, 20)
		r := relay(t, c, ledger.Options{GiveUp: 5 * time.Minute})
		defer hang(t, n, "peer-"+anotherEndorser(t, n, c, r, v))()
		begin := time.Now()
		if receipts := castAll(t, r, v, officers, 2); len(receipts) != 40 {
			t.Errorf("%d acts of 40 took effect", len(receipts))
		}
		t.Logf("%s, %+v", time.Since(begin), r.Stats())
	})
}

// anotherEndorser casts acts until endorsers are asked at once, and returns a body that is one of them and is not the client's.
func anotherEndorser(t *testing.T, n *network.Network, c *ledger.Client, r *ledger.Relay, v *village.Village) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for ; len(c.Together()) == 0; time.Sleep(time.Second) { // it leaves it to the peer for a while, and codes are bounded
		if _, err := r.Cast(ctx, issue(t, v, v.Convener())); err != nil {
			t.Fatal(err)
		}
	}
	together := c.Together()
	for _, b := range n.Bodies() {
		if b.ID != "owners" && slices.Contains(together, b.MSPID) {
			if len(together) != 3 || !slices.Contains(together, "OwnersMSP") {
				t.Errorf("%v are asked, not the client's body and two others", together)
			}
			return b.ID
		}
	}
	t.Fatalf("%v are asked to endorse", together)
	return ""
}

// hang stops a process until the function is called that it returns.
func hang(t *testing.T, n *network.Network, name string) (goOn func()) {
	t.Helper()
	pid := networktest.Process(t, n, name).PID
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Kill(pid, syscall.SIGCONT); err != nil {
			t.Error(err)
		}
		settleDown(t, n)
	}
}
