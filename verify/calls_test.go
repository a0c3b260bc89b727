// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/memory"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify/fabric"
)

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
		officers := must([]people.OfficerKey{{ID: key.ID(), Passkey: key.Passkey()}}, err)
		m := &memory.State{Documents: g.state}
		tx := contract.Tx{ID: "t", Time: gardenTime, MSP: msp, Admin: true, Net: gardenNet}
		g.found = [][]byte{[]byte("Found"), []byte("garden"), constitution, officers}
		if _, err := chapters.Current().Invoke(m, tx, "Found", []string{"garden", string(constitution), string(officers)}); err != nil {
			t.Fatal(err)
		}
		m.Commit()
		text, err := act.Encode(act.Act{
			V: act.Version, Net: gardenNet, Community: "garden", Type: "codes.issue", By: key.ID(), Seq: 1,
			NBF: gardenTime - 600, Exp: gardenTime + 600, Disp: gardenNet,
		}, people.CodesIssue{Codes: []people.IssuedCode{{Person: "a", Code: act.InviteCode{1}.Public()}}, Expires: gardenTime + 86400})
		if err != nil {
			t.Fatal(err)
		}
		signature, err := key.Sign(text)
		g.act = must([]act.Signed{{Text: text, Signatures: []act.Signature{signature}}}, err)
	}
	m := &memory.State{Documents: g.state}
	if _, err := chapters.Current().Invoke(m, contract.Tx{ID: "t", Time: gardenTime, Net: gardenNet}, "Submit",
		[]string{string(g.act)}); err != nil || len(m.Written) == 0 {
		t.Fatal("the act has no effect: ", err)
	}
	return g
}

// simulation is the garden as the recount has it.
func (g garden) simulation() *Simulation {
	s := NewSimulation(Chaincode)
	for key, value := range g.state {
		s.Put(key, value)
	}
	s.Commit()
	return s
}

// asked is a call before it is a proposal: every part that a client chooses.
type asked struct {
	name    []byte
	args    [4][]byte
	count   uint8 // how many arguments it has
	packing uint8 // which of them are packed, by bit
	seconds int64
	nanos   int32
	where   odd // behind which part bytes follow
	more    []byte
}

// calls are those from which fuzzing sets out: of every function, and odd behind every part.
func (g garden) calls(t testing.TB) []asked {
	t.Helper()
	packed, err := contract.Pack(g.act)
	if err != nil {
		t.Fatal(err)
	}
	text := func(name string, packing uint8, args ...string) asked {
		a := asked{name: []byte(name), count: uint8(len(args)), packing: packing, seconds: gardenTime, where: oddParts}
		for i, arg := range args[:min(len(args), len(a.args))] {
			a.args[i] = []byte(arg)
		}
		return a
	}
	submit := text("Submit", 0, string(g.act))
	at := func(a asked, seconds int64, nanos int32) asked {
		a.seconds, a.nanos = seconds, nanos
		return a
	}
	behind := func(a asked, where odd, more ...byte) asked {
		a.where, a.more = where, more
		return a
	}
	calls := []asked{
		submit, text("Submit", 2, string(g.act)), at(text("Submit", 0, string(packed)), gardenTime, 999_999_999),
		at(text("Submit", 1, string(g.act), ""), gardenTime, 1_000_000_000), at(text("probe", 0), 0, -1),
		text("Found", 0, string(g.found[1]), string(g.found[2]), string(g.found[3])), text("Probe", 16),
		text("linli:Tally", 0, "garden", "vote", "total"), text("RevokeOfficer", 2, "garden", "x"),
		text("LoadRoll", 0, "garden", "1", "0", "[]", ""), text("Read", 0, "community", `["garden"]`),
		text("Check", 0, string(g.act)), text("List", 0, "community", `["garden"]`, "9", ""),
		behind(submit, oddArguments, 0x0a, 1, 'x'),   // an argument more
		behind(submit, oddChannel, 0x1a, 2, 0x10, 7), // another time
	}
	for where := range oddParts {
		calls = append(calls, behind(submit, where, 0xfa, 0x3e, 1, 'x')) // an unknown field
	}
	return calls
}

// callsAgree gives chaincode a call as its peer does, and carries out again, and reads as what follows the blocks does, the
// transaction that comes of it. All three must agree on whether it is a call, what it answers and what it writes.
func (g garden) callsAgree(t *testing.T, cc shim.Chaincode, creator []byte, a asked) {
	args := [][]byte{a.name, a.args[0], a.args[1], a.args[2], a.args[3], a.args[0]}[:a.count%7%6+1]
	for i := range args {
		if a.packing>>i&1 == 1 {
			args[i], _ = contract.Pack(args[i]) // it never fails in memory
		}
	}
	if p, ok := propose(creator, args, a.seconds, a.nanos, a.where, a.more); ok {
		g.agree(t, cc, p)
	}
}

func FuzzCalls(f *testing.F) {
	g, creator := newGarden(f), administrator(f, "OwnersMSP")
	cc, err := chaincode.New(gardenNet, chapters.Current().Version)
	if err != nil {
		f.Fatal(err)
	}
	for _, a := range g.calls(f) {
		f.Add(a.name, a.args[0], a.args[1], a.args[2], a.args[3], a.count, a.packing, a.seconds, a.nanos, uint8(a.where), a.more)
	}
	f.Fuzz(func(t *testing.T, name, a, b, c, d []byte, count, packing uint8, seconds int64, nanos int32, where uint8, more []byte) {
		g.callsAgree(t, cc, creator, asked{name, [4][]byte{a, b, c, d}, count, packing, seconds, nanos, odd(where), more})
	})
}

// callsEnv is how many calls TestManyCalls tries.
const callsEnv = "LINLI_CALLS"

// Calls that are altered by chance, without the counting of branches by which FuzzCalls finds its way, but many times as fast.
func TestManyCalls(t *testing.T) {
	count := 20_000
	if testing.Short() {
		count = 1000
	}
	if asked := os.Getenv(callsEnv); asked != "" {
		var err error
		if count, err = strconv.Atoi(asked); err != nil {
			t.Fatal(err)
		}
	}
	g, creator := newGarden(t), administrator(t, "OwnersMSP")
	cc, err := chaincode.New(gardenNet, chapters.Current().Version)
	if err != nil {
		t.Fatal(err)
	}
	seed, workers := rand.Uint64(), runtime.GOMAXPROCS(0)
	t.Logf("seed %d", seed)
	for worker := range workers {
		t.Run(strconv.Itoa(worker), func(t *testing.T) {
			t.Parallel()
			r, calls := rand.New(rand.NewPCG(seed, uint64(worker))), g.calls(t)
			for range count / workers {
				a := calls[r.IntN(len(calls))]
				for range 1 + r.IntN(3) {
					a.alter(r, calls)
				}
				g.callsAgree(t, cc, creator, a)
			}
		})
	}
}

// alter changes one part of a call, or takes it from another call.
func (a *asked) alter(r *rand.Rand, calls []asked) {
	other := calls[r.IntN(len(calls))]
	switch r.IntN(10) {
	case 0:
		a.name = other.name
	case 1:
		a.name = altered(r, a.name)
	case 2, 3, 4:
		i := r.IntN(len(a.args))
		a.args[i] = altered(r, a.args[i])
	case 5:
		a.args[r.IntN(len(a.args))] = other.args[r.IntN(len(a.args))]
	case 6:
		a.count = uint8(r.IntN(8))
	case 7:
		a.packing = 1 << r.IntN(6)
	case 8:
		a.seconds, a.nanos = around(r, a.seconds), int32(around(r, int64(a.nanos)))
	default:
		a.where, a.more = odd(r.IntN(int(oddParts)+2)), altered(r, other.more)
	}
}

// altered has some bytes of a text changed, cut or doubled.
func altered(r *rand.Rand, raw []byte) []byte {
	at, n := r.IntN(len(raw)+1), 1+r.IntN(4)
	end := min(at+n, len(raw))
	switch r.IntN(4) {
	case 0:
		return slices.Concat(raw[:at], raw[end:])
	case 1:
		return slices.Concat(raw[:end], raw[at:])
	case 2:
		return slices.Concat(raw[:at], []byte{byte(r.Uint32())}, raw[at:])
	}
	raw = slices.Clone(raw)
	for i := at; i < end; i++ {
		raw[i] ^= 1 << r.IntN(8)
	}
	return raw
}

func around(r *rand.Rand, n int64) int64 {
	switch r.IntN(4) {
	case 0:
		return -n
	case 1:
		return n + r.Int64N(2_000_000_000) - 1_000_000_000
	case 2:
		return r.Int64()
	}
	return n + r.Int64N(3) - 1
}

func (g garden) agree(t *testing.T, cc shim.Chaincode, p proposal) {
	t.Helper()
	peerSide := &stub{proposal: p, before: g.state, own: &kvrwset.KVRWSet{}}
	response := cc.Invoke(peerSide)
	slices.SortFunc(peerSide.own.GetWrites(), func(a, b *kvrwset.KVWrite) int { return strings.Compare(a.GetKey(), b.GetKey()) })

	// The recount opens the same bytes.
	proposed, err := proto.Marshal(&peer.ChaincodeProposalPayload{Input: p.input})
	if err != nil {
		t.Fatal(err)
	}
	recounted := fabric.OpenProposal(p.channelHeader, proposed)
	args := recounted.Arguments
	s := g.simulation()
	answer, again := (Contract{}).Execute(Tx{
		ID: fuzzedTx, Seconds: recounted.Seconds, Nanos: recounted.Nanos, MSPID: "OwnersMSP", Units: []string{"admin"}, Arguments: args,
		Genesis: gardenNet, Version: chapters.Current().Version,
	}, s)

	seen := ledger.Decode(p.block(t, response, peerSide.own), Chaincode).Transactions[0]
	call, unreadable := chapters.Current().ReadCall(args, recounted.Seconds, recounted.Nanos)
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
