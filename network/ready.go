// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

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

// becomeReady waits until the processes that were started are of use, and leaves word of it. Those of a body that was removed are so as
// soon as that is known: what they have can be read.
func (n *Network) becomeReady(ctx context.Context, o Options) error {
	began := time.Now()
	err := n.makeReady(ctx, o)
	removed := errors.Is(err, ErrRemoved)
	switch {
	case err == nil || removed:
	case ctx.Err() != nil && !n.alone():
		return fmt.Errorf("waiting for the other bodies was interrupted; what was started runs on, and running this again goes on: %w", ctx.Err())
	case ctx.Err() != nil:
		return fmt.Errorf("starting the network was interrupted, and what had been started is stopped: %w", ctx.Err())
	default:
		return n.explain(err)
	}
	supervisor, readErr := n.supervisor()
	if readErr != nil {
		return readErr
	}
	if err := os.WriteFile(n.ready(), fmt.Append(nil, supervisor.Birth), 0o600); err != nil {
		return err
	}
	if removed {
		o.Progress(err.Error())
		return nil
	}
	if err := n.Follow(ctx); err != nil {
		return err
	}
	o.Progress(fmt.Sprintf("ready after %.1f s", time.Since(began).Seconds()))
	return nil
}

// makeReady brings the started processes to work together.
func (n *Network) makeReady(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if n.alone() {
		var stop func()
		ctx, stop = context.WithTimeout(ctx, readyWithin)
		defer stop()
	}
	go n.giveUp(ctx, cancel)
	err := n.deploy(ctx, o.Progress)
	if err == nil {
		o.Progress("waiting for the first transaction of every body")
		err = n.probeAll(ctx)
	}
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, ErrRemoved) {
		return cause
	}
	return err
}

// hopeless is how often a process may end by itself while the network starts.
const hopeless = 5

// askedEvery is in how many seconds the others' peers are asked once whether they know this machine's body, while it starts.
const askedEvery = 5

// giveUp cancels a start in which a process ends again and again, or of a body that the others have removed.
func (n *Network) giveUp(ctx context.Context, cancel context.CancelCauseFunc) {
	for i := 1; sleep(ctx, time.Second) == nil; i++ {
		processes, _ := n.recorded()
		for _, p := range processes {
			if p.Restarts >= hopeless {
				cancel(nil)
			}
		}
		if i%askedEvery == 0 && n.unknown(ctx) {
			cancel(fmt.Errorf("%w: %s", ErrRemoved, n.removedText()))
		}
	}
}
