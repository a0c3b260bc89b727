// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/verify/fabric"
)

// Block is a block as the product reads it. Hashes and validation codes are the peer's word: package verify checks them.
type Block struct {
	Number       uint64
	Hash         []byte // SHA-256 of the header
	Previous     []byte // the hash of the block before
	Config       bool   // it holds a configuration of the channel
	Transactions []Transaction
}

// Transaction is one transaction of a block. What is not VALID had no effect. Transactions of the channel itself or of
// other chaincode, and calls that chaincode refuses (contract.ReadCall), have no Function.
type Transaction struct {
	ID        string
	Code      peer.TxValidationCode
	Timestamp time.Time // by the clock of whoever sent it
	Function  string
	Args      []string
	Response  []byte // what the chaincode answered
	Writes    []Write
	Defines   bool // it gives the chaincode another definition
}

// Write is one key that a transaction wrote in the chaincode's namespace.
type Write struct {
	Key     string
	Value   []byte
	Deleted bool
}

// size is how many bytes a block's transactions take in memory, without what each of them takes at least.
func (b Block) size() (bytes int) {
	for _, t := range b.Transactions {
		for _, arg := range t.Args {
			bytes += len(arg)
		}
		for _, w := range t.Writes {
			bytes += len(w.Key) + len(w.Value)
		}
		bytes += len(t.Response)
	}
	return bytes
}

// HeaderHash is the hash that the next block's header names: SHA-256 over the header's ASN.1.
func HeaderHash(h *common.BlockHeader) []byte {
	encoded, err := asn1.Marshal(struct {
		Number                 *big.Int
		PreviousHash, DataHash []byte
	}{new(big.Int).SetUint64(h.GetNumber()), h.GetPreviousHash(), h.GetDataHash()})
	if err != nil {
		panic(err) // a number and two byte strings always encode
	}
	sum := sha256.Sum256(encoded)
	return sum[:]
}

// Decode reads a block; namespace is the name of the chaincode whose writes are wanted.
func Decode(raw *common.Block, namespace string) Block {
	codes := validationCodes(raw)
	b := Block{Number: raw.GetHeader().GetNumber(), Hash: HeaderHash(raw.GetHeader()), Previous: raw.GetHeader().GetPreviousHash(),
		Config: fabric.HoldsConfig(raw)}
	for i, envelope := range raw.GetData().GetData() {
		tx := decodeTransaction(envelope, namespace)
		tx.Code = codes[i]
		b.Transactions = append(b.Transactions, tx)
	}
	return b
}

// validationCodes has one code a transaction; those that the block says nothing of were not validated.
func validationCodes(raw *common.Block) []peer.TxValidationCode {
	codes := make([]peer.TxValidationCode, len(raw.GetData().GetData()))
	var flags []byte
	if metadata := raw.GetMetadata().GetMetadata(); len(metadata) > int(common.BlockMetadataIndex_TRANSACTIONS_FILTER) {
		flags = metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
	}
	for i := range codes {
		codes[i] = peer.TxValidationCode_NOT_VALIDATED
		if i < len(flags) {
			codes[i] = peer.TxValidationCode(flags[i])
		}
	}
	return codes
}

// headerOf reads as much of an envelope as says what it is; of garbage, nothing.
func headerOf(envelope []byte) (*common.Payload, *common.ChannelHeader) {
	var e common.Envelope
	var payload common.Payload
	var header common.ChannelHeader
	if !read(envelope, &e) || !read(e.GetPayload(), &payload) || !read(payload.GetHeader().GetChannelHeader(), &header) {
		return nil, nil
	}
	return &payload, &header
}

func read(raw []byte, message proto.Message) bool { return proto.Unmarshal(raw, message) == nil }

func decodeTransaction(envelope []byte, namespace string) Transaction {
	payload, header := headerOf(envelope)
	tx := Transaction{ID: header.GetTxId(), Timestamp: header.GetTimestamp().AsTime()}
	if header.GetType() != int32(common.HeaderType_ENDORSER_TRANSACTION) {
		return tx
	}
	var body peer.Transaction
	var extension peer.ChaincodeHeaderExtension
	if !read(payload.GetData(), &body) || len(body.GetActions()) != 1 || !read(header.GetExtension(), &extension) {
		return tx
	}
	var call peer.ChaincodeActionPayload
	if read(body.GetActions()[0].GetPayload(), &call) {
		if extension.GetChaincodeId().GetName() == namespace {
			tx.decodeCall(&call, header)
		}
		tx.decodeAction(&call, namespace)
	}
	return tx
}

// decodeCall reads what was called, if that is what chaincode would carry out.
func (tx *Transaction) decodeCall(action *peer.ChaincodeActionPayload, header *common.ChannelHeader) {
	var proposal peer.ChaincodeProposalPayload
	var invocation peer.ChaincodeInvocationSpec
	if !read(action.GetChaincodeProposalPayload(), &proposal) || !read(proposal.GetInput(), &invocation) {
		return
	}
	at := header.GetTimestamp()
	call, err := chapters.Current().ReadCall(invocation.GetChaincodeSpec().GetInput().GetArgs(), at.GetSeconds(), at.GetNanos())
	if err != nil {
		return // it was refused
	}
	tx.Function, tx.Args = call.Function, call.Arguments
}

func (tx *Transaction) decodeAction(call *peer.ChaincodeActionPayload, namespace string) {
	var response peer.ProposalResponsePayload
	var action peer.ChaincodeAction
	var results rwset.TxReadWriteSet
	if !read(call.GetAction().GetProposalResponsePayload(), &response) || !read(response.GetExtension(), &action) ||
		!read(action.GetResults(), &results) {
		return
	}
	tx.Response = action.GetResponse().GetPayload()
	for _, set := range results.GetNsRwset() {
		var keys kvrwset.KVRWSet
		if !read(set.GetRwset(), &keys) {
			continue
		}
		for _, w := range keys.GetWrites() {
			switch set.GetNamespace() {
			case namespace:
				tx.Writes = append(tx.Writes, Write{Key: w.GetKey(), Value: w.GetValue(), Deleted: w.GetIsDelete()})
			case fabric.Lifecycle:
				tx.Defines = tx.Defines || fabric.Defines(namespace, w.GetKey())
			}
		}
	}
}
