// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/queryresult"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// stub gives chaincode one proposal on a world state held in memory, as a peer would. Only fuzzing uses it, which no network is
// fast enough for.
type stub struct {
	shim.ChaincodeStubInterface // what chaincode does not use
	proposal                    proposal
	before                      map[string][]byte
	own                         *kvrwset.KVRWSet // what it read and wrote
}

func (s *stub) GetArgs() [][]byte                                { return s.proposal.args }
func (s *stub) GetTxID() string                                  { return fuzzedTx }
func (s *stub) GetCreator() ([]byte, error)                      { return s.proposal.creator, nil }
func (s *stub) GetSignedProposal() (*peer.SignedProposal, error) { return s.proposal.signed, nil }
func (s *stub) StartWriteBatch()                                 {}

func (s *stub) GetState(key string) ([]byte, error) {
	s.own.Reads = append(s.own.Reads, &kvrwset.KVRead{Key: key})
	return s.before[key], nil
}

func (s *stub) GetMultipleStates(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i], _ = s.GetState(key) // it never fails
	}
	return values, nil
}

func (s *stub) PutState(key string, value []byte) error {
	if key == "" {
		return errors.New("a key is empty")
	}
	s.own.Writes = slices.DeleteFunc(s.own.GetWrites(), func(w *kvrwset.KVWrite) bool { return w.GetKey() == key })
	s.own.Writes = append(s.own.Writes, &kvrwset.KVWrite{Key: key, Value: value, IsDelete: len(value) == 0})
	return nil
}

func (s *stub) GetStateByPartialCompositeKey(kind string, attributes []string) (shim.StateQueryIteratorInterface, error) {
	prefix, err := shim.CreateCompositeKey(kind, attributes)
	if err != nil {
		return nil, err
	}
	s.own.RangeQueriesInfo = append(s.own.RangeQueriesInfo, &kvrwset.RangeQueryInfo{StartKey: prefix})
	var found entries
	for _, key := range slices.Sorted(maps.Keys(s.before)) {
		if strings.HasPrefix(key, prefix) {
			found.left = append(found.left, &queryresult.KV{Key: key, Value: s.before[key]})
		}
	}
	return &found, nil
}

func (s *stub) GetStateByPartialCompositeKeyWithPagination(
	kind string, attributes []string, _ int32, _ string,
) (shim.StateQueryIteratorInterface, *peer.QueryResponseMetadata, error) {
	found, err := s.GetStateByPartialCompositeKey(kind, attributes)
	return found, &peer.QueryResponseMetadata{}, err
}

// entries are those of a range that have not been given yet.
type entries struct{ left []*queryresult.KV }

func (e *entries) HasNext() bool { return len(e.left) > 0 }
func (e *entries) Close() error  { return nil }
func (e *entries) Next() (*queryresult.KV, error) {
	next := e.left[0]
	e.left = e.left[1:]
	return next, nil
}

const fuzzedTx = "tx"

// proposal is what a client sends for endorsement, and what a transaction repeats of it.
type proposal struct {
	signed                                         *peer.SignedProposal
	channelHeader, signatureHeader, input, creator []byte
	plain                                          bool     // as Fabric's clients write it
	args                                           [][]byte // as a peer reads them
}

// odd says behind which part of a proposal bytes follow that a client need not send.
type odd int

const (
	oddExtension odd = iota
	oddChannel
	oddCreator
	oddSignature
	oddArguments
	oddSpec
	oddInput
	oddNonce
	oddParts
)

// propose makes a proposal of a call. ok is false if no peer could read it.
func propose(creator []byte, args [][]byte, seconds int64, nanos int32, where odd, more []byte) (p proposal, ok bool) {
	part := func(which odd, m proto.Message) []byte {
		raw, err := proto.Marshal(m)
		if err != nil {
			panic(err)
		}
		if which == where {
			raw = append(raw, more...)
		}
		return raw
	}
	if where == oddCreator {
		creator = slices.Concat(creator, more)
	}
	nonce := make([]byte, 24)
	if where == oddNonce {
		nonce = more
	}
	id := &peer.ChaincodeID{Name: Chaincode}
	p.plain = where > oddParts || len(more) == 0 && where != oddNonce
	p.channelHeader = part(oddChannel, &common.ChannelHeader{
		Type: int32(common.HeaderType_ENDORSER_TRANSACTION), ChannelId: "linli", TxId: fuzzedTx,
		Timestamp: &timestamppb.Timestamp{Seconds: seconds, Nanos: nanos},
		Extension: part(oddExtension, &peer.ChaincodeHeaderExtension{ChaincodeId: id}),
	})
	p.signatureHeader = part(oddSignature, &common.SignatureHeader{Creator: creator, Nonce: nonce})
	arguments := part(oddArguments, &peer.ChaincodeInput{Args: args})
	list, spec := &peer.ChaincodeInput{}, &peer.ChaincodeSpec{}
	if proto.Unmarshal(arguments, list) != nil ||
		proto.Unmarshal(part(oddSpec, &peer.ChaincodeSpec{ChaincodeId: id, Input: list}), spec) != nil {
		return p, false
	}
	p.input = part(oddInput, &peer.ChaincodeInvocationSpec{ChaincodeSpec: spec})
	p.signed = &peer.SignedProposal{ProposalBytes: part(oddParts, &peer.Proposal{
		Header:  part(oddParts, &common.Header{ChannelHeader: p.channelHeader, SignatureHeader: p.signatureHeader}),
		Payload: part(oddParts, &peer.ChaincodeProposalPayload{Input: p.input}),
	})}
	return p, p.read()
}

// read reads the arguments and the creator as a peer does, and says whether it could.
func (p *proposal) read() bool {
	spec, header, channel := &peer.ChaincodeInvocationSpec{}, &common.SignatureHeader{}, &common.ChannelHeader{}
	if proto.Unmarshal(p.input, spec) != nil || proto.Unmarshal(p.signatureHeader, header) != nil ||
		proto.Unmarshal(p.channelHeader, channel) != nil {
		return false
	}
	p.args, p.creator = spec.GetChaincodeSpec().GetInput().GetArgs(), header.GetCreator()
	return proto.Unmarshal(p.creator, &msp.SerializedIdentity{}) == nil && channel.GetTxId() == fuzzedTx
}

// block has the proposal's transaction, endorsed with a response and a read-write set.
func (p *proposal) block(t *testing.T, response *peer.Response, own *kvrwset.KVRWSet) *common.Block {
	t.Helper()
	raw := func(m proto.Message) []byte {
		t.Helper()
		encoded, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return encoded
	}
	results := raw(&rwset.TxReadWriteSet{NsRwset: []*rwset.NsReadWriteSet{{Namespace: Chaincode, Rwset: raw(own)}}})
	action := raw(&peer.ChaincodeActionPayload{
		ChaincodeProposalPayload: raw(&peer.ChaincodeProposalPayload{Input: p.input}),
		Action: &peer.ChaincodeEndorsedAction{ProposalResponsePayload: raw(&peer.ProposalResponsePayload{
			Extension: raw(&peer.ChaincodeAction{Results: results, Response: response}),
		})},
	})
	envelope := raw(&common.Envelope{Payload: raw(&common.Payload{
		Header: &common.Header{ChannelHeader: p.channelHeader, SignatureHeader: p.signatureHeader},
		Data:   raw(&peer.Transaction{Actions: []*peer.TransactionAction{{Header: p.signatureHeader, Payload: action}}}),
	})})
	return &common.Block{
		Header: &common.BlockHeader{}, Data: &common.BlockData{Data: [][]byte{envelope}},
		Metadata: &common.BlockMetadata{Metadata: [][]byte{{}, {}, {0}, {}, {}}},
	}
}

// administrator is the identity of a body's administrator.
func administrator(t testing.TB, body string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificate := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Admin", OrganizationalUnit: []string{"admin"}},
		NotAfter: time.Unix(1<<33, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, certificate, certificate, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := proto.Marshal(&msp.SerializedIdentity{Mspid: body,
		IdBytes: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})})
	if err != nil {
		t.Fatal(err)
	}
	return identity
}
