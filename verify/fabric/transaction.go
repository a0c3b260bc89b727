// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// transaction is one envelope of a block, opened. What depends only on its bytes and the configuration in force is
// found out in parallel by openTransaction; what depends on the transactions before it comes later.
//
// A transaction that is wrong is no fault of the ledger: any client can have one ordered. It stays in the block with the reason
// why it has no effect, and the reason must be the one that peers recorded. So each step has a code of Fabric's, and the steps
// have Fabric's order: a transaction with two faults must be found to have the first.
type transaction struct {
	index   uint64
	id      string
	chdr    *common.ChannelHeader
	creator *identity
	code    peer.TxValidationCode // so far
	reason  error                 // why code is not VALID
	outer   error                 // why the envelope could be read in two ways
	unknown error                 // what the envelope holds that nobody reads
	reading error                 // why something inside of it could be read in two ways
	heavy   error                 // why it is not opened
	parts   int                   // into which it fell
	later   peer.TxValidationCode // what peers find only after looking for a duplicate

	input     *peer.ChaincodeInput
	action    *peer.ChaincodeAction
	chaincode string
	rwset     []ReadWrites
	signers   signatureSet // endorsers whose signature verifies
	forged    error        // an endorsement that does not verify
}

func (t *transaction) invalid(code peer.TxValidationCode, format string, args ...any) {
	t.code, t.reason = code, fmt.Errorf(format, args...)
}

// need reads m and notes a second reading; it reports whether m could be read at all. A second reading inside of a transaction
// does no harm, for the creator has signed these bytes and the block's hash covers them; peers decode and go on, and so must
// this. All that is read of one transaction counts against one bound.
func (t *transaction) need(raw []byte, m proto.Message) bool {
	parts, err := readWithin(MaxParts-t.parts, raw, m)
	if t.parts += parts; errors.Is(err, errHeavy) {
		t.heavy = err
	}
	return t.noteReading(m, err)
}

// look is need for a message that is not decoded as a whole.
func (t *transaction) look(raw []byte, m proto.Message) bool { return t.noteReading(m, look(raw, m)) }

func (t *transaction) noteReading(m proto.Message, err error) bool {
	if errors.Is(err, errTwoReadings) {
		if t.reading == nil {
			t.reading = fmt.Errorf("%s: %w", m.ProtoReflect().Descriptor().Name(), err)
		}
		return true
	}
	return err == nil
}

// openTransaction opens an envelope and judges all that needs no state.
//
// Fabric: core/common/validation/msgvalidation.go (ValidateTransaction); core/committer/txvalidator/v20/validator.go
// (validateTx).
func openTransaction(ctx context.Context, c *channelConfig, index uint64, raw []byte, signatures *atomic.Int64) *transaction {
	t := &transaction{index: index, chdr: &common.ChannelHeader{}}
	payload, shdr := &common.Payload{}, &common.SignatureHeader{}
	envelope := t.openEnvelope(raw)
	if envelope == nil {
		t.invalid(peer.TxValidationCode_INVALID_OTHER_REASON, "envelope cannot be read")
		return t
	}
	if !t.need(envelope.GetPayload(), payload) {
		t.invalid(peer.TxValidationCode_BAD_PAYLOAD, "payload cannot be read")
		return t
	}
	if payload.GetHeader() == nil || !t.need(payload.GetHeader().GetChannelHeader(), t.chdr) ||
		!t.need(payload.GetHeader().GetSignatureHeader(), shdr) {
		t.invalid(peer.TxValidationCode_BAD_COMMON_HEADER, "headers cannot be read")
		return t
	}
	if t.id = t.chdr.GetTxId(); t.id == "" {
		t.id = txID(shdr)
	}
	signatures.Add(1)
	t.judgeHeaders(c, envelope, shdr)
	if t.code == peer.TxValidationCode_VALID && t.isEndorsed() {
		t.openActions(ctx, c, payload, signatures)
	}
	return t
}

// openEnvelope reads the envelope, nil if that cannot be done. That of a configuration, whose block holds nothing else, need
// only be readable.
func (t *transaction) openEnvelope(raw []byte) (envelope *common.Envelope) {
	if envelope, t.outer, t.unknown = readEnvelope(raw); t.outer == nil || !isConfig(raw) {
		return envelope
	}
	envelope, t.outer = readConfigEnvelope(raw)
	if errors.Is(t.outer, errTwoReadings) {
		t.outer, t.unknown = nil, t.outer
	}
	return envelope
}

func (t *transaction) isEndorsed() bool {
	return t.chdr.GetType() == int32(common.HeaderType_ENDORSER_TRANSACTION)
}

func (t *transaction) isConfig() bool { return t.chdr.GetType() == int32(common.HeaderType_CONFIG) }

// txID is the hash that names a transaction: SHA-256 over nonce and creator, in hexadecimal.
func txID(shdr *common.SignatureHeader) string {
	hash := sha256.New()
	hash.Write(shdr.GetNonce())
	hash.Write(shdr.GetCreator())
	return hex.EncodeToString(hash.Sum(nil))
}

// judgeHeaders looks at what a transaction says of itself. Its id must be the hash of its creator and a nonce: if clients could
// choose ids, one could take the id of another's transaction and have that refused as a repetition. Only endorsed transactions
// and configurations have an effect. What the header says of its version and its time is not looked at: times are the client's
// word.
//
// Fabric: core/common/validation/msgvalidation.go (validateCommonHeader, validateChannelHeader, validateSignatureHeader);
// protoutil/proputils.go (CheckTxID, ComputeTxID).
func (t *transaction) judgeHeaders(c *channelConfig, envelope *common.Envelope, shdr *common.SignatureHeader) {
	switch common.HeaderType(t.chdr.GetType()) {
	case common.HeaderType_ENDORSER_TRANSACTION, common.HeaderType_CONFIG, common.HeaderType_CONFIG_UPDATE:
	default:
		t.invalid(peer.TxValidationCode_BAD_COMMON_HEADER, "header type %d", t.chdr.GetType())
		return
	}
	if t.chdr.GetEpoch() != 0 || len(shdr.GetNonce()) == 0 || len(shdr.GetCreator()) == 0 {
		t.invalid(peer.TxValidationCode_BAD_COMMON_HEADER, "epoch is set, or nonce or creator is not")
		return
	}
	if err := t.judgeCreator(c, envelope, shdr); err != nil {
		t.invalid(peer.TxValidationCode_BAD_CREATOR_SIGNATURE, "creator: %w", err)
		return
	}
	switch {
	case t.isEndorsed() && t.chdr.GetTxId() != txID(shdr):
		t.invalid(peer.TxValidationCode_BAD_PROPOSAL_TXID, "id is not the hash of nonce and creator")
	case !t.isEndorsed() && !t.isConfig():
		t.invalid(peer.TxValidationCode_UNSUPPORTED_TX_PAYLOAD, "type %s", common.HeaderType(t.chdr.GetType()))
	}
}

// judgeCreator wants a valid member of this channel who signed the whole payload. Without it an orderer could make up
// transactions in a member's name, or carry one over from another channel of the same bodies. Whether the creator may call this
// function is the chaincode's to say.
//
// Fabric: core/common/validation/msgvalidation.go (checkSignatureFromCreator).
func (t *transaction) judgeCreator(c *channelConfig, envelope *common.Envelope, shdr *common.SignatureHeader) error {
	if t.chdr.GetChannelId() != c.channel {
		return fmt.Errorf("transaction is for channel %q", t.chdr.GetChannelId())
	}
	id, err := c.identity(shdr.GetCreator())
	if err != nil {
		return err
	}
	if id.invalid != nil {
		return id.invalid
	}
	if err := id.verify(envelope.GetSignature(), envelope.GetPayload()); err != nil {
		return err
	}
	t.creator = id
	return nil
}
