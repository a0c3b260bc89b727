// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// Proposal is an update of a configuration before any orderer has been asked.
type Proposal struct {
	Before  *common.ConfigGroup // what is in force
	After   *common.ConfigGroup // what the update leads to
	Signers []string            // MSP ids of those whose signatures verify, sorted
	Lacks   error               // which policy the signatures do not satisfy yet; nil if they suffice
}

// Propose reads an update, as it stands in an envelope with its signatures, against the configuration in a block. The error says that
// it leads to none, whoever signs it.
func Propose(in *common.Block, signed []byte) (*Proposal, error) {
	c, err := genesisConfig(in)
	if err != nil {
		return nil, err
	}
	update := &common.ConfigUpdate{}
	if err := proto.Unmarshal(last(signed), update); err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	p, signers := &Proposal{Before: c.root}, c.updateSigners(signed)
	p.After, err = c.change(update, func(current elements, key string, e element) error {
		err := c.mayChange(current, key, e, signers)
		if errors.Is(err, errPolicy) {
			p.Lacks, err = err, nil
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, id := range signers {
		p.Signers = append(p.Signers, id.membership.id)
	}
	slices.Sort(p.Signers)
	p.Signers = slices.Compact(p.Signers)
	_, err = newChannelConfig(c.channel, c.block, &common.Config{Sequence: c.sequence + 1, ChannelGroup: p.After})
	return p, err
}
