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
)

// ErrRemoved says that the others have taken this machine's body out of the network.
var ErrRemoved = errors.New("this machine's body is no longer one of the network's")

// Follow has network.json say who the bodies are and where they are reached, as the channel's configuration of this machine's peer has it.
// A new body is called as titles say, else by its short name; those that are known keep theirs.
func (n *Network) Follow(ctx context.Context, titles map[string]string) error {
	block, err := n.configBlock(ctx)
	if err != nil {
		return err
	}
	return n.followBlock(block, titles)
}

func (n *Network) followBlock(block *common.Block, titles map[string]string) error {
	followed := n.facts
	var err error
	if followed.Bodies, err = n.bodiesOf(block, titles); err != nil {
		return err
	}
	for _, id := range n.facts.Here {
		if !slices.ContainsFunc(followed.Bodies, func(b Body) bool { return b.ID == id }) {
			return &Problem{
				What: "following the channel", Why: fmt.Errorf("%w: %s", ErrRemoved, id),
				Do: "Its ledger stays here and can be exported. `linli down` stops it.",
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

// bodiesOf reads the bodies from a block with a configuration, and writes the roots of new ones.
func (n *Network) bodiesOf(block *common.Block, titles map[string]string) (bodies []Body, err error) {
	config, err := change.Open(block)
	if err != nil {
		return nil, err
	}
	there, err := change.Bodies(config.Group)
	if err != nil {
		return nil, err
	}
	for i := range there {
		b := n.follow(&there[i], titles)
		if _, err := os.Stat(n.tlsRoot(&b)); err != nil {
			roots := authority{&keyPair{certPEM: []byte(there[i].SigningRoot)}, &keyPair{certPEM: []byte(there[i].TLSRoot)}}
			if err := roots.makePublic(n.material, &b); err != nil {
				return nil, err
			}
		}
		bodies = append(bodies, b)
	}
	return bodies, nil
}

// follow is a body as the configuration has it, with what is known of it here besides.
func (n *Network) follow(is *change.Body, titles map[string]string) Body {
	b := Body{ID: is.ID, Title: cmp.Or(titles[is.ID], is.ID), MSPID: is.MSPID}
	if was, err := n.body(is.ID); err == nil {
		b = *was
	}
	b.Host, b.Ports.Peer, b.Consenter = is.Host, is.PeerPort, 0
	if is.Consenter != nil {
		b.Ports.Orderer, b.Consenter = int(is.Consenter.GetPort()), uint64(is.Consenter.GetId())
	}
	return b
}
