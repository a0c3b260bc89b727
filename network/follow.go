// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/network/change"
	"github.com/linli-project/linli/network/standing"
)

// ErrRemoved says that the others have taken this machine's body out of the network.
var ErrRemoved = errors.New("this machine's body is no longer one of the network's")

// Follow has network.json say who the bodies are and where they are reached, as the channel's configuration of this machine's peer has it.
func (n *Network) Follow(ctx context.Context) error {
	block, err := n.configBlock(ctx)
	if err != nil {
		return err
	}
	before, bodies := n.Here(), n.Bodies()
	if err := n.followBlock(block); err != nil {
		return err
	}
	for i := range before {
		if err := n.followOwn(ctx, &before[i], block, n.othersMoved(bodies)); err != nil {
			return fmt.Errorf("starting again what %s has: %w", before[i].ID, err)
		}
	}
	return nil
}

// othersMoved says whether an orderer of another machine is reached elsewhere than before. Fabric's orderers go on looking for it where it
// was until they are started again: they keep the connection that they have to a number.
//
// Fabric: orderer/common/cluster/commauth.go (updateStubInMapping).
func (n *Network) othersMoved(before []Body) bool {
	for _, was := range before {
		is, err := n.body(was.ID)
		if err != nil || n.isHere(was.ID) || was.Consenter == 0 || is.Consenter == 0 {
			continue
		}
		if was.Host != is.Host || was.Ports.Orderer != is.Ports.Orderer {
			return true
		}
	}
	return false
}

// followBlock writes network.json.
func (n *Network) followBlock(block *common.Block) (err error) {
	followed := n.facts
	if followed.Bodies, err = n.bodiesOf(block); err != nil {
		return err
	}
	for _, id := range n.facts.Here {
		if !slices.ContainsFunc(followed.Bodies, func(b Body) bool { return b.ID == id }) {
			return &Problem{
				What: "following the channel", Why: fmt.Errorf("%w: %s", ErrRemoved, id), Do: standing.LeftEnglish,
			}
		}
	}
	was, err := json.Marshal(n.facts)
	if err != nil {
		return err
	}
	is, err := json.Marshal(followed)
	if err != nil || bytes.Equal(was, is) {
		return err
	}
	n.facts = followed
	return writeJSON(n.material.facts(), n.facts)
}

// followOwn has a body of this machine use the address and the keys of its orderer that are in force now, and its orderer find one that has
// moved: what runs is started again.
func (n *Network) followOwn(ctx context.Context, before *Body, block *common.Block, othersMoved bool) error {
	b, err := n.body(before.ID)
	if err != nil {
		return err
	}
	renewed, err := n.adoptOrderer(b, block)
	if err != nil {
		return err
	}
	moved := before.Host != b.Host || before.Ports != b.Ports
	switch {
	case n.Running() != nil:
		return nil
	case renewed || moved:
		return n.restart(ctx, b, "orderer-", "peer-")
	case othersMoved:
		return n.restart(ctx, b, "orderer-")
	}
	return nil
}

// adoptOrderer puts the orderer's new keys into use if the channel knows it by them.
func (n *Network) adoptOrderer(b *Body, block *common.Block) (bool, error) {
	config, err := change.Open(block)
	if err != nil {
		return false, err
	}
	there, err := change.Bodies(config.Group)
	if err != nil {
		return false, err
	}
	made := material{n.layout.body()}
	next, err := os.ReadFile(made.ordererCert(b))
	if err != nil {
		return false, nil // a laptop, which has no other keys than those in use
	}
	used, err := os.ReadFile(n.ordererCert(b))
	if err != nil {
		return false, err
	}
	for _, is := range there {
		if is.ID == b.ID && is.Consenter != nil && bytes.Equal(is.Consenter.GetIdentity(), next) && !bytes.Equal(used, next) {
			return true, copyTree(made.orderer(b), n.orderer(b))
		}
	}
	return false, nil
}

// bodiesOf reads the bodies from a block with a configuration, and writes the roots of new ones.
func (n *Network) bodiesOf(block *common.Block) (bodies []Body, err error) {
	config, err := change.Open(block)
	if err != nil {
		return nil, err
	}
	there, err := change.Bodies(config.Group)
	if err != nil {
		return nil, err
	}
	for i := range there {
		b := n.follow(&there[i])
		if _, err := os.Stat(n.tlsRoot(&b)); err != nil {
			if err := (roots{there[i].Signing, there[i].TLS}).write(n.material, &b); err != nil {
				return nil, err
			}
		}
		bodies = append(bodies, b)
	}
	return bodies, nil
}

// follow is a body as the configuration has it, with what is known of it here besides.
func (n *Network) follow(is *change.Body) Body {
	b := Body{ID: is.ID, MSPID: is.MSPID}
	if was, err := n.body(is.ID); err == nil {
		b = *was
	}
	b.Title = cmp.Or(is.Title, b.Title, is.ID)
	b.Host, b.Ports.Peer, b.Consenter = is.Host, is.PeerPort, 0
	if is.Consenter != nil {
		b.Ports.Orderer, b.Consenter = int(is.Consenter.GetPort()), uint64(is.Consenter.GetId())
	}
	return b
}
