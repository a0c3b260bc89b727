// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// A site is a town on the tests' network, with a desk to act at.
type site struct {
	*town.Town
	n    *network.Network
	desk *desk // a client of the first body
}

// newSite makes a community's people; nothing of it is on the ledger yet. At the end of the test the whole ledger is audited.
func newSite(t testing.TB) *site {
	t.Helper()
	n := networktest.Network(t)
	t.Cleanup(func() { audit(t, n) })
	c := town.Constitution("rehearsal")
	c.Net, c.Bodies = genesis(t, n), nil
	for _, body := range n.Bodies() {
		c.Bodies = append(c.Bodies, contract.Body{ID: body.ID, MSP: body.MSPID, Name: body.ID})
	}
	return &site{town.New(t, &peers{t, n}, nameOf(t), c, nil), n, deskOf(t, n, c.Bodies[0].ID, network.Client)}
}

// under is the site reporting to another test.
func (w *site) under(t testing.TB) *site {
	under := w.Town.Under(t)
	under.Ledger = &peers{t, w.n}
	return &site{under, w.n, w.desk}
}

// peers are the tests' network as a town's ledger.
type peers struct {
	testing.TB
	n *network.Network
}

// Transact implements town.Ledger, at the desk of whoever sends.
func (p *peers) Transact(by village.User, function string, args ...string) ([]byte, error) {
	p.Helper()
	role := network.Client
	if by.Admin {
		role = network.Admin
	}
	for _, body := range p.n.Bodies() {
		if body.MSPID == by.MSP {
			answer, err := deskOf(p, p.n, body.ID, role).transact(p, p.n, function, args...)
			return answer, coded(err)
		}
	}
	p.Fatalf("there is no body with MSP %q", by.MSP)
	return nil, nil
}

// Check implements town.Ledger, by the first body's peer.
func (p *peers) Check(batch string) ([]byte, error) { return p.evaluate("Check", batch) }

// Document implements town.Ledger, by the first body's peer.
func (p *peers) Document(kind string, attributes ...string) ([]byte, error) {
	return p.evaluate("Read", kind, town.JSON(p, attributes))
}

func (p *peers) evaluate(function string, args ...string) ([]byte, error) {
	p.Helper()
	answer, err := deskOf(p, p.n, p.n.Bodies()[0].ID, network.Client).ledger.EvaluateTransaction(function, args...)
	return answer, coded(err)
}
