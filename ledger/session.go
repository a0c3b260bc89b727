// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// session is the use of one peer, from its first block event until it fails. Everything is asked of the peer whose block
// events are read, and only once it has shown the last block seen before: so nobody is answered from an older state than
// what he was told already.
type session struct {
	*endpoint
	ctx   context.Context    //nolint:containedctx // ends when the peer is left
	leave context.CancelFunc // gives the peer up for the next one

	together together
}

const (
	peerAnswersIn = 5 * time.Second  // until a peer has to show the last block
	peerGivesUpIn = 20 * time.Second // until a call is tried at another peer
	longestPause  = 2 * time.Second
	shortestPause = 25 * time.Millisecond
)

// session returns the peer in use, waiting for one until ctx ends.
func (c *Client) session(ctx context.Context) (*session, error) {
	for {
		c.mu.Lock()
		s, changed := c.current, c.changed
		c.mu.Unlock()
		if s != nil {
			return s, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, &unavailable{"reach a peer", ctx.Err()}
		case <-c.ctx.Done():
			return nil, fmt.Errorf("reach a peer: %w", ErrClosed)
		}
	}
}

func (c *Client) use(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = s
	close(c.changed)
	c.changed = make(chan struct{})
}

// keepSession keeps one peer in use until the client is closed.
func (c *Client) keepSession() {
	defer close(c.done)
	fruitless := 0
	for i := 0; c.ctx.Err() == nil; i++ {
		endpoints := c.reached()
		if c.follow(endpoints[i%len(endpoints)]) {
			fruitless = 0
		} else {
			fruitless++
		}
		if fruitless >= len(endpoints) || len(endpoints) == 1 {
			pause(c.ctx, fruitless/len(endpoints)) //nolint:errcheck,gosec // the loop sees that the context ended
		}
	}
}

// follow reads a peer's block events until it fails or is left, and says whether it was of use.
func (c *Client) follow(e *endpoint) bool {
	s := &session{endpoint: e}
	s.ctx, s.leave = context.WithCancel(c.ctx)
	defer s.leave()
	timer := time.AfterFunc(peerAnswersIn, s.leave)
	defer timer.Stop()
	blocks, err := c.events(s)
	if err != nil {
		return false
	}
	defer drain(blocks)
	defer c.use(nil)
	used := false
	for {
		select {
		case <-s.ctx.Done():
			return used
		case block, ok := <-blocks:
			if !ok {
				return used
			}
			c.commits.resolve(block)
			if holdsConfig(block) {
				s.together.forget()
			}
			if !used && timer.Stop() {
				used = true
				c.use(s)
			}
		}
	}
}

func holdsConfig(block *peer.FilteredBlock) bool {
	return slices.ContainsFunc(block.GetFilteredTransactions(), func(tx *peer.FilteredTransaction) bool {
		return tx.GetType() == common.HeaderType_CONFIG
	})
}

// events are the filtered blocks from the last one seen on.
func (c *Client) events(s *session) (<-chan *peer.FilteredBlock, error) {
	from, seen := c.commits.last()
	if !seen {
		height, err := s.height(s.ctx)
		if err != nil {
			return nil, err
		}
		from = height - 1
	}
	return s.network.FilteredBlockEvents(s.ctx, client.WithStartBlock(from))
}

// drain lets the goroutine behind an event channel end, once its context has.
func drain[T any](events <-chan T) {
	go func() {
		for range events { //nolint:revive // until it is closed
		}
	}()
}

// pause waits a while that grows with every try, with jitter, or until ctx ends.
func pause(ctx context.Context, try int) error {
	longest := min(shortestPause<<min(try, 16), longestPause)
	select {
	case <-time.After(longest/2 + rand.N(longest/2)): //nolint:gosec // no secret: it only keeps clients apart
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
