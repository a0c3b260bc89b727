// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/verify/fabric"
)

// forger alters a recorded ledger with the keys of its client and of all its orderers.
type forger struct {
	t      *testing.T
	blocks []*common.Block
	keys   []*ecdsa.PrivateKey // the client's, then the orderers' 1 to 4
}

func newForger(t *testing.T) *forger {
	t.Helper()
	ledger, _ := small(t)
	f := &forger{t: t}
	for _, raw := range split(t, ledger) {
		b := &common.Block{}
		f.must(proto.Unmarshal(raw, b))
		f.blocks = append(f.blocks, b)
	}
	rest, err := os.ReadFile("testdata/small.keys.pem")
	f.must(err)
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		f.must(err)
		f.keys = append(f.keys, key.(*ecdsa.PrivateKey))
	}
	return f
}

// find is the number of the block that holds just these transactions: the function, or type, and the code of each.
func (f *forger) find(transactions ...string) int {
	f.t.Helper()
	for i := 1; i < len(f.blocks); i++ {
		var found []string
		for k, raw := range f.blocks[i].GetData().GetData() {
			found = append(found, f.what(raw)+" "+peer.TxValidationCode(f.flags(i)[k]).String())
		}
		if slices.Equal(found, transactions) {
			return i
		}
	}
	f.t.Fatalf("no block holds %q", transactions)
	return 0
}

// what a transaction does: the function that it calls, or its type.
func (f *forger) what(raw []byte) string {
	f.t.Helper()
	envelope, payload, header := &common.Envelope{}, &common.Payload{}, &common.ChannelHeader{}
	f.must(proto.Unmarshal(raw, envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetHeader().GetChannelHeader(), header))
	if header.GetType() != int32(common.HeaderType_ENDORSER_TRANSACTION) {
		return common.HeaderType(header.GetType()).String()
	}
	tx, call := &peer.Transaction{}, &peer.ChaincodeActionPayload{}
	f.must(proto.Unmarshal(payload.GetData(), tx))
	f.must(proto.Unmarshal(tx.GetActions()[0].GetPayload(), call))
	return string(fabric.OpenProposal(payload.GetHeader().GetChannelHeader(), call.GetChaincodeProposalPayload()).Arguments[0])
}

// configuration is that of the genesis block.
func (f *forger) configuration() *common.ConfigGroup {
	f.t.Helper()
	envelope, payload, config := &common.Envelope{}, &common.Payload{}, &common.ConfigEnvelope{}
	f.must(proto.Unmarshal(f.blocks[0].GetData().GetData()[0], envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetData(), config))
	return config.GetConfig().GetChannelGroup()
}

func (f *forger) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *forger) marshal(m proto.Message) []byte {
	f.t.Helper()
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	f.must(err)
	return raw
}

func split(t testing.TB, ledger []byte) [][]byte {
	t.Helper()
	r, err := NewReader(bytes.NewReader(ledger))
	if err != nil {
		t.Fatal(err)
	}
	var blocks [][]byte
	for {
		raw, err := r.Next()
		if errors.Is(err, io.EOF) {
			return blocks
		}
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, raw)
	}
}

func join(t testing.TB, blocks [][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if err := w.Append(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (f *forger) ledger() []byte {
	f.t.Helper()
	var raws [][]byte
	for _, b := range f.blocks {
		raws = append(raws, f.marshal(b))
	}
	return join(f.t, raws)
}

func (f *forger) sign(key int, message []byte) []byte {
	f.t.Helper()
	digest := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(rand.Reader, f.keys[key], digest[:])
	f.must(err)
	if half := new(big.Int).Rsh(f.keys[key].Params().N, 1); s.Cmp(half) > 0 {
		s.Sub(f.keys[key].Params().N, s)
	}
	raw, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	f.must(err)
	return raw
}

// keyOf is the orderer, by number, whose certificate this is.
func (f *forger) keyOf(certificate []byte) int {
	f.t.Helper()
	block, _ := pem.Decode(certificate)
	cert, err := x509.ParseCertificate(block.Bytes)
	f.must(err)
	for id, key := range f.keys[1:] {
		if key.PublicKey.Equal(cert.PublicKey) {
			return id + 1
		}
	}
	f.t.Fatal("no orderer's certificate")
	return 0
}

// headerBytes are those of a block's header that are hashed and signed.
func headerBytes(h *common.BlockHeader) []byte {
	raw, err := asn1.Marshal(struct {
		Number                 *big.Int
		PreviousHash, DataHash []byte
	}{new(big.Int).SetUint64(h.GetNumber()), h.GetPreviousHash(), h.GetDataHash()})
	if err != nil {
		panic(err)
	}
	return raw
}

// seal makes the ledger consistent again from a block on: numbers, hashes, the signatures of these orderers.
func (f *forger) seal(from int, orderers ...int) {
	f.t.Helper()
	for i := from; i < len(f.blocks); i++ {
		b := f.blocks[i]
		previous := sha256.Sum256(headerBytes(f.blocks[i-1].GetHeader()))
		sum := sha256.Sum256(bytes.Join(b.GetData().GetData(), nil))
		b.Header = &common.BlockHeader{Number: uint64(i), DataHash: sum[:], PreviousHash: previous[:]}
		md := f.signatures(i)
		md.Signatures = nil
		for _, id := range orderers {
			identifier := f.marshal(&common.IdentifierHeader{Identifier: uint32(id), Nonce: []byte("nonce")})
			md.Signatures = append(md.Signatures, &common.MetadataSignature{
				IdentifierHeader: identifier,
				Signature:        f.sign(id, slices.Concat(md.GetValue(), identifier, headerBytes(b.GetHeader()))),
			})
		}
		f.setSignatures(i, md)
	}
}

func (f *forger) signatures(block int) *common.Metadata {
	f.t.Helper()
	md := &common.Metadata{}
	f.must(proto.Unmarshal(f.blocks[block].GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], md))
	return md
}

func (f *forger) setSignatures(block int, md *common.Metadata) {
	f.blocks[block].Metadata.Metadata[common.BlockMetadataIndex_SIGNATURES] = f.marshal(md)
}

func (f *forger) flags(block int) []byte {
	return f.blocks[block].GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
}

// change alters the endorsed part of a transaction; the client signs what it has become.
func (f *forger) change(block, index int, alter func(*peer.ChaincodeEndorsedAction)) {
	f.t.Helper()
	envelope, payload := &common.Envelope{}, &common.Payload{}
	tx, call := &peer.Transaction{}, &peer.ChaincodeActionPayload{}
	f.must(proto.Unmarshal(f.blocks[block].GetData().GetData()[index], envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetData(), tx))
	f.must(proto.Unmarshal(tx.GetActions()[0].GetPayload(), call))
	alter(call.GetAction())
	tx.Actions[0].Payload = f.marshal(call)
	payload.Data = f.marshal(tx)
	envelope.Payload = f.marshal(payload)
	envelope.Signature = f.sign(0, envelope.GetPayload())
	f.blocks[block].Data.Data[index] = f.marshal(envelope)
}
