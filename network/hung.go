// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// An orderer can hang: it takes part no more, because two of its goroutines wait for each other, or it leads and has closed its own queue,
// or lacks the last block that the others have made. Fabric never ends that. It mostly follows a machine that has vanished from the network
// without closing its connections. Four bodies bear one orderer that hangs, and then not one that is away. So the supervisor ends it, and
// starts it again as whatever has ended. docs/decisions/47-loss.md has what was seen.

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
	waited time.Duration
	after  time.Duration
}

// sees takes how it is a while later, and says whether the orderer has to be started again. While it could not order anything the time that
// it has waited shrinks as it grew: when another orderer is started again that is a few seconds, and after a long while nothing is left.
func (h *hang) sees(later time.Duration, blocks uint64, could bool) bool {
	if blocks != h.blocks || h.after == 0 {
		*h = hang{blocks: blocks, after: hungAfter}
		return false
	}
	if !could {
		h.waited = max(0, h.waited-later)
		return false
	}
	if h.waited += later; h.waited < h.after {
		return false
	}
	h.waited, h.after = 0, 2*h.after
	return true
}

// endHung ends orderers of this machine that hang, until ctx ends.
func (n *Network) endHung(ctx context.Context, tell func(format string, args ...any)) {
	hangs, counts := map[string]*hang{}, map[string]*written{}
	for _, b := range n.here() {
		hangs[b.ID], counts[b.ID] = &hang{}, n.written(b)
	}
	for last := time.Now(); sleep(ctx, hungEvery) == nil; {
		now := time.Now()
		for body, count := range counts {
			blocks, err := count.count()
			if err != nil || !hangs[body].sees(now.Sub(last), blocks, n.peerIsAhead(ctx, body, blocks) || n.couldOrder(ctx, body)) {
				continue
			}
			tell("the orderer of %s has %d blocks, and comes to no more although it could: it hangs, and is killed", body, blocks)
			if err := n.Kill("orderer-" + body); err != nil {
				tell("ending an orderer that hangs: %v", err)
			}
		}
		last = now
	}
}

// peerIsAhead says whether a body's peer has more than so many blocks. It has them from orderers, and so its own could have them too.
func (n *Network) peerIsAhead(ctx context.Context, body string, blocks uint64) bool {
	ctx, cancel := context.WithTimeout(ctx, couldWithin)
	defer cancel()
	height, err := n.Gauge(ctx, body, "peer", HeightGauge)
	return err == nil && height > blocks
}

// couldWithin is how long what is there may take to answer, on a machine that has much else to do.
const couldWithin = 15 * time.Second

// couldOrder says whether an orderer of this machine has all that a block takes: transactions, and enough others that answer.
func (n *Network) couldOrder(ctx context.Context, body string) bool {
	ctx, cancel := context.WithTimeout(ctx, couldWithin)
	defer cancel()
	waiting, err := n.Gauge(ctx, body, "orderer", poolGauge)
	if err != nil || waiting == 0 {
		return false
	}
	now, err := Open(n.Dir()) // the bodies may be others than when this began
	return err == nil && now.enoughAnswer(ctx)
}

// enoughAnswer says whether so many orderers answer as a block takes. It does not wait for the others.
func (n *Network) enoughAnswer(ctx context.Context) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan error, len(n.facts.Bodies))
	orderers := 0
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		if b.Consenter == 0 {
			continue
		}
		orderers++
		go func() {
			_, err := n.handshake(ctx, b, b.Ports.Orderer, b.ordererName())
			answers <- err
		}()
	}
	there := 0
	for range orderers {
		if err := <-answers; err != nil {
			continue
		}
		if there++; there == bodyfile.Quorum(orderers) {
			return true
		}
	}
	return false
}
