// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/network/change"
)

// ErrUnsigned says that a change has not the signatures that it takes.
var ErrUnsigned = errors.New("not enough bodies have signed")

// How long an orderer may take with a change before another one is asked, and this machine's peer with one that an orderer refuses as it
// was there before.
const (
	orderedWithin = 20 * time.Second
	knownWithin   = 3 * time.Second
)

// SubmitChange brings a change onto the ledger and has this machine follow it. It can be repeated: of one that is there it says nothing.
// The error is a [*Problem], and [ErrUnsigned] if signatures lack.
func (n *Network) SubmitChange(ctx context.Context, f *change.File, progress func(string)) error {
	r, err := n.ReadChange(ctx, f)
	if errors.Is(err, change.ErrDone) {
		return n.Follow(ctx)
	}
	if err != nil {
		return err
	}
	if !r.Enough {
		missing := r.Missing
		if r.Itself {
			missing = []string{f.Body}
		}
		return &Problem{
			What: "submitting the change", Why: fmt.Errorf("%w; not yet has %s", ErrUnsigned, strings.Join(missing, ", ")),
			Do: "Give the file to one of them, who runs `linli change sign`.",
		}
	}
	if err := n.order(ctx, f, progress); err != nil {
		return &Problem{What: "submitting the change", Why: err, Do: "Run it again: it does nothing twice."}
	}
	return n.Follow(ctx)
}

// order has one orderer after the other take a change until it is in force.
func (n *Network) order(ctx context.Context, f *change.File, progress func(string)) error {
	envelope, err := n.changeEnvelope(f)
	if err != nil {
		return err
	}
	orderers, err := n.Orderers()
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range n.ownFirst(orderers) {
		progress("giving it to the orderer of " + o.Body)
		refused, within := o.broadcast(ctx, envelope), orderedWithin
		if refused != nil {
			within = knownWithin
		}
		err := n.awaitChange(ctx, f, within)
		if err == nil {
			return nil
		}
		err = errors.Join(refused, err)
		failed = append(failed, fmt.Errorf("orderer of %s: %w", o.Body, err))
		if ctx.Err() != nil || errors.Is(err, change.ErrOlder) {
			break
		}
	}
	return errors.Join(failed...)
}

// ownFirst puts the orderers of this machine before the others.
func (n *Network) ownFirst(orderers []Orderer) (sorted []Orderer) {
	var others []Orderer
	for _, o := range orderers {
		if n.isHere(o.Body) {
			sorted = append(sorted, o)
		} else {
			others = append(others, o)
		}
	}
	return append(sorted, others...)
}

// awaitChange returns when a change is in force at this machine's peer, or another one is.
func (n *Network) awaitChange(ctx context.Context, f *change.File, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for {
		block, err := n.configBlock(ctx)
		if err == nil {
			_, err = f.Read(block)
		}
		if errors.Is(err, change.ErrDone) {
			return nil
		}
		if errors.Is(err, change.ErrOlder) {
			return fmt.Errorf("another change came before: %w", err)
		}
		if sleep(ctx, retryPause) != nil {
			return errors.Join(errors.New("it is not on the ledger yet"), err)
		}
	}
}

// changeEnvelope is what an orderer is given, signed by this machine's administrator.
func (n *Network) changeEnvelope(f *change.File) (*common.Envelope, error) {
	signed, err := f.Signed()
	if err != nil {
		return nil, err
	}
	admin, err := n.signer(n.here()[0].ID)
	if err != nil {
		return nil, err
	}
	return envelope(common.HeaderType_CONFIG_UPDATE, signed, admin)
}

// envelope signs a message for the channel's orderers.
func envelope(kind common.HeaderType, data []byte, by identity.SigningIdentity) (*common.Envelope, error) {
	creator, err := creator(by)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, 24)
	_, _ = rand.Read(nonce) // never fails
	signature, err := proto.Marshal(&common.SignatureHeader{Creator: creator, Nonce: nonce})
	if err != nil {
		return nil, err
	}
	header, err := proto.Marshal(&common.ChannelHeader{Type: int32(kind), ChannelId: Channel, Timestamp: timestamppb.Now()})
	if err != nil {
		return nil, err
	}
	payload, err := proto.Marshal(&common.Payload{Header: &common.Header{ChannelHeader: header, SignatureHeader: signature}, Data: data})
	if err != nil {
		return nil, err
	}
	e := &common.Envelope{Payload: payload}
	e.Signature, err = by.Sign(payload)
	return e, err
}
