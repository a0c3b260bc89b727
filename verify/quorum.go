// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// quorumOf is how many of n BFT orderers must sign: ⌈(n+f+1)/2⌉ with f = ⌊(n−1)/3⌋.
func quorumOf(n int) int {
	f := (n - 1) / 3
	return (n + f + 2) / 2
}

// checkQuorum verifies the orderers' signatures of a block under the configuration in force before it. Every
// signature present must verify, by distinct orderers, in its only encoding; together they must satisfy the channel's
// BlockValidation policy and, with BFT, be a quorum of the orderers in ConsenterMapping. It returns how many signed.
func (c *channelConfig) checkQuorum(b *common.Block) (int, error) {
	md := &common.Metadata{}
	if err := read(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], md); err != nil {
		return 0, fmt.Errorf("signatures: %w", err)
	}
	signers, header := []*identity{}, headerBytes(b.GetHeader())
	for _, s := range md.GetSignatures() {
		id, signed, err := c.signer(s)
		if err != nil {
			return 0, err
		}
		if err := strictSignature(s.GetSignature()); err != nil {
			return 0, err
		}
		if err := id.verify(slices.Concat(md.GetValue(), signed, header), s.GetSignature()); err != nil {
			return 0, fmt.Errorf("orderer of %s: %w", id.membership.id, err)
		}
		if slices.ContainsFunc(signers, func(other *identity) bool { return other.key == id.key }) {
			return 0, fmt.Errorf("an orderer of %s signed twice", id.membership.id)
		}
		signers = append(signers, id)
	}
	return len(signers), c.enough(signers)
}

func (c *channelConfig) enough(signers []*identity) error {
	if want := quorumOf(len(c.consenters)); c.consensus == "BFT" && len(signers) < want {
		return fmt.Errorf("%d of %d orderers signed, a quorum is %d", len(signers), len(c.consenters), want)
	}
	rule, ok := c.policies.at("/Channel/Orderer/BlockValidation")
	if !ok || !rule.satisfied(signers) {
		return errors.New("the signatures do not satisfy the channel's BlockValidation policy")
	}
	return nil
}

// signer finds who made a block signature, and the header bytes that were signed with it.
func (c *channelConfig) signer(s *common.MetadataSignature) (*identity, []byte, error) {
	if c.consensus == "BFT" {
		return c.consenter(s)
	}
	header := &common.SignatureHeader{}
	if err := read(s.GetSignatureHeader(), header); err != nil {
		return nil, nil, fmt.Errorf("signature header: %w", err)
	}
	id, err := c.identity(header.GetCreator())
	return id, s.GetSignatureHeader(), err
}

func (c *channelConfig) consenter(s *common.MetadataSignature) (*identity, []byte, error) {
	header := &common.IdentifierHeader{}
	if err := read(s.GetIdentifierHeader(), header); err != nil {
		return nil, nil, fmt.Errorf("identifier header: %w", err)
	}
	if len(s.GetSignatureHeader()) > 0 {
		return nil, nil, errors.New("a signature names its signer twice")
	}
	for _, consenter := range c.consenters {
		if consenter.GetId() != header.GetIdentifier() {
			continue
		}
		serialized, err := proto.Marshal(&msp.SerializedIdentity{Mspid: consenter.GetMspId(), IdBytes: consenter.GetIdentity()})
		if err != nil {
			return nil, nil, err
		}
		id, err := c.identity(serialized)
		if err != nil {
			return nil, nil, fmt.Errorf("orderer %d: %w", header.GetIdentifier(), err)
		}
		return id, s.GetIdentifierHeader(), nil
	}
	return nil, nil, fmt.Errorf("orderer %d is not among the orderers in force", header.GetIdentifier())
}

// checkLastConfig wants the signed metadata, and the older slot if it is filled, to point at the last configuration.
func checkLastConfig(b *common.Block, last uint64) error {
	md, signed := &common.Metadata{}, &common.OrdererBlockMetadata{}
	if err := read(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], md); err != nil {
		return err
	}
	if err := read(md.GetValue(), signed); err != nil {
		return fmt.Errorf("orderer metadata: %w", err)
	}
	if signed.GetLastConfig() == nil || signed.GetLastConfig().GetIndex() != last {
		return fmt.Errorf("last configuration is block %d, the orderers' metadata says %d", last, signed.GetLastConfig().GetIndex())
	}
	return checkSlots(b, last)
}

// checkSlots looks at the metadata nobody signs: it must say what it must say, or nothing.
func checkSlots(b *common.Block, last uint64) error {
	index, err := proto.Marshal(&common.LastConfig{Index: last})
	if err != nil {
		return err
	}
	expected, err := proto.Marshal(&common.Metadata{Value: index})
	if err != nil {
		return err
	}
	slots := b.GetMetadata().GetMetadata()
	if slot := slots[1]; len(slot) > 0 && // deprecated by Fabric, still filled by some orderers
		!bytes.Equal(slot, expected) {
		return errors.New("the unsigned last-configuration slot says something else")
	}
	if len(slots[3]) > 0 { // once for orderers; unused since Fabric 1.4.1
		return errors.New("the unused orderer slot is filled")
	}
	return nil
}
