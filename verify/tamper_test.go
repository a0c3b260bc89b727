// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// places are the numbers of some blocks of the recorded ledger.
type places struct {
	put     int // one transaction, put
	adds    int // four add one counter: one is valid
	phantom int // a range that somebody wrote into
	update  int // a configuration update
}

func find(t *testing.T) places {
	f := newForger(t)
	const conflict = "add MVCC_READ_CONFLICT"
	return places{
		put: f.find("put VALID"), adds: f.find("add VALID", conflict, conflict, conflict),
		phantom: f.find("count VALID", "del VALID", "put VALID", "count PHANTOM_READ_CONFLICT"), update: f.find("CONFIG VALID"),
	}
}

func refused(t *testing.T, ledger []byte, trust Trust) (*Report, bool) {
	report, err := Ledger(t.Context(), bytes.NewReader(ledger), trust, Options{Replayers: replayers()})
	return report, err != nil || !report.OK()
}

// noticed says whether a report refuses a ledger or, where nothing covers a byte and nobody reads it, names its block as
// untidy. An accepted ledger must still give what the honest one gives.
func noticed(report *Report, refused bool, honest *Report) bool {
	if refused {
		return true
	}
	tidy := report.Check(checkTidy)
	return tidy.Status == NotProven && strings.Contains(tidy.Detail, "block ") && honest.Check(checkTidy).Status == Pass &&
		report.Valid == honest.Valid && report.LastHash == honest.LastHash && report.Keys == honest.Keys &&
		report.Replayed == honest.Replayed
}

// framing is where the bytes are that a file has beside its blocks: the first line, the blocks' lengths, the end.
func framing(blocks [][]byte) []int {
	var all []int
	at := 0
	next := func(count int) {
		for range count {
			all, at = append(all, at), at+1
		}
	}
	next(len(magic))
	for _, b := range blocks {
		next(4)
		at += len(b)
	}
	next(12)
	return all
}

// Of the file every byte that is not a block's, and some that are: of those, package fabric's tests change more.
func TestChangedBytesAreReported(t *testing.T) {
	ledger, trust := small(t)
	honest := recount(t, ledger, trust)
	places, random, some := framing(split(t, ledger)), rand.New(rand.NewPCG(1, 2)), 100
	if testing.Short() {
		places, some = nil, 30
	}
	for range some {
		places = append(places, random.IntN(len(ledger)))
	}
	for _, at := range places {
		bits, altered := byte(1+random.IntN(255)), slices.Clone(ledger)
		altered[at] ^= bits
		if report, ok := refused(t, altered, trust); !noticed(report, ok, honest) {
			t.Errorf("byte %d ^ %#x is accepted:\n%s", at, bits, text(report))
		}
	}
}

func TestAlteredFilesAreRefused(t *testing.T) {
	ledger, trust := small(t)
	cases := map[string]func([][]byte) []byte{
		"a block is missing":       func(b [][]byte) []byte { return join(t, slices.Delete(b, 5, 6)) },
		"the genesis is missing":   func(b [][]byte) []byte { return join(t, b[1:]) },
		"a block occurs twice":     func(b [][]byte) []byte { return join(t, slices.Insert(b, 5, b[5])) },
		"two blocks are swapped":   func(b [][]byte) []byte { b[5], b[6] = b[6], b[5]; return join(t, b) },
		"a byte follows":           func([][]byte) []byte { return append(slices.Clone(ledger), 0) },
		"the end is missing":       func([][]byte) []byte { return ledger[:len(ledger)-12] },
		"the last byte is cut":     func([][]byte) []byte { return ledger[:len(ledger)-1] },
		"it is cut inside a block": func([][]byte) []byte { return ledger[:len(ledger)/2] },
		"nothing but the end":      func([][]byte) []byte { return join(t, nil) },
		"a part occurs twice":      func(b [][]byte) []byte { b[6] = append(b[6], 0x1a, 0); return join(t, b) },
	}
	for name, alter := range cases {
		t.Run(name, func(t *testing.T) {
			if report, ok := refused(t, alter(split(t, ledger)), trust); !ok {
				t.Errorf("accepted:\n%s", text(report))
			}
		})
	}
}

func TestCheckpointShowsMissingBlocks(t *testing.T) {
	ledger, trust := small(t)
	blocks := split(t, ledger)
	if err := trust.Mark(blocks[len(blocks)-1]); err != nil {
		t.Fatal(err)
	}
	if report := recount(t, ledger, trust); !report.OK() {
		t.Errorf("refused:\n%s", text(report))
	}
	if _, ok := refused(t, join(t, blocks[:len(blocks)-1]), trust); !ok {
		t.Error("a ledger without its last block is accepted")
	}
	if report := recount(t, join(t, blocks[:len(blocks)-1]), trust); report.Check(checkAnchor).Status != Fail {
		t.Errorf("not the checkpoint is missed:\n%s", text(report))
	}
}

// Orderers that lie can order what they like; they cannot make it valid, and fewer than a quorum cannot even order.
func TestForgeriesAreNamed(t *testing.T) {
	quorum, at := []int{1, 2, 3}, find(t)
	cases := []struct {
		name  string
		check string
		block int
		alter func(f *forger)
	}{
		{"a signature fewer than a quorum", checkSigned, at.put, func(f *forger) {
			md := f.signatures(at.put)
			md.Signatures = md.GetSignatures()[:2]
			f.setSignatures(at.put, md)
		}},
		{"one orderer signs for three", checkSigned, at.put, func(f *forger) { f.seal(at.put, 1, 1, 1) }},
		{"data without its hash", checkHash, at.put, func(f *forger) {
			f.blocks[at.put].Data.Data = append(f.blocks[at.put].Data.Data, f.blocks[at.put-1].GetData().GetData()[0])
		}},
		{"another history after a block", checkChain, at.put + 1, func(f *forger) {
			next := proto.CloneOf(f.blocks[at.put+1])
			f.blocks[at.put].Data.Data[0] = f.blocks[at.put-1].GetData().GetData()[0]
			f.seal(at.put, quorum...)
			f.blocks[at.put+1] = next
		}},
		{"a valid transaction recorded as a conflict", checkValidity, at.put, func(f *forger) {
			f.flags(at.put)[0] = byte(peer.TxValidationCode_MVCC_READ_CONFLICT)
		}},
		{"a conflict recorded as valid", checkValidity, at.adds, func(f *forger) { f.flags(at.adds)[3] = 0 }},
		{"a phantom recorded as valid", checkValidity, at.phantom, func(f *forger) { clear(f.flags(at.phantom)) }},
		{"another reason", checkValidity, at.adds, func(f *forger) { f.flags(at.adds)[3]++ }},
		{"another order of transactions", checkCommit, at.phantom, func(f *forger) {
			slices.Reverse(f.blocks[at.phantom].GetData().GetData())
			f.seal(at.phantom, quorum...)
		}},
		{"a transaction left out", checkCommit, at.put, func(f *forger) {
			f.blocks[at.put].Data.Data[0] = f.blocks[at.put+1].GetData().GetData()[0]
			f.seal(at.put, quorum...)
		}},
		{"a transaction twice", checkTx, at.put + 1, func(f *forger) {
			f.blocks[at.put+1].Data.Data[0] = f.blocks[at.put].GetData().GetData()[0]
			f.seal(at.put+1, quorum...)
		}},
		{"an endorsement of something else", checkEndorsed, at.put, func(f *forger) {
			f.change(at.put, 0, func(a *peer.ChaincodeEndorsedAction) {
				a.Endorsements[0].Signature = f.sign(0, []byte("something else"))
			})
			f.seal(at.put, quorum...)
		}},
		{"an endorsement fewer", checkEndorsed, at.put, func(f *forger) {
			f.change(at.put, 0, func(a *peer.ChaincodeEndorsedAction) { a.Endorsements = a.GetEndorsements()[1:] })
			f.seal(at.put, quorum...)
		}},
		{"one endorser counted twice", checkEndorsed, at.put, func(f *forger) {
			f.change(at.put, 0, func(a *peer.ChaincodeEndorsedAction) { a.Endorsements[2] = a.GetEndorsements()[1] })
			f.seal(at.put, quorum...)
		}},
		{"another answer than was endorsed", checkEndorsed, at.put, func(f *forger) {
			f.change(at.put, 0, func(a *peer.ChaincodeEndorsedAction) {
				a.ProposalResponsePayload = bytes.Replace(a.GetProposalResponsePayload(), []byte("put"), []byte("get"), 1)
			})
			f.seal(at.put, quorum...)
		}},
		{"an envelope with two payloads", checkReading, at.put, func(f *forger) {
			raw := f.blocks[at.put].GetData().GetData()[0]
			f.blocks[at.put].Data.Data[0] = slices.Concat(raw, raw)
			f.seal(at.put, quorum...)
		}},
		{"an envelope with a padded length", checkReading, at.put, func(f *forger) {
			envelope := &common.Envelope{}
			f.must(proto.Unmarshal(f.blocks[at.put].GetData().GetData()[0], envelope))
			raw := protowire.AppendBytes([]byte{0x0a}, envelope.GetPayload())
			raw = append(raw, 0x12, byte(len(envelope.GetSignature()))|0x80, 0)
			f.blocks[at.put].Data.Data[0] = append(raw, envelope.GetSignature()...)
			f.seal(at.put, quorum...)
		}},
		{"two envelopes in one", checkReading, at.adds, func(f *forger) {
			data := f.blocks[at.adds].GetData()
			data.Data = [][]byte{bytes.Join(data.GetData(), nil)}
			f.seal(at.adds, quorum...)
		}},
		{"an envelope without a signature", checkReading, at.put, func(f *forger) {
			envelope := &common.Envelope{}
			f.must(proto.Unmarshal(f.blocks[at.put].GetData().GetData()[0], envelope))
			envelope.Signature = nil
			f.blocks[at.put].Data.Data[0] = f.marshal(envelope)
			f.seal(at.put, quorum...)
		}},
		{"a configuration nobody voted for", checkConfig, at.update, func(f *forger) {
			f.blocks[at.update].Data.Data[0] = f.blocks[0].GetData().GetData()[0]
			f.seal(at.update, quorum...)
		}},
		{"an update with too few signatures", checkConfig, at.update, func(f *forger) {
			f.blocks[at.update].Data.Data[0] = f.fewerSigners(f.blocks[at.update].GetData().GetData()[0])
			f.seal(at.update, quorum...)
		}},
	}
	_, trust := small(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newForger(t)
			c.alter(f)
			report := recount(t, f.ledger(), trust)
			found := report.Check(c.check)
			if report.OK() || found.Status != Fail || found.Block != uint64(c.block) {
				t.Errorf("want %s to fail at block %d:\n%s", c.check, c.block, text(report))
			}
		})
	}
}

// fewerSigners takes the administrators' signatures but one away from an update; an orderer wraps it anew.
func (f *forger) fewerSigners(raw []byte) []byte {
	f.t.Helper()
	return f.resigned(raw, func(signatures []*common.ConfigSignature) []*common.ConfigSignature { return signatures[:1] })
}

// resigned is a configuration with other signatures under its update, wrapped anew by an orderer.
func (f *forger) resigned(raw []byte, alter func([]*common.ConfigSignature) []*common.ConfigSignature) []byte {
	f.t.Helper()
	envelope, payload, config := &common.Envelope{}, &common.Payload{}, &common.ConfigEnvelope{}
	inner, update := &common.Payload{}, &common.ConfigUpdateEnvelope{}
	f.must(proto.Unmarshal(raw, envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetData(), config))
	f.must(proto.Unmarshal(config.GetLastUpdate().GetPayload(), inner))
	f.must(proto.Unmarshal(inner.GetData(), update))
	update.Signatures = alter(update.GetSignatures())
	inner.Data = f.marshal(update)
	config.LastUpdate.Payload = f.marshal(inner)
	payload.Data = f.marshal(config)
	envelope.Payload = f.marshal(payload)
	shdr := &common.SignatureHeader{}
	f.must(proto.Unmarshal(payload.GetHeader().GetSignatureHeader(), shdr))
	creator := &msp.SerializedIdentity{}
	f.must(proto.Unmarshal(shdr.GetCreator(), creator))
	envelope.Signature = f.sign(f.keyOf(creator.GetIdBytes()), envelope.GetPayload())
	return f.marshal(envelope)
}

// A client can add to a transaction what peers overlook. That is told, but does not make the ledger worthless.
func TestSuperfluousEndorsementIsTold(t *testing.T) {
	_, trust := small(t)
	f, at := newForger(t), find(t)
	f.change(at.put, 0, func(a *peer.ChaincodeEndorsedAction) {
		last := proto.CloneOf(a.GetEndorsements()[0])
		last.Signature = f.sign(0, []byte("something else"))
		last.Endorser = f.otherPeer(a, at.put+1)
		a.Endorsements = append(a.Endorsements, last)
	})
	f.seal(at.put, 1, 2, 3)
	report := recount(t, f.ledger(), trust)
	if c := report.Check(checkTidy); !report.OK() || c.Status != NotProven || !strings.Contains(c.Detail, fmt.Sprintf("block %d", at.put)) {
		t.Errorf("\n%s", text(report))
	}
}

// otherPeer is a peer that has not endorsed a, but endorsed the next block.
func (f *forger) otherPeer(a *peer.ChaincodeEndorsedAction, next int) (endorser []byte) {
	f.t.Helper()
	f.change(next, 0, func(next *peer.ChaincodeEndorsedAction) {
		for _, e := range next.GetEndorsements() {
			if !slices.ContainsFunc(a.GetEndorsements(), func(o *peer.Endorsement) bool {
				return bytes.Equal(o.GetEndorser(),
					e.GetEndorser())
			}) {
				endorser = e.GetEndorser()
			}
		}
	})
	return endorser
}

// liar executes a function otherwise than the endorsers did.
type liar struct{ store }

func (l liar) Execute(tx Tx, s *Simulation) (Answer, error) {
	if string(tx.Arguments[0]) == "put" {
		s.Put(string(tx.Arguments[1]), []byte("something else"))
		return Answer{Response: []byte("put")}, nil
	}
	return l.store.Execute(tx, s)
}

func TestAnotherExecutionIsNamed(t *testing.T) {
	ledger, trust := small(t)
	at, lying := find(t), replayers()
	lying["store"] = liar{}
	report, err := Ledger(t.Context(), bytes.NewReader(ledger), trust, Options{Replayers: lying})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.Check(checkReplay); c.Status != Fail || c.Block != uint64(at.put) || !strings.Contains(c.Detail, "something else") {
		t.Errorf("%+v", c)
	}
	report, err = Ledger(t.Context(), bytes.NewReader(ledger), trust, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.Check(checkReplay); c.Status != NotProven || report.OK() {
		t.Errorf("a chaincode unknown here: %+v", c)
	}
}

func TestTrustIsCompared(t *testing.T) {
	ledger, trust := small(t)
	other := func(alter func(*Trust)) Trust {
		altered := trust
		altered.Bodies = slices.Clone(trust.Bodies)
		alter(&altered)
		return altered
	}
	cases := map[string]Trust{
		"another genesis": other(func(t *Trust) { t.Genesis = strings.Repeat("0", 64) }),
		"another channel": other(func(t *Trust) { t.Channel = "other" }),
		"a body more":     other(func(t *Trust) { t.Bodies = append(t.Bodies, Body{MSPID: "OtherMSP", Roots: t.Bodies[0].Roots}) }),
		"a body fewer":    other(func(t *Trust) { t.Bodies = t.Bodies[1:] }),
		"another root":    other(func(t *Trust) { t.Bodies[0].Roots = t.Bodies[1].Roots }),
	}
	for name, altered := range cases {
		if report := recount(t, ledger, altered); report.OK() || report.Check(checkAnchor).Status != Fail {
			t.Errorf("%s:\n%s", name, text(report))
		}
	}
	if report := recount(t, ledger, Trust{}); report.OK() || report.Anchored || !strings.Contains(text(report), "UNANCHORED") {
		t.Error("a ledger without a trust file is accepted")
	}
	if _, err := Ledger(t.Context(), strings.NewReader("PK\x03\x04 something"), trust, Options{}); !errors.Is(err, ErrNotLedger) {
		t.Errorf("another file: %v", err)
	}
}
