// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/standing"
)

// networkData is who runs the ledger, as this server saw it last.
type networkData struct {
	standing.Standing

	Quiet []string // titles of the bodies that do not answer
	of    map[string]string
}

// Title is what people call the body of an MSP.
func (d networkData) Title(msp string) string {
	if title, ok := d.of[msp]; ok {
		return title
	}
	return msp // of a body that is gone
}

// Looker is the body that looked.
func (d networkData) Looker() string {
	i := slices.IndexFunc(d.Bodies, func(b standing.Body) bool { return b.ID == d.By })
	if i < 0 {
		return d.By
	}
	return d.Bodies[i].Title
}

// FirstOf is that of a body's certificates which expires first.
func (networkData) FirstOf(b standing.Body) standing.Certificate {
	first, _ := b.First()
	return first
}

// standing is how the network stands; nil where nobody looks at it.
func (p *Pages) standing() *networkData {
	if p.Standing == nil {
		return nil
	}
	d := &networkData{Standing: p.Standing(), of: map[string]string{}}
	for _, b := range d.Bodies {
		d.of[b.MSP] = b.Title
		if !b.Orderer || !b.Peer {
			d.Quiet = append(d.Quiet, b.Title)
		}
	}
	return d
}

// network says who runs the ledger. No request of a visitor has anything looked at.
func (p *Pages) network(r *http.Request) (view, error) {
	d := p.standing()
	if d == nil {
		return view{}, index.ErrNotFound
	}
	all, err := list(r.Context(), p.Ledger, contract.Communities)
	if err != nil {
		return view{}, err
	}
	for _, c := range all { // as the communities call them
		for _, b := range c.Bodies {
			d.of[b.MSP] = b.Name
		}
	}
	return view{name: "network", title: "network.title", data: d}, nil
}
