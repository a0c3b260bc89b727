// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify"
)

// pack encodes a message.
func pack(m proto.Message) []byte { return must(proto.Marshal(m)) }

// wrote is a block after others with one transaction, which wrote documents.
func (l long) wrote(documents map[string]any) *common.Block {
	tx := ledger.Transaction{ID: fmt.Sprint("tx", len(l))}
	for key, doc := range documents {
		tx.Writes = append(tx.Writes, ledger.Write{Key: key, Value: must(json.Marshal(doc))})
	}
	return &common.Block{
		Header:   &common.BlockHeader{Number: uint64(len(l)), PreviousHash: ledger.HeaderHash(l[len(l)-1].GetHeader())},
		Data:     &common.BlockData{Data: [][]byte{enveloped(tx)}},
		Metadata: &common.BlockMetadata{Metadata: [][]byte{{}, {}, {byte(peer.TxValidationCode_VALID)}, {}, {}}},
	}
}

// enveloped is a transaction as a block has it, without anybody's signature.
func enveloped(tx ledger.Transaction) []byte {
	set := &kvrwset.KVRWSet{}
	for _, w := range tx.Writes {
		set.Writes = append(set.Writes, &kvrwset.KVWrite{Key: w.Key, Value: w.Value, IsDelete: w.Deleted})
	}
	results := &rwset.TxReadWriteSet{NsRwset: []*rwset.NsReadWriteSet{{Namespace: verify.Chaincode, Rwset: pack(set)}}}
	response := &peer.ProposalResponsePayload{Extension: pack(&peer.ChaincodeAction{
		Results: pack(results), Response: &peer.Response{Payload: tx.Response},
	})}
	input := &peer.ChaincodeInput{Args: [][]byte{[]byte(tx.Function)}}
	for _, argument := range tx.Args {
		input.Args = append(input.Args, []byte(argument))
	}
	call := &peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{Input: input}}
	action := &peer.ChaincodeActionPayload{
		ChaincodeProposalPayload: pack(&peer.ChaincodeProposalPayload{Input: pack(call)}),
		Action:                   &peer.ChaincodeEndorsedAction{ProposalResponsePayload: pack(response)},
	}
	header := &common.ChannelHeader{
		Type: int32(common.HeaderType_ENDORSER_TRANSACTION), TxId: tx.ID, Timestamp: timestamppb.New(tx.Timestamp),
		Extension: pack(&peer.ChaincodeHeaderExtension{ChaincodeId: &peer.ChaincodeID{Name: verify.Chaincode}}),
	}
	return pack(&common.Envelope{Payload: pack(&common.Payload{
		Header: &common.Header{ChannelHeader: pack(header)},
		Data:   pack(&peer.Transaction{Actions: []*peer.TransactionAction{{Payload: pack(action)}}}),
	})})
}

// A register is the recorded ledger, on which bodies go on to name keys and to sign heads.
type register struct {
	*estate
	blocks long
	keys   map[string]string // of whose name the key is that a body has named (keyOf)
}

// names has bodies name keys.
func (r *register) names(keys map[string]string) {
	docs := map[string]any{}
	for msp, name := range keys {
		r.keys[msp] = name
		docs[witness.Witnesses.Key(msp)] = witness.Witness{Key: r.witness(msp, name)}
	}
	r.blocks = append(r.blocks, r.blocks.wrote(docs))
}

func (r *register) witness(msp, name string) string {
	return checkpoint.Witness{MSP: msp, Key: witnessOf(name).Key}.String()
}

// A by is a body's signature under a head.
type by struct {
	msp, key string
	at       int64
}

// signs has bodies sign the head as it is, and put it on record.
func (r *register) signs(all ...by) checkpoint.Head {
	r.Helper()
	places, err := build.Scan(r.blocks)
	head, err2 := town.Must(r.TB, places, err).Head(r.Context(), uint64(len(r.blocks)))
	town.Must(r.TB, head, err2)
	docs := map[string]any{}
	for _, s := range all {
		note, err := checkpoint.Cosign(head, s.msp, keyOf(s.key), s.at)
		town.Must(r.TB, note, err)
		docs[witness.Heads.Key(witness.SizeName(head.Size), s.msp)] = witness.Head{
			At: s.at, Key: r.witness(s.msp, s.key), Note: note, Root: head.Root.String(),
		}
	}
	r.blocks = append(r.blocks, r.blocks.wrote(docs))
	return head
}

// rests looks which head evidence rests on, and that a trust file as it is written now takes it.
func (r *register) rests(on checkpoint.Head, why string) {
	r.Helper()
	trust := r.trust
	trust.Witnesses = nil
	for msp, name := range r.keys {
		trust.Witnesses = append(trust.Witnesses, verify.Witness{MSPID: msp, Key: r.witness(msp, name)})
	}
	scanned, err := build.Scan(r.blocks)
	for way, places := range map[string]build.Places{"scan": town.Must(r.TB, scanned, err), "kept": kept(r.TB, r.blocks)} {
		b, err := build.Bundle(r.Context(), r.blocks, places, r.asked(evidence.Ballot, r.IDs["ballot"][0]), "")
		if err != nil {
			r.Errorf("%s, %s: %v", why, way, err)
			continue
		}
		note, err := checkpoint.Open(b.Evidence.Head, nil)
		if town.Must(r.TB, note, err).Head != on {
			r.Errorf("%s, %s: it rests on %d blocks, not on %d", why, way, note.Size, on.Size)
		}
		raw, err := b.Pack()
		report, err2 := evidence.Verify(town.Must(r.TB, raw, err), trust, checkedAt)
		if !town.Must(r.TB, report, err2).OK() {
			r.Errorf("%s, %s:\n%s", why, way, text(report))
		}
	}
}

// Evidence rests on the newest head that a trust file written now takes: signatures of a key that its body has replaced count nothing, nor
// those from before the acts that are shown.
func TestNewestHeadIsOneThatCounts(t *testing.T) {
	e := newEstate(t)
	r := &register{estate: e, blocks: e.long(0), keys: map[string]string{}}
	bodies := []string{"OwnersMSP", "ResidentsMSP", "PropertyMSP", "StreetMSP"}
	owners, residents := by{bodies[0], bodies[0], signedAt}, by{bodies[1], bodies[1], signedAt}
	property, street := by{bodies[2], bodies[2], signedAt}, by{bodies[3], bodies[3], signedAt}
	r.names(map[string]string{bodies[0]: bodies[0], bodies[1]: bodies[1], bodies[2]: bodies[2], bodies[3]: bodies[3]})
	first := r.signs(owners, residents, property)
	r.rests(first, "three of four")

	last := r.signs(owners, property, street)
	r.rests(last, "a newer one")
	r.names(map[string]string{"StreetMSP": "Street again"})
	r.rests(first, "one of the three has another key now")

	early := residents
	early.at = 1
	r.signs(owners, property, early)
	r.rests(first, "one of the three signed before the acts")
	r.signs(owners, property)
	r.rests(first, "two are not enough")

	street.key = "Street again"
	r.rests(r.signs(owners, property, street), "its new key")

	r.names(map[string]string{bodies[0]: "another", bodies[1]: "another", bodies[2]: "another"})
	scanned, err := build.Scan(r.blocks)
	asked := r.asked(evidence.Ballot, r.IDs["ballot"][0])
	if _, err := build.Bundle(t.Context(), r.blocks, town.Must(t, scanned, err), asked, ""); !errors.Is(err, build.ErrNotCosigned) {
		t.Errorf("no head has signatures that count: %v", err)
	}
}
