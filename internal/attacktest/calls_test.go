// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
)

// batchOf is the argument of Submit.
func batchOf(t *testing.T, acts ...act.Signed) string {
	t.Helper()
	raw, err := json.Marshal(acts)
	return string(must(t, raw, err))
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := contract.Pack([]byte(text))
	return must(t, raw, err)
}

// A client writes a call otherwise than Linli's do. No body endorses it, so that there is nothing that chaincode and those who
// read the block could read in two ways; a ballot in such a call can be cast as if nothing had been.
func TestCallsThatAreNotCanonicalAreRefused(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "calls", "a")
	e, on := open(t, l, v)
	client := userOf(t, l, "residents", network.Client)
	ballot := yes(t, e, on, v.Rights[0], 1)
	batch := batchOf(t, ballot)
	submit := func(change func(*draft)) *draft {
		d := newDraft(client, "Submit", batch)
		change(d)
		return d
	}
	closing, err := e.Step(vote.TypeElectionClose) // the ledger keeps the time of it
	done(t, err)
	closed := func(nanos int32) *draft {
		d := newDraft(client, "Submit", batchOf(t, closing))
		d.channel.GetTimestamp().Nanos = nanos
		return d
	}
	argument := func(i int, to []byte) func(*draft) {
		return func(d *draft) { d.spec.GetChaincodeSpec().GetInput().GetArgs()[i] = to }
	}
	for name, d := range map[string]*draft{
		"the function in another case":     newDraft(client, "submit", batch),
		"the contract's name before it":    newDraft(client, "linli:Submit", batch),
		"the function's name packed":       submit(argument(0, packed(t, "Submit"))),
		"an argument too many":             newDraft(client, "Submit", batch, "x"),
		"an argument too many, of a probe": newDraft(client, "Probe", "x"),
		"an argument too few":              newDraft(client, "Submit"),
		"no function":                      submit(func(d *draft) { d.spec.GetChaincodeSpec().GetInput().Args = nil }),
		"another function's argument packed": newDraft(userOf(t, l, "owners", network.Admin), "RevokeOfficer", v.ID,
			string(packed(t, v.Officers["owners"].Key.ID()))),
		"a packed batch inside a packed batch": submit(argument(1, packed(t, string(packed(t, batch))))),
		"the generator's own function":         newDraft(client, "org.hyperledger.fabric:GetMetadata"),
		"more than a second of nanoseconds":    closed(1_000_000_000),
		"nanoseconds below zero":               closed(-1),
		"no time":                              submit(func(d *draft) { d.channel.Timestamp = nil }),
		"an odd channel header":                submit(func(d *draft) { odd(d.channel) }),
		"an odd time":                          submit(func(d *draft) { odd(d.channel.GetTimestamp()) }),
		"an odd header extension":              submit(func(d *draft) { odd(d.extension) }),
		"an odd chaincode id in it":            submit(func(d *draft) { odd(d.extension.GetChaincodeId()) }),
		"an odd signature header":              submit(func(d *draft) { odd(d.signature) }),
		"an odd input":                         submit(func(d *draft) { odd(d.spec) }),
		"an odd specification in it":           submit(func(d *draft) { odd(d.spec.GetChaincodeSpec()) }),
		"an odd list of arguments":             submit(func(d *draft) { odd(d.spec.GetChaincodeSpec().GetInput()) }),
		"a call to initialise":                 submit(func(d *draft) { d.spec.GetChaincodeSpec().GetInput().IsInit = true }),
		"a decorated call":                     submit(func(d *draft) { d.spec.GetChaincodeSpec().GetInput().Decorations = map[string][]byte{"x": nil} }),
		"an epoch":                             submit(func(d *draft) { d.channel.Epoch = 1 }),
		"a nonce of another length":            submit(func(d *draft) { d.signature.Nonce = append(d.signature.GetNonce(), 0) }),
		"a creator with something before it":   submit(func(d *draft) { d.signature.Creator = creator(client.identity, "x\n", "") }),
		"a creator with something after it":    submit(func(d *draft) { d.signature.Creator = creator(client.identity, "", "x") }),
	} {
		t.Run(name, func(t *testing.T) {
			signed := d.signed()
			for _, body := range l.Network.Bodies() {
				if _, err := endorse(t.Context(), l, body.ID, signed); err == nil {
					t.Errorf("%s endorses it", body.ID)
				}
			}
			if t.Failed() {
				t.Logf("in a block it is %s", endorsed(t, l, d).send(t, l).Code) // the recount will tell what that means
			}
		})
	}
	follow(t, l).saw(t, l, v, e, v.Rights[0].ID, 0)
	done(t, l.Must(t.Context(), ballot))
	follow(t, l).saw(t, l, v, e, v.Rights[0].ID, 1)
}

// creator is an identity whose certificate has text before and after it, which Fabric skips.
func creator(id *msp.SerializedIdentity, before, after string) []byte {
	return bytesOf(&msp.SerializedIdentity{Mspid: id.GetMspid(), IdBytes: slices.Concat([]byte(before), id.GetIdBytes(), []byte(after))})
}

// A client writes what chaincode never sees, around an endorsed call, otherwise than Linli's do; or something in the call that
// says nothing. Peers accept it: so must the recount, and everybody has to read the same act in it.
func TestOddTransactionsAreReadAsWhatTheyDo(t *testing.T) {
	oddly(t, map[string]oddity{
		"an odd proposal":                {draft: func(d *draft) { odd(d.proposal) }},
		"an odd header of the proposal":  {draft: func(d *draft) { odd(d.header) }},
		"an odd payload of the proposal": {draft: func(d *draft) { odd(d.payload) }},
		"private data":                   {draft: func(d *draft) { d.payload.TransientMap = map[string][]byte{"x": []byte("y")} }},
		"another version of the header":  {draft: func(d *draft) { d.channel.Version = -7 }},
		"the hash of a TLS certificate":  {draft: func(d *draft) { d.channel.TlsCertHash = []byte("x") }},
		"another language of chaincode":  {draft: func(d *draft) { d.spec.GetChaincodeSpec().Type = peer.ChaincodeSpec_JAVA }},
		"a time limit":                   {draft: func(d *draft) { d.spec.GetChaincodeSpec().Timeout = -1 }},
		"another chaincode in the input": {draft: func(d *draft) { d.spec.GetChaincodeSpec().GetChaincodeId().Name = "other" }},
		"a version and a path of chaincode": {draft: func(d *draft) {
			d.extension.GetChaincodeId().Version,
				d.extension.GetChaincodeId().Path = "9", "x"
		}},
		"half a second": {draft: func(d *draft) { d.channel.GetTimestamp().Nanos = 999_999_999 }},

		"an odd payload":                     {sent: func(s *sent) { odd(s.payload) }},
		"an odd header":                      {sent: func(s *sent) { odd(s.payload.GetHeader()) }},
		"an odd signature header around":     {sent: func(s *sent) { s.signature = append(slices.Clone(s.signature), 0xfa, 0x3e, 1, 'x') }},
		"a nonce given twice":                {sent: func(s *sent) { s.signature = append([]byte{0x12, 1, 'x'}, s.signature...) }},
		"an odd transaction":                 {sent: func(s *sent) { odd(s.tx) }},
		"an odd action":                      {sent: func(s *sent) { odd(s.action) }},
		"an odd payload of the action":       {sent: func(s *sent) { odd(s.call) }},
		"an odd endorsed action":             {sent: func(s *sent) { odd(s.call.GetAction()) }},
		"an odd endorsement":                 {sent: func(s *sent) { odd(s.call.GetAction().GetEndorsements()[0]) }},
		"an endorsement twice":               {sent: func(s *sent) { twice(s.call.GetAction()) }},
		"an endorsement that is none":        {sent: func(s *sent) { spoilt(s.call.GetAction()) }},
		"a header's tail in the next header": {draft: func(d *draft) { d.channel.TlsCertHash = []byte("tail") }, sent: moveTail},
		"the nonce before the creator":       {sent: func(s *sent) { s.signature = reversed(s.signature) }},
		"an odd envelope around all":         {sent: func(s *sent) { odd(s.envelope) }},
	})
}

// oddity changes the parts of a proposal, and of its transaction.
type oddity struct {
	draft func(*draft)
	sent  func(*sent)
}

func oddly(t *testing.T, oddities map[string]oddity) {
	t.Helper()
	l := connect(t)
	v := settle(t, l, "odd", "a")
	e, on := open(t, l, v)
	client := userOf(t, l, "residents", network.Client)
	cast := 0
	for name, o := range oddities {
		t.Run(name, func(t *testing.T) {
			cast++
			d := newDraft(client, "Submit", batchOf(t, yes(t, e, on, v.Rights[0], int64(cast))))
			if o.draft != nil {
				o.draft(d)
			}
			s := endorsed(t, l, d)
			if o.sent != nil {
				o.sent(s)
			}
			if commit := s.send(t, l); commit.Code != peer.TxValidationCode_VALID {
				t.Errorf("it is %s", commit.Code)
			}
		})
	}
	follow(t, l).saw(t, l, v, e, v.Rights[0].ID, cast)
}

func twice(a *peer.ChaincodeEndorsedAction) {
	a.Endorsements = append(a.Endorsements, a.GetEndorsements()[0])
}

func spoilt(a *peer.ChaincodeEndorsedAction) {
	bad := proto.CloneOf(a.GetEndorsements()[0])
	bad.Signature = bad.GetSignature()[:len(bad.GetSignature())-1]
	a.Endorsements = append(a.Endorsements, bad)
}

// moveTail cuts the last field off the channel header, and puts it before the signature header of the action: what
// endorsers signed is the same.
func moveTail(s *sent) {
	tail := protowire.AppendBytes(protowire.AppendTag(nil, 8, protowire.BytesType), []byte("tail"))
	if !strings.HasSuffix(string(s.channel), string(tail)) {
		panic("the channel header does not end as expected")
	}
	s.channel = s.channel[:len(s.channel)-len(tail)]
	s.action.Header = slices.Concat(tail, s.action.GetHeader())
}

// reversed writes the nonce before the creator.
func reversed(signatureHeader []byte) []byte {
	var h common.SignatureHeader
	if err := proto.Unmarshal(signatureHeader, &h); err != nil {
		panic(err)
	}
	return append(bytesOf(&common.SignatureHeader{Nonce: h.GetNonce()}), bytesOf(&common.SignatureHeader{Creator: h.GetCreator()})...)
}

// A body's administrator signs a proposal whose creator holds, in a field that nobody reads, another user of the body, and
// that user sends the transaction: its id is the hash of nonce and creator without a mark between them, so that the
// nonce can end, and the creator begin, later. Chaincode would see an administrator, the recount somebody who is none.
func TestOneUserProposesAndAnotherSends(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "twousers", "a")
	body := v.Constitution.Bodies[1].ID
	admin, client := userOf(t, l, body, network.Admin), userOf(t, l, body, network.Client)
	inner := bytesOf(client.identity)
	before := append(bytesOf(admin.identity), protowire.AppendVarint(protowire.AppendTag(nil, 1007, protowire.BytesType),
		uint64(len(inner)))...)
	d := newDraft(admin, "RevokeOfficer", v.ID, v.Officers[body].Key.ID())
	d.signature.Creator = append(slices.Clone(before), inner...)
	signed := d.signed()
	if _, err := endorse(t.Context(), l, body, signed); err != nil {
		if !strings.Contains(err.Error(), string(contract.BadArguments)) {
			t.Errorf("refused, but not for how it is written: %v", err)
		}
		return
	}
	t.Error("the proposal is endorsed")
	s := endorsed(t, l, d)
	s.by = client
	s.signature = bytesOf(&common.SignatureHeader{Nonce: append(slices.Clone(d.signature.GetNonce()), before...), Creator: inner})
	t.Logf("the transaction is %s", s.send(t, l).Code)
}

// Two actions in one transaction have no effect, and nobody reads them.
func TestTwoActionsInOneTransactionHaveNoEffect(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "twoactions", "a")
	e, on := open(t, l, v)
	s := endorsed(t, l, newDraft(userOf(t, l, "residents", network.Client), "Submit", batchOf(t, yes(t, e, on, v.Rights[0], 1))))
	s.tx.Actions = append(s.tx.Actions, s.action)
	if commit := s.send(t, l); commit.Code == peer.TxValidationCode_VALID {
		t.Errorf("it is %s", commit.Code)
	}
	follow(t, l).saw(t, l, v, e, v.Rights[0].ID, 0)
}

// mirror is a read model that has followed the ledger.
type mirror struct{ *index.Index }

func follow(t *testing.T, l *village.Ledger) mirror {
	t.Helper()
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	must(t, x, err)
	t.Cleanup(func() { x.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- ledger.Project(ctx, l.Client, slog.New(slog.DiscardHandler), x) }()
	height, err := l.Client.Height(t.Context())
	done(t, err)
	done(t, x.Await(t.Context(), height-1))
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) && err != nil {
		t.Error(err)
	}
	return mirror{x}
}

// saw fails unless the mirror has every act that the ledger keeps of a community, as its signers wrote it, and this many
// ballots of a right.
func (m mirror) saw(t *testing.T, l *village.Ledger, v *village.Village, e *village.Election, right string, ballots int) {
	t.Helper()
	for item, err := range l.Client.List(t.Context(), contract.Acts, v.ID) {
		done(t, err)
		if a, err := m.Act(t.Context(), item.Attributes[1]); err != nil || a.Type == "" {
			t.Errorf("the mirror does not know what act %s is: %+v, %v", item.Attributes[1], a, err)
		}
	}
	cast, err := m.ActsAbout(t.Context(), v.ID, vote.About(e.ID, right), vote.TypeBallotCast)
	if must(t, cast, err); len(cast) != ballots {
		t.Errorf("the mirror saw %d ballots, not %d", len(cast), ballots)
	}
}
