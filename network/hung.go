// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// An orderer can hang: it answers, and takes part no more, because two of its goroutines wait for each other, or it leads and has closed its
// own queue. Fabric never ends that. It mostly follows a machine that has vanished from the network without closing its connections. Four
// bodies bear one orderer that hangs, and then not one that is away. So the supervisor ends it, and starts it again as whatever has ended.
// docs/decisions/47-loss.md has what was seen.

// hungEvery is how often it looks.
const hungEvery = 5 * time.Second

// hungAfter is longer than it takes to replace a leader that orders nothing: RequestForwardTimeout and RequestComplainTimeout, and a change
// of view, all in configtx.yaml. Each time it was in vain the next one is after twice as long, so that orderers on a machine on which
// everything takes longer find together too.
const hungAfter = time.Minute

// poolGauge has how many transactions an orderer was given that are in no block.
const poolGauge = "consensus_smartbft_pool_count_of_elements"

// hang is for how long what an orderer could order has not become a block.
type hang struct {
	blocks uint64
	since  time.Time // zero if nothing waits
	after  time.Duration
}

// sees takes how it is now, and says whether the orderer has to be started again.
func (h *hang) sees(now time.Time, blocks uint64, waits bool) bool {
	if blocks != h.blocks || h.after == 0 {
		*h = hang{blocks: blocks, after: hungAfter}
	}
	switch {
	case !waits:
		h.since = time.Time{}
	case h.since.IsZero():
		h.since = now
	case now.Sub(h.since) >= h.after:
		h.since, h.after = time.Time{}, 2*h.after
		return true
	}
	return false
}

// endHung ends orderers of this machine that hang, until ctx ends.
func (n *Network) endHung(ctx context.Context, tell func(format string, args ...any)) {
	hangs, counts := map[string]*hang{}, map[string]*written{}
	for _, b := range n.here() {
		hangs[b.ID], counts[b.ID] = &hang{}, n.written(b)
	}
	for sleep(ctx, hungEvery) == nil {
		for body, count := range counts {
			blocks, err := count.count()
			if err != nil || !hangs[body].sees(time.Now(), blocks, n.couldOrder(ctx, body)) {
				continue
			}
			tell("the orderer of %s has %d blocks, and makes no more of what it was given although enough others answer: it hangs, and is killed",
				body, blocks)
			if err := n.Kill("orderer-" + body); err != nil {
				tell("ending an orderer that hangs: %v", err)
			}
		}
	}
}

// couldOrder says whether an orderer of this machine has all that a block takes: transactions, and enough others that answer.
func (n *Network) couldOrder(ctx context.Context, body string) bool {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	waiting, err := n.OrdererGauge(ctx, body, poolGauge)
	if err != nil || waiting == 0 {
		return false
	}
	now, err := Open(n.Dir()) // the bodies may be others than when this began
	return err == nil && now.enoughAnswer(ctx)
}

// enoughAnswer says whether so many orderers answer as a block takes.
func (n *Network) enoughAnswer(ctx context.Context) bool {
	var all sync.WaitGroup
	var answer atomic.Int64
	orderers := 0
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		if b.Consenter == 0 {
			continue
		}
		orderers++
		all.Go(func() {
			if _, err := n.handshake(ctx, b, b.Ports.Orderer, b.ordererName()); err == nil {
				answer.Add(1)
			}
		})
	}
	all.Wait()
	return int(answer.Load()) >= bodyfile.Quorum(orderers)
}
