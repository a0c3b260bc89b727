// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/ledger"
)

// memory is a world state that notes what is written.
type memory struct{ before, written map[string][]byte }

func (m memory) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = m.before[key]
	}
	return values, nil
}

func (m memory) Put(key string, value []byte) error {
	m.written[key] = value
	return nil
}

func (m memory) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	for _, key := range slices.Sorted(maps.Keys(m.before)) {
		if strings.HasPrefix(key, contract.Key(kind, attributes...)) {
			entries = append(entries, contract.Entry{Key: key, Value: m.before[key]})
		}
	}
	return entries, nil
}

// garden is the state of a founded community, and calls on it.
type garden struct {
	state map[string][]byte
	found [][]byte // arguments
	act   []byte   // a batch of an officer's signed act
}

const (
	gardenNet  = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	gardenTime = 1_800_000_000
)

func newGarden(t testing.TB) garden {
	t.Helper()
	must := func(v any, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	rp := act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}}
	constitution := must(contract.Constitution{Name: "Garden", Net: gardenNet, Profile: "rehearsal", RP: rp, Bodies: []contract.Body{
		{ID: "owners", MSP: "OwnersMSP", Name: "O"}, {ID: "residents", MSP: "ResidentsMSP", Name: "R"},
	}}, nil)
	g := garden{state: map[string][]byte{}}
	for _, msp := range []string{"ResidentsMSP", "OwnersMSP"} {
		key, err := passkey.New(rp)
		officers := must([]contract.OfficerKey{{ID: key.ID(), Passkey: key.Passkey()}}, err)
		m := memory{g.state, map[string][]byte{}}
		tx := contract.Tx{ID: "t", Time: gardenTime, MSP: msp, Admin: true, Net: gardenNet}
		g.found = [][]byte{[]byte("Found"), []byte("garden"), constitution, officers}
		if _, err := contract.Invoke(m, tx, "Found", []string{"garden", string(constitution), string(officers)}); err != nil {
			t.Fatal(err)
		}
		maps.Copy(g.state, m.written)
		text, err := act.Encode(act.Act{
			V: act.Version, Net: gardenNet, Community: "garden", Type: "codes.issue", By: key.ID(), Seq: 1,
			NBF: gardenTime - 600, Exp: gardenTime + 600, Disp: gardenNet,
		}, contract.CodesIssue{Codes: []contract.IssuedCode{{Person: "a", Code: act.InviteCode{1}.Public()}}, Expires: gardenTime + 86400})
		if err != nil {
			t.Fatal(err)
		}
		signature, err := key.Sign(text)
		g.act = must([]act.Signed{{Text: text, Signatures: []act.Signature{signature}}}, err)
	}
	m := memory{g.state, map[string][]byte{}}
	if _, err := contract.Invoke(m, contract.Tx{ID: "t", Time: gardenTime, Net: gardenNet}, "Submit", []string{string(g.act)}); err != nil || len(m.written) == 0 {
		t.Fatal("the act has no effect: ", err)
	}
	return g
}

// simulation is the garden as the recount has it.
func (g garden) simulation() *Simulation {
	w := newWorld()
	s := &space{values: map[string]*stored{}}
	for key, value := range g.state {
		s.put(key, &stored{value: value})
	}
	w.spaces[[2]string{Chaincode, ""}] = s
	return &Simulation{
		view: view{base: w, updates: newWorld()}, namespace: Chaincode,
		reads: map[string]bool{}, writes: map[string][]byte{}, policies: map[string][]byte{},
	}
}

// FuzzCalls carries out a call as chaincode does, as the recount does, and reads it as what follows the blocks does. All three must
// agree on whether it is one, what it answers and what it writes.
func FuzzCalls(f *testing.F) {
	g := newGarden(f)
	packed, err := contract.Pack(g.act)
	if err != nil {
		f.Fatal(err)
	}
	none := []byte{}
	f.Add([]byte("Submit"), g.act, none, none, none, uint8(1), uint8(0), int64(gardenTime), int32(0))
	f.Add([]byte("Submit"), packed, none, none, none, uint8(1), uint8(0), int64(gardenTime), int32(999_999_999))
	f.Add([]byte("Submit"), g.act, none, none, none, uint8(2), uint8(1), int64(gardenTime), int32(1_000_000_000))
	f.Add(g.found[0], g.found[1], g.found[2], g.found[3], none, uint8(3), uint8(0), int64(gardenTime), int32(0))
	f.Add([]byte("probe"), none, none, none, none, uint8(0), uint8(0), int64(0), int32(-1))
	f.Add([]byte("Probe"), none, none, none, none, uint8(0), uint8(16), int64(gardenTime), int32(0))
	f.Add([]byte("linli:Tally"), []byte("garden"), []byte("vote"), []byte("total"), none, uint8(3), uint8(0), int64(gardenTime), int32(0))
	f.Add([]byte("RevokeOfficer"), []byte("garden"), []byte("x"), none, none, uint8(2), uint8(2), int64(gardenTime), int32(0))
	f.Add([]byte("LoadRoll"), []byte("garden"), []byte("1"), []byte("0"), []byte("[]"), uint8(5), uint8(0), int64(gardenTime), int32(0))
	f.Add([]byte("Read"), []byte("community"), []byte(`["garden"]`), none, none, uint8(2), uint8(0), int64(gardenTime), int32(0))
	f.Fuzz(func(t *testing.T, name, a, b, c, d []byte, count, packing uint8, seconds int64, nanos int32) {
		args := [][]byte{name, a, b, c, d, a}[:count%7%6+1]
		for i := range args {
			if packing>>i&1 == 1 {
				args[i], _ = contract.Pack(args[i]) // it never fails in memory
			}
		}
		g.agree(t, args, seconds, nanos)
	})
}

func (g garden) agree(t *testing.T, args [][]byte, seconds int64, nanos int32) {
	t.Helper()
	call, refused := contract.ReadCall(args, seconds, nanos)

	seen := ledger.Decode(blockOf(t, args, seconds, nanos), Chaincode).Transactions[0]
	if follows := seen.Function != ""; follows != (refused == nil) || follows && (seen.Function != call.Function || !slices.Equal(seen.Args, call.Arguments)) {
		t.Fatalf("%q: who follows blocks reads %q %q, chaincode %+v, %v", args, seen.Function, seen.Args, call, refused)
	}

	tx := contract.Tx{ID: "tx", Time: call.Time, MSP: "OwnersMSP", Admin: true, Net: gardenNet}
	m := memory{g.state, map[string][]byte{}}
	var response []byte
	err := refused
	if err == nil && !call.Query {
		response, err = contract.Invoke(m, tx, call.Function, call.Arguments)
	}
	s := g.simulation()
	answer, again := (Contract{}).Execute(Tx{
		ID: "tx", Seconds: seconds, Nanos: nanos, MSPID: "OwnersMSP", Units: []string{"admin"}, Arguments: args, Genesis: gardenNet,
	}, s)
	switch {
	case (err == nil) != (again == nil):
		t.Fatalf("%q: chaincode says %v, the recount %v", args, err, again)
	case err != nil:
	case answer.Query != call.Query || !bytes.Equal(answer.Response, response):
		t.Fatalf("%q: chaincode answers %q, the recount %q", args, response, answer.Response)
	default:
		if diff := cmp.Diff(m.written, s.writes); diff != "" {
			t.Fatalf("%q writes otherwise (-chaincode +recount):\n%s", args, diff)
		}
	}
}

// blockOf is a block with one transaction, as a peer delivers it.
func blockOf(t *testing.T, args [][]byte, seconds int64, nanos int32) *common.Block {
	t.Helper()
	raw := func(m proto.Message) []byte {
		bytes, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	id := &peer.ChaincodeID{Name: Chaincode}
	header := &common.ChannelHeader{
		Type: int32(common.HeaderType_ENDORSER_TRANSACTION), TxId: "tx", Extension: raw(&peer.ChaincodeHeaderExtension{ChaincodeId: id}),
		Timestamp: &timestamppb.Timestamp{Seconds: seconds, Nanos: nanos},
	}
	call := raw(&peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{ChaincodeId: id, Input: &peer.ChaincodeInput{Args: args}}})
	action := raw(&peer.ChaincodeActionPayload{ChaincodeProposalPayload: raw(&peer.ChaincodeProposalPayload{Input: call})})
	payload := raw(&common.Payload{
		Header: &common.Header{ChannelHeader: raw(header)},
		Data:   raw(&peer.Transaction{Actions: []*peer.TransactionAction{{Payload: action}}}),
	})
	return &common.Block{
		Header: &common.BlockHeader{}, Data: &common.BlockData{Data: [][]byte{raw(&common.Envelope{Payload: payload})}},
		Metadata: &common.BlockMetadata{Metadata: [][]byte{{}, {}, {0}, {}, {}}},
	}
}
