// SPDX-License-Identifier: Apache-2.0

// Package ledger is the client's side of the ledger: it reads, submits, relays signed acts in batches and follows the
// blocks. It needs only one of the given peers and goes to another when that one is gone.
//
// BUG(ledger): A peer that hangs, rather than ends, is noticed by the first call to it, after 20 to 30 seconds, or without
// calls after 70.
//
// BUG(ledger): A rejected ballot that is cast again through another relay gets its reason, but no receipt of the
// transaction that rejected it.
package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// Config says how to reach the ledger, and as whom.
type Config struct {
	Peers     []Peer // tried in this order, so the own body's comes first
	MSPID     string // of the identity below
	CertPEM   []byte
	KeyPEM    []byte
	Channel   string
	Chaincode string
}

// Client is a connection to the ledger. It is safe for concurrent use.
type Client struct {
	config    Config
	channel   string
	chaincode string
	commits   *commits

	mu        sync.Mutex
	endpoints []*endpoint
	current   *session      // the peer in use, or nil while none is healthy
	changed   chan struct{} // closed when current changes

	ctx    context.Context //nolint:containedctx // ends with Close
	cancel context.CancelFunc
	done   chan struct{}
}

// Connect returns once one of the peers has shown its latest block, or ErrUnavailable when ctx ends before.
func Connect(ctx context.Context, config Config) (*Client, error) {
	c := &Client{config: config, channel: config.Channel, chaincode: config.Chaincode, commits: newCommits(),
		changed: make(chan struct{}), done: make(chan struct{})}
	if err := c.Reach(config.Peers); err != nil {
		return nil, err
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	go c.keepSession()
	if _, err := c.session(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// Reach makes these the peers that there are, in the order in which they are tried: bodies come, leave and move. One that is no longer
// among them is left, and has a while to answer what it was asked.
func (c *Client) Reach(peers []Peer) error {
	if len(peers) == 0 {
		return errors.New("connect to the ledger: no peer is given")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var kept, dialled []*endpoint
	for _, p := range peers {
		if i := slices.IndexFunc(c.endpoints, func(e *endpoint) bool { return e.is(p) }); i >= 0 {
			kept = append(kept, c.endpoints[i])
			continue
		}
		e, err := c.config.dial(p)
		if err != nil {
			closeAll(dialled)
			return fmt.Errorf("connect to the peer at %s: %w", p.Address, err)
		}
		kept, dialled = append(kept, e), append(dialled, e)
	}
	gone := slices.DeleteFunc(slices.Clone(c.endpoints), func(e *endpoint) bool { return slices.Contains(kept, e) })
	c.endpoints = kept
	if c.current != nil && slices.Contains(gone, c.current.endpoint) {
		c.current.leave()
	}
	if len(gone) > 0 {
		time.AfterFunc(peerGivesUpIn, func() { closeAll(gone) })
	}
	return nil
}

// reached are the peers that there are now.
func (c *Client) reached() []*endpoint {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.endpoints
}

// Close ends the connection. What is in flight ends with an error.
func (c *Client) Close() {
	c.cancel()
	<-c.done
	closeAll(c.reached())
}

func closeAll(endpoints []*endpoint) {
	for _, e := range endpoints {
		e.close()
	}
}

// Evaluate asks the chaincode without any effect on the ledger. A refusal is an *act.Error; ErrUnavailable means that no
// peer answered before ctx ended.
func (c *Client) Evaluate(ctx context.Context, function string, args ...string) ([]byte, error) {
	return c.evaluate(ctx, function, func(ctx context.Context, s *session) ([]byte, error) {
		return s.contract.EvaluateWithContext(ctx, function, client.WithArguments(args...))
	})
}

// evaluate asks one peer, and the next ones if it is gone.
func (c *Client) evaluate(ctx context.Context, what string, ask func(context.Context, *session) ([]byte, error)) ([]byte, error) {
	for try := 0; ; try++ {
		s, err := c.session(ctx)
		if err != nil {
			return nil, err
		}
		limited, cancel := context.WithTimeout(ctx, peerGivesUpIn)
		answer, err := ask(limited, s)
		cancel()
		if err == nil {
			return answer, nil
		}
		f := failureOf(err, s.MSPID)
		if !f.peerGone && !f.busy || try == 2*len(c.reached()) || f.busy && pause(ctx, try) != nil || ctx.Err() != nil {
			return nil, f.err("evaluate "+what, err)
		}
		if f.peerGone {
			s.leave()
		}
	}
}

// Submit has one transaction endorsed, ordered and committed, and returns its response. If another one came first it is endorsed anew.
// Nothing is on the ledger if the error is an *act.Error, ErrUnavailable or ErrConflict; with an *UnknownOutcome it may be: look the
// transaction up.
func (c *Client) Submit(ctx context.Context, function string, args ...string) (Receipt, []byte, error) {
	raw := make([][]byte, len(args))
	for i, arg := range args {
		raw[i] = []byte(arg)
	}
	for try := 0; ; try++ {
		t := transaction{Client: c, function: function, args: raw}
		commit, err := t.run(ctx)
		if err == nil {
			return Receipt{TxID: commit.TxID, Block: commit.Block, Code: contract.OK}, t.response, nil
		}
		again := errors.Is(err, ErrUnavailable) || errors.Is(err, ErrConflict)
		if !again || try == maxEndorsements || pause(ctx, try) != nil {
			return Receipt{}, nil, err
		}
	}
}

// maxEndorsements is how often Submit asks for endorsements before it gives up.
const maxEndorsements = 8

// Read reads one document; the error is an *act.Error with code contract.NotFound if there is none.
func Read[D any](ctx context.Context, c *Client, ref contract.Ref[D], attributes ...string) (D, error) {
	var doc D
	kind := ref.Kind()
	names, err := json.Marshal(orEmpty(attributes))
	if err != nil {
		return doc, err
	}
	raw, err := c.Evaluate(ctx, "Read", kind, string(names))
	if err != nil {
		return doc, err
	}
	if len(raw) == 0 {
		return doc, act.Refuse(contract.NotFound, "of", "document", "kind", kind, "key", attributes)
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return doc, fmt.Errorf("read the %s %v: %w", kind, attributes, err)
	}
	return doc, nil
}

// Item is one document of a list, with the attributes of its key.
type Item struct {
	Attributes []string        `json:"attributes"`
	Value      json.RawMessage `json:"value"`
}

// pageSize is how many documents List asks for at once.
const pageSize = "500"

// List yields the documents of a kind whose keys begin with the attributes, in key order. It is not one snapshot: what is
// written meanwhile may be in it or not.
//
//nolint:gocognit // pages inside an iterator
func (c *Client) List(ctx context.Context, documents contract.Documents, attributes ...string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		kind := documents.Kind()
		names, err := json.Marshal(orEmpty(attributes))
		if err != nil {
			yield(Item{}, err)
			return
		}
		for bookmark := ""; ; {
			var page struct {
				Items    []Item `json:"items"`
				Bookmark string `json:"bookmark"`
			}
			raw, err := c.Evaluate(ctx, "List", kind, string(names), pageSize, bookmark)
			if err == nil {
				err = json.Unmarshal(raw, &page)
			}
			if err != nil {
				yield(Item{}, fmt.Errorf("list %s %v: %w", kind, attributes, err))
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if bookmark = page.Bookmark; bookmark == "" {
				return
			}
		}
	}
}

// Height is how many blocks the peer in use has.
func (c *Client) Height(ctx context.Context) (uint64, error) {
	raw, err := c.evaluate(ctx, "GetChainInfo", func(ctx context.Context, s *session) ([]byte, error) {
		return s.system.EvaluateWithContext(ctx, "GetChainInfo", client.WithArguments(c.channel))
	})
	if err != nil {
		return 0, err
	}
	var info common.BlockchainInfo
	if err := proto.Unmarshal(raw, &info); err != nil {
		return 0, fmt.Errorf("read the chain's height: %w", err)
	}
	return info.GetHeight(), nil
}

// CatchUp waits until the peer in use has a block that another peer has shown. The error is Height's.
func (c *Client) CatchUp(ctx context.Context, block uint64) error {
	for {
		height, err := c.Height(ctx)
		if err != nil || height > block {
			return err
		}
		if err := pause(ctx, 0); err != nil {
			return err
		}
	}
}

func orEmpty(attributes []string) []string {
	if attributes == nil {
		return []string{}
	}
	return attributes
}
