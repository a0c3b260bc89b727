// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// quorumOf is how many of n BFT orderers must sign: ⌈(n+f+1)/2⌉ with f = ⌊(n−1)/3⌋. Two such sets have more than f orderers in
// common, so that two different blocks of one number are both signed only if more than f lie: of four, two. That is the whole
// promise of the order, and who makes it; the report names the number (Summary.Lying).
//
// Fabric: common/policies/bft.go (ComputeBFTQuorum, EncodeBFTBlockVerificationPolicy).
func quorumOf(n int) int {
	f := (n - 1) / 3
	return (n + f + 2) / 2
}

// quorum is what a block's metadata shows of its orderers.
type quorum struct {
	signers int   // distinct orderers whose signature verifies
	checked int   // signatures that were verified
	untidy  error // the first thing in the metadata that should not be there
	notes   int   // how many there are
	err     error // why the signatures do not suffice

	value []byte   // what is signed with the header
	tidy  []signed // signatures that count and of which there is nothing to note, in the order of the list
}

// signed is a signature with whose it is.
type signed struct {
	raw []byte
	by  *identity
}

func (q *quorum) note(format string, args ...any) {
	if q.notes++; q.untidy == nil {
		q.untidy = fmt.Errorf(format, args...)
	}
}

// checkQuorum counts the orderers' good signatures of a block, under the configuration in force before it. They must satisfy
// the channel's BlockValidation policy and, with BFT, be of a quorum of the orderers in ConsenterMapping. Nothing covers the
// list of signatures, and each orderer hands out a list of its own: whatever else is in it is told, and decides nothing.
//
// Peers ask the policy alone. For BFT whoever makes the genesis block writes into it "a quorum of these", and orderers take no
// configuration in which the two differ. Here the quorum is asked besides, so that it need not be believed that they saw to it.
// Peers give up on the whole list where a signer's header cannot be read; here that signature counts nothing, and is told. What
// is left to the orderers: which transactions come, in which order, and when a block is cut.
//
// Fabric: protoutil/blockutils.go (BlockSignatureVerifier); common/policies/policy.go (SignatureSetToValidIdentities);
// common/deliverclient/verifier_assembler.go (VerifierFromConfig); orderer/consensus/smartbft/configverifier.go
// (checkConsentersMatchPolicy).
func (c *channelConfig) checkQuorum(ctx context.Context, b *common.Block) (q quorum) {
	list := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES]
	value, err := q.signedValue(list)
	if err != nil {
		q.err = fmt.Errorf("signatures: %w", err)
		return q
	}
	q.value = value
	signers, header := &signatureSet{}, headerBytes(b.GetHeader())
	for f, err := range fields(list) {
		if err != nil || ctx.Err() != nil {
			break
		}
		if f.number == 2 && f.kind == protowire.BytesType {
			notes := q.notes
			if q.count(c, signers, f.value, [2][]byte{value, header}); q.notes == notes {
				q.tidy = append(q.tidy, signed{f.value, signers.ids[len(signers.ids)-1]})
			}
		}
	}
	q.err = c.enough(q.signers, signers.ids)
	return q
}

// signedValue is the metadata that the orderers sign. The list is read field by field, not decoded: a stranger's may hold
// millions of empty signatures, each of which would become an object.
func (q *quorum) signedValue(list []byte) (value []byte, err error) {
	last := protowire.Number(0)
	for f, err := range fields(list) {
		if err != nil {
			return nil, err
		}
		if f.number > 2 || f.number < last || f.kind != protowire.BytesType || f.padded() ||
			f.number == 1 && (last == 1 || len(f.value) == 0) {
			q.note("the list of signatures is %w", errTwoReadings)
		}
		if last = f.number; f.number == 1 && f.kind == protowire.BytesType {
			value = f.value
		}
	}
	return value, nil
}

// leastSigned is the fewest bytes of a signature with the name of its signer: the shortest ECDSA signature alone has eight.
const leastSigned = 8

// count adds the signer of one signature; around is what he signed, before and after his own header. The order of the steps
// bounds the work as it does on peers: a signer who has been counted is not verified again, so that a list of the same signature
// a million times costs one. Whoever is a member but no orderer in force is no orderer (his body may have removed him), but may
// serve the policy.
func (q *quorum) count(c *channelConfig, signers *signatureSet, raw []byte, around [2][]byte) {
	if len(raw) < leastSigned { // a hostile list may have millions
		q.note("a signature nobody can have made: it has %d bytes", len(raw))
		return
	}
	s := &common.MetadataSignature{}
	if err := read(raw, s); errors.Is(err, errTwoReadings) {
		q.note("a signature is %w", err)
	} else if err != nil {
		q.note("a signature cannot be read: %w", err)
		return
	}
	if older := len(s.GetSignatureHeader()) > 0; older == c.bft() || older && len(s.GetIdentifierHeader()) > 0 {
		q.note("a signature names its signer as none here should")
	}
	id, header, err := c.signer(s)
	if err != nil {
		q.note("a signature nobody can have made: %w", err)
		return
	}
	if signers.has(id) {
		q.note("an orderer of %s signed more than once", id.membership.id)
		return
	}
	q.checked++
	if err := id.verify(s.GetSignature(), around[0], header, around[1]); err != nil {
		q.note("orderer of %s: %w", id.membership.id, err)
		return
	}
	if err := strictSignature(id, s.GetSignature()); err != nil {
		q.note("orderer of %s: %w", id.membership.id, err)
	}
	if signers.take(id); c.bft() && !c.orders[id.key] {
		q.note("a member of %s signed who is not an orderer in force", id.membership.id)
		return
	}
	q.signers++
}

// enough says whether these suffice. signers are members, which the policy judges; orderers are those among them in
// ConsenterMapping.
func (c *channelConfig) enough(orderers int, signers []*identity) error {
	if want := quorumOf(len(c.consenters)); c.bft() && orderers < want {
		return fmt.Errorf("%d of %d orderers signed, a quorum is %d", orderers, len(c.consenters), want)
	}
	rule, ok := c.policies.at("/Channel/Orderer/BlockValidation")
	if !ok || !rule.satisfied(signers) {
		return errors.New("the signatures do not satisfy the channel's BlockValidation policy")
	}
	return nil
}

// signer finds who a block signature says made it, and the header bytes that were signed with it. With BFT that is an orderer's
// number in ConsenterMapping, whose certificate the configuration holds, unless the signature names a member in the older way, by
// his certificate: the one orderer of a Raft channel does, and a BFT orderer may.
//
// Fabric: protoutil/blockutils.go (searchConsenterIdentityByID); orderer/consensus/smartbft/verifier.go (VerifyConsenterSig).
func (c *channelConfig) signer(s *common.MetadataSignature) (*identity, []byte, error) {
	if c.bft() && len(s.GetSignatureHeader()) == 0 && len(s.GetIdentifierHeader()) > 0 {
		header := &common.IdentifierHeader{}
		if err := proto.Unmarshal(s.GetIdentifierHeader(), header); err != nil {
			return nil, nil, fmt.Errorf("identifier header: %w", err)
		}
		id, err := c.consenter(header.GetIdentifier())
		return id, s.GetIdentifierHeader(), err
	}
	header := &common.SignatureHeader{}
	if err := proto.Unmarshal(s.GetSignatureHeader(), header); err != nil {
		return nil, nil, fmt.Errorf("signature header: %w", err)
	}
	id, err := c.identity(header.GetCreator())
	return id, s.GetSignatureHeader(), err
}

func (c *channelConfig) consenter(number uint32) (*identity, error) {
	for _, consenter := range c.consenters {
		if consenter.GetId() == number {
			return c.identityOf(consenter)
		}
	}
	return nil, fmt.Errorf("orderer %d is not among the orderers in force", number)
}
