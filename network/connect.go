// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"

	"github.com/linli-project/linli/ledger"
)

// Connect makes a client of the ledger with a body's identity: [Client] or [Admin]. Its own body's peer comes first, the
// others are there for when that one is gone.
func (n *Network) Connect(ctx context.Context, body, role string) (*ledger.Client, error) {
	peers, err := n.PeersFor(body)
	if err != nil {
		return nil, err
	}
	return n.connect(ctx, body, role, peers)
}

// PeersFor are all peers as a client of a body asks them: that body's own comes first.
func (n *Network) PeersFor(body string) ([]ledger.Peer, error) {
	peers, err := n.Peers()
	if err != nil {
		return nil, err
	}
	var own, others []ledger.Peer
	for _, p := range peers {
		if p.Body == body {
			own = append(own, p.client())
		} else {
			others = append(others, p.client())
		}
	}
	return append(own, others...), nil
}

// ConnectAlone makes a client of a body's own peer, and of no other: another's may not have the same ledger. Who asks is that body, or this
// machine's if it is another one's.
func (n *Network) ConnectAlone(ctx context.Context, body string) (*ledger.Client, error) {
	peer, err := n.Peer(body)
	if err != nil {
		return nil, err
	}
	by := body
	if !n.isHere(body) {
		by = n.here()[0].ID
	}
	return n.connect(ctx, by, Client, []ledger.Peer{peer.client()})
}

func (n *Network) connect(ctx context.Context, body, role string, peers []ledger.Peer) (*ledger.Client, error) {
	config := ledger.Config{Channel: Channel, Chaincode: Chaincode, Peers: peers}
	var err error
	if config.MSPID, config.CertPEM, config.KeyPEM, err = n.Identity(body, role); err != nil {
		return nil, err
	}
	return ledger.Connect(ctx, config)
}

// client is the peer as a client connects to it.
func (p Peer) client() ledger.Peer {
	return ledger.Peer{Address: p.Address, ServerName: p.ServerName, TLSRootPEM: p.TLSRootPEM, MSPID: p.MSPID}
}
