// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/channel"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/grpc"

	"github.com/linli-project/linli/network/change"
)

// configBlock is the block with the channel's latest configuration, as this machine's own peer has it.
func (n *Network) configBlock(ctx context.Context) (block *common.Block, err error) {
	for _, b := range n.here() {
		asked := n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) (err error) {
			block, err = channel.GetConfigBlock(ctx, conn, admin, Channel)
			return err
		})
		if asked == nil {
			return block, nil
		}
		err = errors.Join(err, fmt.Errorf("asking the peer of %s for the channel's configuration: %w", b.ID, asked))
	}
	return nil, err
}

// NewChange makes a change of what is in force: of a kind of package change, about the body with a short name, with that body's file unless
// it leaves. An error that a person can act on is a [*Problem].
func (n *Network) NewChange(ctx context.Context, kind, id string, body []byte) (*change.File, error) {
	block, err := n.configBlock(ctx)
	if err != nil {
		return nil, err
	}
	f, err := change.New(block, kind, id, body)
	if err == nil && kind == change.KindAdmit {
		err = n.checkCaughtUp(ctx, id)
	}
	if err != nil {
		return nil, &Problem{What: "making a change", Why: err, Do: "Nothing was written."}
	}
	return f, nil
}

// caughtUpWithin is how long an orderer may take to come up with the others: one that follows asks them every ten seconds.
const caughtUpWithin = 30 * time.Second

// checkCaughtUp returns an error unless the orderer of a body of this machine has all blocks that the others' peers have now. One that took
// part before it has caught up would be one that is away. Only its own machine can ask it.
func (n *Network) checkCaughtUp(ctx context.Context, id string) error {
	b, err := n.body(id)
	if err != nil {
		return err
	}
	if !n.isHere(id) {
		return fmt.Errorf("only the machine of %s knows how far its orderer is: this change is made there", id)
	}
	others, err := n.highest(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, caughtUpWithin)
	defer cancel()
	err = retry(ctx, func(ctx context.Context) error {
		is, err := n.participation(ctx, b)
		if err == nil && is.Height < others {
			err = fmt.Errorf("it has %d blocks, and the others have %d", is.Height, others)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("the orderer of %s has not caught up: %w", id, err)
	}
	return nil
}

// highest is how many blocks the peers of other bodies have, of which most have to answer.
func (n *Network) highest(ctx context.Context) (height uint64, err error) {
	answered := 0
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		if n.isHere(b.ID) {
			continue
		}
		h, asked := n.height(ctx, b)
		if asked != nil {
			err = errors.Join(err, fmt.Errorf("peer of %s: %w", b.ID, asked))
			continue
		}
		answered++
		height = max(height, h)
	}
	if 2*answered <= len(n.facts.Bodies)-len(n.facts.Here) {
		return 0, fmt.Errorf("most other bodies have to be there, to compare: %w", err)
	}
	return height, nil
}

// ReadChange says what a change does to what is in force. An error is a [*Problem].
func (n *Network) ReadChange(ctx context.Context, f *change.File) (*change.Reading, error) {
	block, err := n.configBlock(ctx)
	if err != nil {
		return nil, err
	}
	r, err := f.Read(block)
	if errors.Is(err, change.ErrDone) {
		return nil, &Problem{What: "reading the change", Why: err, Do: "There is nothing to do."}
	}
	if err != nil {
		return nil, &Problem{What: "reading the change", Why: err, Do: "Do not sign it. Whoever gave it to you has to make another one."}
	}
	return r, nil
}

// SignChange signs a change as the administrators of this machine's bodies. Whoever calls it has had it read.
func (n *Network) SignChange(f *change.File) error {
	for _, b := range n.here() {
		admin, err := n.signer(b.ID)
		if err != nil {
			return err
		}
		if err := f.Sign(b.ID, admin); err != nil {
			return err
		}
	}
	return nil
}
