// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// A net is the tests' network with desks at every body.
type net struct {
	*village.Ledger

	network *network.Network
	clients []*ledger.Client // of every body, each with its own peer
	mu      sync.Mutex
	desks   map[village.User]*dated.Desk
}

// connect starts a network; under -short there is none, and the test is skipped.
func connect(t *testing.T) *net {
	t.Helper()
	n := networktest.Network(t)
	l, err := village.Connect(t.Context(), n)
	town.Must(t, l, err)
	t.Cleanup(l.Close)
	all := &net{Ledger: l, network: n, desks: map[village.User]*dated.Desk{}}
	for _, body := range n.Bodies() {
		c, err := n.Connect(t.Context(), body.ID, network.Client)
		town.Must(t, c, err)
		t.Cleanup(c.Close)
		all.clients = append(all.clients, c)
	}
	return all
}

// read waits until every body's peer has a block, so that whichever is asked next, for whatever follows from it, knows it.
func (n *net) read(ctx context.Context, block uint64) error {
	for _, c := range n.clients {
		if err := c.CatchUp(ctx, block); err != nil {
			return err
		}
	}
	return nil
}

// desk is that of a user. It stays open as long as the tests do.
func (n *net) desk(by village.User) (*dated.Desk, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if d := n.desks[by]; d != nil {
		return d, nil
	}
	role := network.Client
	if by.Admin {
		role = network.Admin
	}
	for _, body := range n.network.Bodies() {
		if body.MSPID == by.MSP {
			d, err := dated.Open(n.network, body.ID, role)
			n.desks[by] = d
			return d, err
		}
	}
	return nil, errors.New("there is no body with MSP " + by.MSP)
}

// peers are the network as the ledger of a town whose clock stands where the test has moved it.
type peers struct {
	*net
	context.Context //nolint:containedctx // the test's
	clock           *town.Clock
}

// Transact implements town.Ledger.
func (p peers) Transact(by village.User, function string, args ...string) ([]byte, error) {
	done, err := p.transact(by, function, args...)
	return done.Answer, err
}

func (p peers) transact(by village.User, function string, args ...string) (done dated.Done, err error) {
	desk, err := p.desk(by)
	if err != nil {
		return done, err
	}
	if done, err = desk.Transact(p.Context, p.clock.Now(), function, args...); err != nil {
		return done, err
	}
	return done, p.read(p.Context, done.Block)
}

// Check implements town.Ledger, by the first body's peer.
func (p peers) Check(batch string) ([]byte, error) { return p.evaluate("Check", batch) }

// Document implements town.Ledger, by the first body's peer.
func (p peers) Document(kind string, attributes ...string) ([]byte, error) {
	raw, err := act.Canonical(attributes)
	if err != nil {
		return nil, err
	}
	return p.evaluate("Read", kind, raw)
}

func (p peers) evaluate(function string, args ...string) ([]byte, error) {
	desk, err := p.desk(village.User{MSP: p.network.Bodies()[0].MSPID})
	if err != nil {
		return nil, err
	}
	return desk.Evaluate(p.Context, p.clock.Now(), function, args...)
}

// constitution is that of a community of the network's bodies.
func (n *net) constitution(t testing.TB) contract.Constitution {
	t.Helper()
	c := town.Constitution("rehearsal")
	whose, err := village.Constitute(n.network, "garden", "rehearsal")
	c.Net, c.Bodies = town.Must(t, whose, err).Net, whose.Bodies
	return c
}

var errRead = errors.New("all is read")

// state is what all blocks have written, by key.
func (n *net) state(t *testing.T) map[string][]byte {
	t.Helper()
	height, err := n.Height(t.Context())
	town.Must(t, height, err)
	all := map[string][]byte{}
	err = n.Follow(t.Context(), ledger.Checkpoint{}, func(_ context.Context, b ledger.Block) error {
		for _, tx := range b.Transactions {
			if tx.Code != peer.TxValidationCode_VALID {
				continue
			}
			for _, w := range tx.Writes {
				all[w.Key] = w.Value
			}
		}
		if b.Number+1 == height {
			return errRead
		}
		return nil
	})
	if !errors.Is(err, errRead) {
		t.Fatal(err)
	}
	return all
}

// of leaves out of a state what is not of a community.
func of(state map[string][]byte, community string) map[string][]byte {
	its := maps.Clone(state)
	maps.DeleteFunc(its, func(key string, _ []byte) bool {
		_, names, ok := contract.SplitKey(key)
		return !ok || names[0] != community
	})
	return its
}
