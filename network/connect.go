// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"

	"github.com/linli-project/linli/ledger"
)

// Connect makes a client of the ledger with a body's identity: [Client] or [Admin]. Its own body's peer comes first, the
// others are there for when that one is gone.
func (n *Network) Connect(ctx context.Context, body, role string) (*ledger.Client, error) {
	config := ledger.Config{Channel: Channel, Chaincode: Chaincode}
	var err error
	if config.MSPID, config.CertPEM, config.KeyPEM, err = n.Identity(body, role); err != nil {
		return nil, err
	}
	peers, err := n.Peers()
	if err != nil {
		return nil, err
	}
	var others []ledger.Peer
	for _, p := range peers {
		peer := ledger.Peer{Address: p.Address, ServerName: p.ServerName, TLSRootPEM: p.TLSRootPEM, MSPID: p.MSPID}
		if p.Body == body {
			config.Peers = append(config.Peers, peer)
		} else {
			others = append(others, peer)
		}
	}
	config.Peers = append(config.Peers, others...)
	return ledger.Connect(ctx, config)
}
