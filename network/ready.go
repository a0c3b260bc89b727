// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"fmt"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
)

// probeTransaction is the chaincode function that changes nothing.
const probeTransaction = "Probe"

// Probe commits a transaction that changes nothing, as a client of the body and through its peer: that peer finds
// the peers that endorse it, their chaincode answers, the orderers make a block and the peer validates it.
func (n *Network) Probe(ctx context.Context, body string) error {
	mspID, certPEM, keyPEM, err := n.Identity(body, Client)
	if err != nil {
		return err
	}
	cert, err := identity.CertificateFromPEM(certPEM)
	if err != nil {
		return err
	}
	id, err := identity.NewX509Identity(mspID, cert)
	if err != nil {
		return err
	}
	key, err := identity.PrivateKeyFromPEM(keyPEM)
	if err != nil {
		return err
	}
	sign, err := identity.NewPrivateKeySign(key)
	if err != nil {
		return err
	}
	peer, err := n.Peer(body)
	if err != nil {
		return err
	}
	conn, err := peer.Dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	gateway, err := client.Connect(id, client.WithSign(sign), client.WithHash(hash.SHA256), client.WithClientConnection(conn))
	if err != nil {
		return err
	}
	defer gateway.Close()
	_, err = gateway.GetNetwork(Channel).GetContract(Chaincode).SubmitWithContext(ctx, probeTransaction)
	return err
}

// probeAll waits until the probe of every body of this machine is committed.
func (n *Network) probeAll(ctx context.Context) error {
	return n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		err := retry(ctx, func(ctx context.Context) error { return n.Probe(ctx, b.ID) })
		if err != nil {
			return fmt.Errorf("transaction of %s: %w", b.ID, err)
		}
		return nil
	})
}
