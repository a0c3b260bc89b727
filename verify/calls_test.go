// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
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

// FuzzCalls gives chaincode a proposal as its peer does, and carries out again, and reads as what follows the blocks does, the
// transaction that comes of it. All three must agree on whether it is a call, what it answers and what it writes.
func FuzzCalls(f *testing.F) {
	g := newGarden(f)
	cc, err := chaincode.New(gardenNet)
	if err != nil {
		f.Fatal(err)
	}
	packed, err := contract.Pack(g.act)
	if err != nil {
		f.Fatal(err)
	}
	creator, none := administrator(f, "OwnersMSP"), []byte{}
	add := func(name string, args [4][]byte, count, packing uint8, seconds int64, nanos int32, where odd, more []byte) {
		f.Add([]byte(name), args[0], args[1], args[2], args[3], count, packing, seconds, nanos, uint8(where), more)
	}
	submit, unknown := [4][]byte{g.act, none, none, none}, []byte{0xfa, 0x3e, 1, 'x'}
	add("Submit", submit, 1, 0, gardenTime, 0, oddParts, none)
	add("Submit", [4][]byte{packed, none, none, none}, 1, 0, gardenTime, 999_999_999, oddParts, none)
	add("Submit", submit, 1, 2, gardenTime, 0, oddParts, none)
	add("Submit", submit, 2, 1, gardenTime, 1_000_000_000, oddParts, none)
	add("Found", [4][]byte{g.found[1], g.found[2], g.found[3], none}, 3, 0, gardenTime, 0, oddParts, none)
	add("probe", [4][]byte{}, 0, 0, 0, -1, oddParts, none)
	add("Probe", [4][]byte{}, 0, 16, gardenTime, 0, oddParts, none)
	add("linli:Tally", [4][]byte{[]byte("garden"), []byte("vote"), []byte("total")}, 3, 0, gardenTime, 0, oddParts, none)
	add("RevokeOfficer", [4][]byte{[]byte("garden"), []byte("x")}, 2, 2, gardenTime, 0, oddParts, none)
	add("LoadRoll", [4][]byte{[]byte("garden"), []byte("1"), []byte("0"), []byte("[]")}, 5, 0, gardenTime, 0, oddParts, none)
	add("Read", [4][]byte{[]byte("community"), []byte(`["garden"]`)}, 2, 0, gardenTime, 0, oddParts, none)
	add("Check", submit, 1, 0, gardenTime, 0, oddParts, none)
	add("List", [4][]byte{[]byte("community"), []byte(`["garden"]`), []byte("9"), none}, 4, 0, gardenTime, 0, oddParts, none)
	for where := range oddParts {
		add("Submit", submit, 1, 0, gardenTime, 0, where, unknown)
	}
	add("Submit", submit, 1, 0, gardenTime, 0, oddArguments, []byte{0x0a, 1, 'x'})   // an argument more
	add("Submit", submit, 1, 0, gardenTime, 0, oddChannel, []byte{0x1a, 2, 0x10, 7}) // another time
	f.Fuzz(func(t *testing.T, name, a, b, c, d []byte, count, packing uint8, seconds int64, nanos int32, where uint8, more []byte) {
		args := [][]byte{name, a, b, c, d, a}[:count%7%6+1]
		for i := range args {
			if packing>>i&1 == 1 {
				args[i], _ = contract.Pack(args[i]) // it never fails in memory
			}
		}
		if p, ok := propose(creator, args, seconds, nanos, odd(where), more); ok {
			g.agree(t, cc, p)
		}
	})
}

func (g garden) agree(t *testing.T, cc shim.Chaincode, p proposal) {
	t.Helper()
	peerSide := &stub{proposal: p, before: g.state, own: &kvrwset.KVRWSet{}}
	response := cc.Invoke(peerSide)
	slices.SortFunc(peerSide.own.GetWrites(), func(a, b *kvrwset.KVWrite) int { return strings.Compare(a.GetKey(), b.GetKey()) })

	// The recount opens the same bytes.
	recounted := &transaction{chdr: &common.ChannelHeader{}}
	recounted.need(p.channelHeader, recounted.chdr)
	proposed, err := proto.Marshal(&peer.ChaincodeProposalPayload{Input: p.input})
	if err != nil {
		t.Fatal(err)
	}
	recounted.openInput(proposed)
	at, args := recounted.chdr.GetTimestamp(), recounted.input.GetArgs()
	s := g.simulation()
	answer, again := (Contract{}).Execute(Tx{
		ID: fuzzedTx, Seconds: at.GetSeconds(), Nanos: at.GetNanos(), MSPID: "OwnersMSP", Units: []string{"admin"}, Arguments: args, Genesis: gardenNet,
	}, s)

	seen := ledger.Decode(p.block(t, response, peerSide.own), Chaincode).Transactions[0]
	call, unreadable := contract.ReadCall(args, at.GetSeconds(), at.GetNanos())
	if unreadable != nil && (seen.Function != "" || response.GetStatus() == shim.OK) {
		t.Fatalf("%q is no call: %v; chaincode answers %v, who follows blocks reads %q", args, unreadable, response, seen.Function)
	}
	if response.GetStatus() != shim.OK {
		if again == nil && !answer.Query && p.plain {
			t.Fatalf("%q: chaincode answers %v, the recount %q", args, response, answer.Response)
		}
		return
	}
	if again != nil {
		t.Fatalf("%q: chaincode answers %q, the recount %v", args, response.GetPayload(), again)
	}
	if seen.Function != call.Function || !slices.Equal(seen.Args, call.Arguments) || len(seen.Writes) != len(peerSide.own.GetWrites()) {
		t.Fatalf("%q takes effect; who follows blocks reads %q %q", args, seen.Function, seen.Args)
	}
	if err := s.compare(response, peerSide.own, answer); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if !answer.Query && !s.sameReads(peerSide.own) {
		t.Fatalf("%q: chaincode reads %v, the recount %v", args, peerSide.own, s.reads)
	}
}
