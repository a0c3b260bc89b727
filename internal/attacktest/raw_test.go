// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// user is one identity of a body, that signs by hand.
type user struct {
	identity *msp.SerializedIdentity
	key      *ecdsa.PrivateKey
}

func userOf(t *testing.T, l *village.Ledger, body, role string) user {
	t.Helper()
	mspID, cert, key, err := l.Network.Identity(body, role)
	done(t, err)
	block, _ := pem.Decode(key)
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	done(t, err)
	return user{&msp.SerializedIdentity{Mspid: mspID, IdBytes: cert}, parsed.(*ecdsa.PrivateKey)}
}

// sign makes an ECDSA signature as Fabric wants it, with the lower of the two values of S.
func (u user) sign(message []byte) []byte {
	digest := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(rand.Reader, u.key, digest[:])
	if err != nil {
		panic(err)
	}
	if order := u.key.Params().N; s.Cmp(new(big.Int).Rsh(order, 1)) > 0 {
		s.Sub(order, s)
	}
	return encoded(asn1.Marshal(struct{ R, S *big.Int }{r, s}))
}

func encoded(raw []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return raw
}

func bytesOf(m proto.Message) []byte { return encoded(proto.Marshal(m)) }

// odd gives a message a field that no version of it has.
func odd(m proto.Message) { m.ProtoReflect().SetUnknown([]byte{0xfa, 0x3e, 1, 'x'}) } // number 1007, one byte

// draft is a proposal that is being made: every part that a client chooses. It is written as Fabric's clients do it, until
// an attack changes a part.
type draft struct {
	by        user
	proposal  *peer.Proposal
	header    *common.Header
	channel   *common.ChannelHeader
	extension *peer.ChaincodeHeaderExtension
	signature *common.SignatureHeader
	payload   *peer.ChaincodeProposalPayload
	spec      *peer.ChaincodeInvocationSpec
}

func newDraft(by user, function string, args ...string) *draft {
	nonce := make([]byte, 24)
	if _, err := rand.Read(nonce); err != nil {
		panic(err)
	}
	input := &peer.ChaincodeInput{Args: [][]byte{[]byte(function)}}
	for _, arg := range args {
		input.Args = append(input.Args, []byte(arg))
	}
	id := func() *peer.ChaincodeID { return &peer.ChaincodeID{Name: network.Chaincode} }
	return &draft{
		by: by, proposal: &peer.Proposal{}, header: &common.Header{},
		channel: &common.ChannelHeader{
			Type: int32(common.HeaderType_ENDORSER_TRANSACTION), ChannelId: network.Channel, Timestamp: timestamppb.Now(),
		},
		extension: &peer.ChaincodeHeaderExtension{ChaincodeId: id()},
		signature: &common.SignatureHeader{Creator: bytesOf(by.identity), Nonce: nonce},
		payload:   &peer.ChaincodeProposalPayload{},
		spec:      &peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{ChaincodeId: id(), Input: input}},
	}
}

// signed completes the parts, from the inside out, and signs the proposal.
func (d *draft) signed() *peer.SignedProposal {
	sum := sha256.Sum256(append(bytes.Clone(d.signature.GetNonce()), d.signature.GetCreator()...))
	d.channel.TxId, d.channel.Extension = hex.EncodeToString(sum[:]), bytesOf(d.extension)
	d.header.ChannelHeader, d.header.SignatureHeader = bytesOf(d.channel), bytesOf(d.signature)
	d.payload.Input = bytesOf(d.spec)
	d.proposal.Header, d.proposal.Payload = bytesOf(d.header), bytesOf(d.payload)
	raw := bytesOf(d.proposal)
	return &peer.SignedProposal{ProposalBytes: raw, Signature: d.by.sign(raw)}
}

// endorse asks one body's peer. The error is the peer's, or the chaincode's answer.
func endorse(ctx context.Context, l *village.Ledger, body string, signed *peer.SignedProposal) (*peer.ProposalResponse, error) {
	p, err := l.Network.Peer(body)
	if err != nil {
		return nil, err
	}
	conn, err := p.Dial()
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	response, err := peer.NewEndorserClient(conn).ProcessProposal(ctx, signed)
	if err == nil && response.GetResponse().GetStatus() != 200 {
		err = errors.New(response.GetResponse().GetMessage())
	}
	return response, err
}

// sent is a transaction that is being made of a proposal and its endorsements: every part that its sender chooses.
type sent struct {
	by        user
	id        string
	envelope  *common.Envelope
	payload   *common.Payload
	channel   []byte // the channel header
	signature []byte // of the envelope: the signature header
	tx        *peer.Transaction
	action    *peer.TransactionAction
	call      *peer.ChaincodeActionPayload
}

// endorsed has a proposal endorsed by three bodies.
func endorsed(t *testing.T, l *village.Ledger, d *draft) *sent {
	t.Helper()
	signed := d.signed()
	endorsement := endorsedAlike(t, l, signed)
	action := &peer.TransactionAction{Header: d.header.GetSignatureHeader()}
	return &sent{
		by: d.by, id: d.channel.GetTxId(), envelope: &common.Envelope{}, payload: &common.Payload{Header: &common.Header{}},
		channel: d.header.GetChannelHeader(), signature: d.header.GetSignatureHeader(),
		tx: &peer.Transaction{Actions: []*peer.TransactionAction{action}}, action: action,
		call: &peer.ChaincodeActionPayload{
			ChaincodeProposalPayload: bytesOf(&peer.ChaincodeProposalPayload{Input: d.payload.GetInput()}), Action: endorsement,
		},
	}
}

// endorsedAlike has three bodies endorse a proposal, when all peers have the same blocks: one that is behind refuses what follows
// upon them, or has read something else.
func endorsedAlike(t *testing.T, l *village.Ledger, signed *peer.SignedProposal) *peer.ChaincodeEndorsedAction {
	t.Helper()
	level(t, l.Network)
	for {
		endorsement, alike := &peer.ChaincodeEndorsedAction{}, true
		for _, body := range l.Network.Bodies()[:3] {
			response, err := endorse(t.Context(), l, body.ID, signed)
			must(t, response, err)
			was := endorsement.GetProposalResponsePayload()
			alike = alike && (was == nil || bytes.Equal(was, response.GetPayload()))
			endorsement.ProposalResponsePayload = response.GetPayload()
			endorsement.Endorsements = append(endorsement.Endorsements, response.GetEndorsement())
		}
		if alike {
			return endorsement
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// send completes and signs the transaction, and returns what became of it.
func (s *sent) send(t *testing.T, l *village.Ledger) ledger.Commit {
	t.Helper()
	s.action.Payload = bytesOf(s.call)
	s.payload.Header.ChannelHeader, s.payload.Header.SignatureHeader = s.channel, s.signature
	s.payload.Data = bytesOf(s.tx)
	s.envelope.Payload = bytesOf(s.payload)
	s.envelope.Signature = s.by.sign(s.envelope.GetPayload())
	peers, err := l.Network.Peers()
	done(t, err)
	conn, err := peers[0].Dial()
	done(t, err)
	defer conn.Close()
	_, err = gateway.NewGatewayClient(conn).Submit(t.Context(), &gateway.SubmitRequest{
		TransactionId: s.id, ChannelId: network.Channel, PreparedTransaction: s.envelope,
	})
	done(t, err)
	for {
		commit, found, err := l.Client.Lookup(t.Context(), s.id)
		done(t, err)
		if found {
			return commit
		}
		time.Sleep(50 * time.Millisecond)
	}
}
