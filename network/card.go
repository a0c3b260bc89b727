// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/change"
	"github.com/linli-project/linli/network/exchange"
)

const cardFormat = "linli-network/2"

var cardKind = exchange.Kind{What: "a network's card", Command: "linli network card", Format: cardFormat, Largest: 64 << 20}

// Card is what the machine of a new body gets of a network that is there. Nothing in it is secret, and little has to be believed: all later
// blocks follow from the first, whose fingerprint people compare.
type Card struct {
	Format  string `json:"format"`
	Rules   string `json:"rules"`   // version in force
	Genesis []byte `json:"genesis"` // the channel's first block
	Config  []byte `json:"config"`  // the block with its latest configuration
}

// Card is that of this network.
func (n *Network) Card(ctx context.Context) ([]byte, error) {
	config, err := n.configBlock(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := n.inForce(ctx)
	if err != nil {
		return nil, err
	}
	genesis, err := n.genesisBlock()
	if err != nil {
		return nil, err
	}
	c := Card{Format: cardFormat, Rules: rules.version}
	if c.Genesis, err = stable(genesis); err != nil {
		return nil, err
	}
	if c.Config, err = stable(config); err != nil {
		return nil, err
	}
	return exchange.Bytes(c)
}

// ParseCard reads one. The error says what is wrong.
func ParseCard(raw []byte) (*Card, error) {
	c := &Card{}
	if err := cardKind.Read(raw, c); err != nil {
		return nil, err
	}
	for name, raw := range map[string][]byte{"first block": c.Genesis, "block with the configuration": c.Config} {
		if _, err := openBlock(raw); err != nil {
			return nil, fmt.Errorf("it was altered: its %s: %w", name, err)
		}
	}
	return c, nil
}

// openBlock reads a block that holds a configuration, and whose header names what it has.
func openBlock(raw []byte) (*common.Block, error) {
	block := &common.Block{}
	if err := proto.Unmarshal(raw, block); err != nil {
		return nil, err
	}
	if !bytes.Equal(block.GetHeader().GetDataHash(), dataHash(block)) {
		return nil, errors.New("its header is another block's")
	}
	config, err := change.Open(block)
	if err == nil && config.Channel != Channel {
		err = fmt.Errorf("it is of the channel %q", config.Channel)
	}
	return block, err
}

// Fingerprint is of the network's first block, as [Network.Fingerprint].
func (c *Card) Fingerprint() (bodyfile.Fingerprint, error) {
	block, err := openBlock(c.Genesis)
	if err != nil {
		return bodyfile.Fingerprint{}, err
	}
	return bodyfile.Half(ledger.HeaderHash(block.GetHeader())), nil
}
