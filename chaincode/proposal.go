// SPDX-License-Identifier: Apache-2.0

package chaincode

import (
	"bytes"
	"encoding/pem"
	"errors"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// readCall reads what a client asks for, and refuses a proposal that a block could show as another one.
//
// A transaction repeats three parts of its proposal: the channel header, the signature header and the input. Endorsers
// sign the hash of the three, written one after the other without a mark between them, and the transaction's id is such
// a hash of nonce and creator. So whoever sends the transaction could cut elsewhere, and a reader of the block would see
// another creator or another input than chaincode did, if each part could hold anything. It cannot if each is the one
// encoding of what it means, the nonce is as long as all clients' are, and a creator is a body and one certificate:
// then fields can stand in one order only, and no second creator fits into the first.
func readCall(stub shim.ChaincodeStubInterface, rules *contract.Rules) (contract.Call, error) {
	var none contract.Call
	signed, err := stub.GetSignedProposal()
	if err != nil {
		return none, err
	}
	var proposal peer.Proposal
	var header common.Header
	var payload peer.ChaincodeProposalPayload
	var channel common.ChannelHeader
	err = errors.Join(proto.Unmarshal(signed.GetProposalBytes(), &proposal), proto.Unmarshal(proposal.GetHeader(), &header),
		proto.Unmarshal(proposal.GetPayload(), &payload))
	if err != nil {
		return none, err
	}
	err = errors.Join(canonical(header.GetChannelHeader(), &channel), canonical(channel.GetExtension(), &peer.ChaincodeHeaderExtension{}),
		checkCreator(header.GetSignatureHeader()), checkInput(payload.GetInput()))
	if err != nil {
		return none, act.Refuse(contract.BadArguments, "of", "proposal")
	}
	at := channel.GetTimestamp()
	return rules.ReadCall(stub.GetArgs(), at.GetSeconds(), at.GetNanos())
}

// canonical decodes raw into m, and refuses it if m, encoded again, differs.
func canonical(raw []byte, m proto.Message) error {
	if err := (proto.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(raw, m); err != nil {
		return err
	}
	again, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err == nil && !bytes.Equal(again, raw) {
		err = errors.New(string(m.ProtoReflect().Descriptor().Name()) + " has another encoding, or unknown fields")
	}
	return err
}

// nonceSize is that of all of Fabric's clients.
const nonceSize = 24

func checkCreator(signatureHeader []byte) error {
	var header common.SignatureHeader
	var creator msp.SerializedIdentity
	if err := canonical(signatureHeader, &header); err != nil {
		return err
	}
	if len(header.GetNonce()) != nonceSize {
		return errors.New("the nonce does not have 24 bytes")
	}
	if err := canonical(header.GetCreator(), &creator); err != nil {
		return err
	}
	block, _ := pem.Decode(creator.GetIdBytes())
	if block == nil || !bytes.Equal(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes}), creator.GetIdBytes()) {
		return errors.New("the creator is not one certificate in PEM")
	}
	return nil
}

func checkInput(raw []byte) error {
	var spec peer.ChaincodeInvocationSpec
	if err := canonical(raw, &spec); err != nil {
		return err
	}
	if input := spec.GetChaincodeSpec().GetInput(); input.GetIsInit() || len(input.GetDecorations()) > 0 {
		return errors.New("the input is marked as an initialisation, or decorated")
	}
	return nil
}
