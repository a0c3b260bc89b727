// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// desks are users of all bodies on a network, as a town's ledger.
type desks struct {
	testing.TB
	network *network.Network
	clients []*ledger.Client
	open    map[village.User]*dated.Desk
}

func openDesks(t *testing.T, n *network.Network) *desks {
	t.Helper()
	d := &desks{TB: t, network: n, open: map[village.User]*dated.Desk{}}
	for _, body := range n.Bodies() {
		c, err := n.Connect(t.Context(), body.ID, network.Client)
		d.clients = append(d.clients, town.Must(t, c, err))
		t.Cleanup(c.Close)
	}
	return d
}

func (d *desks) desk(by village.User) *dated.Desk {
	if known := d.open[by]; known != nil {
		return known
	}
	role := network.Client
	if by.Admin {
		role = network.Admin
	}
	for _, body := range d.network.Bodies() {
		if body.MSPID == by.MSP {
			opened, err := dated.Open(d.network, body.ID, role)
			d.open[by] = town.Must(d.TB, opened, err)
		}
	}
	return d.open[by]
}

// Transact implements town.Ledger; when it returns, every body's peer has the block.
func (d *desks) Transact(by village.User, function string, args ...string) ([]byte, error) {
	done, err := d.desk(by).Transact(d.Context(), time.Now(), function, args...)
	if err != nil {
		return nil, err
	}
	for _, c := range d.clients {
		if err := c.CatchUp(d.Context(), done.Block); err != nil {
			return nil, err
		}
	}
	return done.Answer, nil
}

// Check implements town.Ledger.
func (d *desks) Check(batch string) ([]byte, error) { return d.evaluate("Check", batch) }

// Document implements town.Ledger.
func (d *desks) Document(kind string, attributes ...string) ([]byte, error) {
	raw, err := act.Canonical(attributes)
	if err != nil {
		return nil, err
	}
	return d.evaluate("Read", kind, raw)
}

func (d *desks) evaluate(function string, args ...string) ([]byte, error) {
	return d.desk(village.User{MSP: d.network.Bodies()[0].MSPID}).Evaluate(d.Context(), time.Now(), function, args...)
}
