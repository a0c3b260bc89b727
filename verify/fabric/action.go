// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"sync/atomic"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Fields of the messages that are not decoded as a whole.
const (
	actionsField      = 1 // of peer.Transaction
	endorsedField     = 2 // of peer.ChaincodeActionPayload, after the proposal
	endorsementsField = 2 // of peer.ChaincodeEndorsedAction, after the response
	namespacesField   = 2 // of rwset.TxReadWriteSet
)

// openActions opens an endorsed transaction down to its writes and checks that it is bound to its proposal: what endorsers signed
// holds the hash of channel header, signature header and proposal. A creator therefore cannot take an answer that was endorsed
// for one call and order it under the arguments of another. The proposal's hash covers the header within the action, not the
// outer one; where those differ, peers take it, and it is told.
//
// Whatever is wrong with the answer itself is found here and kept for later: peers look for a repetition first.
//
// Fabric: core/common/validation/msgvalidation.go (validateEndorserTransaction); protoutil/txutils.go (GetProposalHash2).
func (t *transaction) openActions(ctx context.Context, c *channelConfig, payload *common.Payload, signatures *atomic.Int64) {
	act, inner, response := &peer.TransactionAction{}, &common.SignatureHeader{}, &peer.ProposalResponsePayload{}
	if !t.look(payload.GetData(), &peer.Transaction{}) {
		t.invalid(peer.TxValidationCode_INVALID_ENDORSER_TRANSACTION, "transaction cannot be read")
		return
	}
	action, actions := merged(payload.GetData(), actionsField)
	if actions != 1 {
		t.invalid(peer.TxValidationCode_INVALID_ENDORSER_TRANSACTION, "%d actions, not one", actions)
		return
	}
	if !t.need(action, act) || !t.need(act.GetHeader(), inner) || len(inner.GetNonce()) == 0 || len(inner.GetCreator()) == 0 ||
		!t.look(act.GetPayload(), &peer.ChaincodeActionPayload{}) {
		t.invalid(peer.TxValidationCode_INVALID_ENDORSER_TRANSACTION, "action cannot be read")
		return
	}
	proposal := last(act.GetPayload())
	endorsed, endorsedOnce := merged(act.GetPayload(), endorsedField)
	answer := last(endorsed)
	if endorsedOnce == 0 || !t.need(answer, response) {
		t.invalid(peer.TxValidationCode_INVALID_ENDORSER_TRANSACTION, "action cannot be read")
		return
	}
	hash := sha256.New()
	hash.Write(payload.GetHeader().GetChannelHeader())
	hash.Write(act.GetHeader())
	hash.Write(proposal)
	if !bytes.Equal(hash.Sum(nil), response.GetProposalHash()) || len(proposal) == 0 {
		t.invalid(peer.TxValidationCode_INVALID_ENDORSER_TRANSACTION, "proposal hash does not match the proposal")
		return
	}
	if !bytes.Equal(act.GetHeader(), payload.GetHeader().GetSignatureHeader()) && t.reading == nil {
		t.reading = errors.New("action and envelope name different creators")
	}
	t.openInput(proposal)
	t.openResults(response)
	if t.code == peer.TxValidationCode_VALID {
		signatures.Add(t.openEndorsements(ctx, c, endorsed, answer))
	}
	t.later, t.code = t.code, peer.TxValidationCode_VALID
}

// openInput reads the call: the chaincode's function and arguments. Peers do not look at it when they validate, for they were
// there when it was executed, or trust those who were. A stranger was not: he executes it again, and so must know what was asked.
func (t *transaction) openInput(raw []byte) {
	proposal, call := &peer.ChaincodeProposalPayload{}, &peer.ChaincodeInvocationSpec{}
	if !t.need(raw, proposal) || !t.need(proposal.GetInput(), call) {
		return // peers do not look; a replay of this transaction will fail
	}
	t.input = call.GetChaincodeSpec().GetInput()
}

// OpenProposal opens a proposal that is in no block as it would be opened in one: who compares other readers of calls with this
// one needs no ledger for it.
func OpenProposal(channelHeader, payload []byte) Transaction {
	t := &transaction{chdr: &common.ChannelHeader{}, creator: &identity{membership: &membership{}}}
	t.need(channelHeader, t.chdr)
	t.openInput(payload)
	return t.effect()
}

// openResults reads what was endorsed: which chaincode answered what, what it read and what it wants to write.
//
// Fabric: core/committer/txvalidator/v20/plugindispatcher/dispatcher.go (Dispatch); protoutil/proputils.go
// (GetActionFromEnvelope).
func (t *transaction) openResults(response *peer.ProposalResponsePayload) {
	extension := &peer.ChaincodeHeaderExtension{}
	if !t.need(t.chdr.GetExtension(), extension) {
		t.invalid(peer.TxValidationCode_BAD_HEADER_EXTENSION, "header extension cannot be read")
		return
	}
	t.action = &peer.ChaincodeAction{}
	if len(response.GetExtension()) == 0 || !t.need(response.GetExtension(), t.action) {
		t.invalid(peer.TxValidationCode_BAD_RESPONSE_PAYLOAD, "chaincode action cannot be read")
		return
	}
	var err error
	if t.rwset, err = t.openReadWrites(t.action.GetResults()); err != nil {
		t.invalid(peer.TxValidationCode_BAD_RWSET, "read-write set: %w", err)
		return
	}
	t.judgeChaincode(extension.GetChaincodeId())
}

// judgeChaincode wants the chaincode that was called to be the one that answered. Otherwise a client could have one chaincode's
// endorsers sign and another's policy asked. The version in the answer must be there, but peers do not compare it with the
// definition in force; see State.Definition for why a valid transaction has that one.
func (t *transaction) judgeChaincode(called *peer.ChaincodeID) {
	switch answered := t.action.GetChaincodeId(); {
	case called == nil || answered == nil:
		t.invalid(peer.TxValidationCode_INVALID_OTHER_REASON, "chaincode is not named")
	case called.GetName() == "" || called.GetName() != answered.GetName() || answered.GetVersion() == "":
		t.invalid(peer.TxValidationCode_INVALID_CHAINCODE, "chaincode %q was called, %q answered", called.GetName(), answered.GetName())
	default:
		t.chaincode = called.GetName()
		t.judgeEvent()
	}
}

// judgeEvent wants an event to be the called chaincode's own, so that nobody who listens is told in its name by another.
func (t *transaction) judgeEvent() {
	if t.action.Events == nil {
		return
	}
	event := &peer.ChaincodeEvent{}
	if !t.need(t.action.GetEvents(), event) || event.GetChaincodeId() != t.chaincode {
		t.invalid(peer.TxValidationCode_INVALID_OTHER_REASON, "event is not of chaincode %s", t.chaincode)
	}
}
