// SPDX-License-Identifier: Apache-2.0

// Package web_test checks that the browser's library and the ledger make and read the same bytes.
//
// testdata/vectors.json is what the ledger's packages make of fixed randomness; `go test ./web -update` writes it, and
// the library's tests reproduce it. testdata/vectors.ts.json is what the library makes; `npm run vectors` writes it, and
// the tests here parse, verify and open it.
package web_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

var update = flag.Bool("update", false, "write testdata/vectors.json")

const (
	fromLedger  = "testdata/vectors.json"
	fromLibrary = "testdata/vectors.ts.json"
)

type vectors struct {
	Acts    []actVector    `json:"acts"`
	Refused []refusal      `json:"refused"`
	Keys    []keyVector    `json:"keys"`
	Seals   []sealVector   `json:"seals"`
	Drills  []drillVector  `json:"drills"`
	Ballots []ballotVector `json:"ballots"`
	Invites []inviteVector `json:"invites"`
	Rights  []rightVector  `json:"rights"`
}

type actVector struct {
	Act  act.Act `json:"act"`
	Text string  `json:"text"`
	Hash string  `json:"hash"`
}

// refusal is a text that is not an act; Code is "" for one that is.
type refusal struct {
	Name string   `json:"name"`
	Text string   `json:"text"`
	Code act.Code `json:"code"`
}

type keyVector struct {
	Seed    act.Bytes `json:"seed"`
	Private act.Bytes `json:"private"`
	Public  act.Bytes `json:"public"`
}

type params struct {
	Keys      []act.Bytes `json:"keys"`
	Threshold int         `json:"threshold"`
	Pad       int         `json:"pad"`
}

type sealVector struct {
	Params     params       `json:"params"`
	Private    []act.Bytes  `json:"private"`
	Context    seal.Context `json:"context"`
	Seed       act.Bytes    `json:"seed"`
	Selections string       `json:"selections"`
	Sealed     seal.Sealed  `json:"sealed"`
}

type drillVector struct {
	Context seal.Context `json:"context"`
	Key     keyVector    `json:"key"`
	Seed    act.Bytes    `json:"seed"` // token ‖ seed of the ephemeral key
	Drill   seal.Drill   `json:"drill"`
}

// ballotVector is a ballot's act, and what it opens to: selections, or the reason for which it is rejected.
type ballotVector struct {
	Name       string              `json:"name"`
	Election   vote.Election       `json:"election"`
	Private    []act.Bytes         `json:"private"`
	Text       string              `json:"text"`
	Selections election.Selections `json:"selections"`
	Rejected   election.Reason     `json:"rejected"`
}

type inviteVector struct {
	Code      string    `json:"code"` // hex
	Public    act.Bytes `json:"public"`
	Text      string    `json:"text"`
	Signature act.Bytes `json:"signature"`
}

type rightVector struct {
	Owners []string `json:"owners"`
	Right  string   `json:"right"`
}

func TestLedgerVectors(t *testing.T) {
	m := maker{T: t, rnd: rand.NewChaCha8([32]byte([]byte("linli vectors of the web library")))}
	got := indent(t, vectors{
		Acts: m.acts(), Refused: m.refused(), Keys: m.keys(3), Seals: m.seals(), Drills: m.drills(), Ballots: m.ballots(),
		Invites: m.invites(), Rights: m.rights(),
	})
	if *update {
		if err := os.WriteFile(fromLedger, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(fromLedger)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the ledger's packages make (-file +made); -update writes it:\n%s", fromLedger, diff)
	}
}

func indent(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	// Go releases differ in whether they escape these two.
	return []byte(strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`).Replace(b.String()))
}

// maker makes vectors of fixed randomness.
type maker struct {
	*testing.T
	rnd io.Reader
}

func (m maker) draw(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(m.rnd, b); err != nil {
		m.Fatal(err)
	}
	return b
}

func (m maker) must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

func envelope(kind string) act.Act {
	return act.Act{
		V: "1", Net: strings.Repeat("0123456789abcdef", 4), Community: "garden", Type: kind, By: "credential-0123456789",
		Seq: 7, NBF: 1900000000, Exp: 1900086400, Disp: strings.Repeat("b", 64),
	}
}

func (m maker) encode(a act.Act, body any) actVector {
	m.Helper()
	text, err := act.Encode(a, body)
	m.must(err)
	a, err = act.Parse(text, 1<<18)
	m.must(err)
	return actVector{Act: a, Text: text, Hash: act.HashOf(text).String()}
}

func (m maker) acts() []actVector {
	largest := envelope("roll.object")
	largest.Seq, largest.NBF, largest.Exp = 1<<63-1, 0, act.MaxLifetime
	texts := []string{
		"翠苑小区 <&> \u2028\u2029", "tab\tline\nreturn\r\b\f\"\\/", "\x01\x1f\x7f", "e\u0301 is é", "\U0001F3E1\U00020BB7", "ﬀ",
		"", " ", "\ufeff", "\ue000", "ဦ", "각", "\u212b\u2126",
	}
	names := map[string]any{"10": "b", "9": "a", "é": "c", "😀": "d", "\ue000": "e", "": "f",
		"a": map[string]any{"z": []any{true, false}, "B": []string{}}, "__proto__": "g"}
	return []actVector{
		m.encode(envelope("election.create"), map[string]any{"title": texts[0], "all": texts, "names": names}),
		m.encode(largest, people.RollObject{Text: strings.Repeat("c", 64), Version: 1<<63 - 1}),
		m.encode(envelope("proxy.grant"), vote.ProxyGrant{Election: "2030-budget", Proxy: "p", Right: strings.Repeat("d", 32)}),
		m.encode(envelope("roll.answer"), people.RollAnswer{Accepted: true, Answer: "", Objection: "x"}),
		m.encode(envelope("election.hear"), struct{}{}),
	}
}

func (m maker) refused() []refusal {
	good := m.encode(envelope("ballot.cast"), map[string]string{"x": "y"}).Text
	edit := func(old, by string) string {
		if !strings.Contains(good, old) {
			m.Fatalf("nothing to change: %s", old)
		}
		return strings.Replace(good, old, by, 1)
	}
	cases := []refusal{
		{Name: "good", Text: good},
		{Name: "empty", Text: ""},
		{Name: "byte order mark", Text: "\ufeff" + good},
		{Name: "two documents", Text: good + good},
		{Name: "a raw control character", Text: edit(`"y"`, "\"\x01\"")},
		{Name: "space", Text: edit(`,"by"`, ` ,"by"`)},
		{Name: "line break at the end", Text: good + "\n"},
		{Name: "escaped letter", Text: edit(`"y"`, `"\u0079"`)},
		{Name: "escaped slash", Text: edit(`"y"`, `"\/"`)},
		{Name: "escape in capitals", Text: edit(`"y"`, `"\u001F"`)},
		{Name: "escape in small letters", Text: edit(`"y"`, `"\u001f"`)},
		{Name: "lone surrogate", Text: edit(`"y"`, `"\ud800"`)},
		{Name: "repeated member", Text: edit(`"v":"1"`, `"v":"1","v":"1"`)},
		{Name: "repeated member in the body", Text: edit(`"x":"y"`, `"x":"y","x":"z"`)},
		{Name: "order", Text: edit(`"v":"1"`, `"a":"1"`)},
		{Name: "not NFC", Text: edit(`"y"`, "\"e\u0301\"")},
		{Name: "name not NFC", Text: edit(`"x"`, "\"e\u0301\"")},
		{Name: "combining mark after an escape", Text: edit(`"y"`, "\"\\n\u0301\"")},
		{Name: "combining mark after a quote", Text: edit(`"y"`, "\"\u0301\"")},
		{Name: "U+0000", Text: edit(`"y"`, `"\u0000"`)},
		{Name: "U+10FFFF", Text: edit(`"y"`, "\"\U0010ffff\"")},
		{Name: "U+10FFFF in a name", Text: edit(`"x"`, "\"\U0010ffff\"")},
		{Name: "number", Text: edit(`"seq":"7"`, `"seq":7`)},
		{Name: "number in the body", Text: edit(`"y"`, `1`)},
		{Name: "null", Text: edit(`"y"`, `null`)},
		{Name: "boolean in the body", Text: edit(`"y"`, `true`)},
		{Name: "unknown member", Text: edit(`"v":"1"`, `"v":"1","w":"1"`)},
		{Name: "missing member", Text: edit(`"net":"`+strings.Repeat("0123456789abcdef", 4)+`",`, ``)},
		{Name: "version", Text: edit(`"v":"1"`, `"v":"2"`)},
		{Name: "zero before a number", Text: edit(`"seq":"7"`, `"seq":"07"`)},
		{Name: "digit of another script", Text: edit(`"seq":"7"`, `"seq":"７"`)},
		{Name: "number below one", Text: edit(`"seq":"7"`, `"seq":"0"`)},
		{Name: "number past 63 bits", Text: edit(`"seq":"7"`, `"seq":"9223372036854775808"`)},
		{Name: "largest number", Text: edit(`"seq":"7"`, `"seq":"9223372036854775807"`)},
		{Name: "ends before it begins", Text: edit(`"exp":"1900086400"`, `"exp":"1899999999"`)},
		{Name: "ends as it begins", Text: edit(`"exp":"1900086400"`, `"exp":"1900000000"`)},
		{Name: "a second too long", Text: edit(`"exp":"1900086400"`, `"exp":"1931622401"`)},
		{Name: "as long as allowed", Text: edit(`"exp":"1900086400"`, `"exp":"1931622400"`)},
		{Name: "body is text", Text: edit(`{"x":"y"}`, `"x"`)},
		{Name: "body is an array", Text: edit(`{"x":"y"}`, `[]`)},
		{Name: "net", Text: edit("0123456789abcdef", "0123456789ABCDEF")},
		{Name: "disp", Text: edit(strings.Repeat("b", 64), strings.Repeat("b", 63))},
		{Name: "community", Text: edit(`"garden"`, `"-garden"`)},
		{Name: "type", Text: edit(`"ballot.cast"`, `"ballot"`)},
		{Name: "by", Text: edit(`"credential-0123456789"`, `"a b"`)},
		{Name: "an array", Text: "[" + good + "]"},
		{Name: "a text", Text: `"x"`},
	}
	for i := range cases {
		_, err := act.Parse(cases[i].Text, 1<<18)
		cases[i].Code = act.CodeOf(err)
	}
	return cases
}

func (m maker) key() keyVector {
	seed := m.draw(32)
	private, err := seal.NewKey(bytes.NewReader(seed))
	m.must(err)
	_, public, err := seal.KeyOf(private)
	m.must(err)
	return keyVector{Seed: seed, Private: private, Public: public}
}

func (m maker) keys(n int) []keyVector {
	keys := make([]keyVector, n)
	for i := range keys {
		keys[i] = m.key()
	}
	return keys
}

func split(keys []keyVector) (private, public []act.Bytes) {
	for _, k := range keys {
		private, public = append(private, k.Private), append(public, k.Public)
	}
	return private, public
}

var sealContext = seal.Context{
	Community: "garden", Election: "2030-budget", Net: strings.Repeat("0123456789abcdef", 4), Right: strings.Repeat("d", 32), Seq: 7,
}

func (m maker) seals() []sealVector {
	var all []sealVector
	for _, c := range []struct {
		n, t, pad  int
		selections string
	}{
		{4, 3, 64, `{"c0":"agree"}`}, {2, 2, 64, `{}`}, {3, 2, 128, `{"议题":["甲","乙"]}`}, {7, 4, 64, strings.Repeat("x", 64)},
		{1, 1, 0, ""}, {4, 4, 4096, strings.Repeat("长", 1000)},
	} {
		private, public := split(m.keys(c.n))
		p := params{Keys: public, Threshold: c.t, Pad: c.pad}
		seed := m.draw(64)
		sealed, err := seal.Params(p).Seal(bytes.NewReader(seed), sealContext, []byte(c.selections))
		m.must(err)
		all = append(all, sealVector{Params: p, Private: private, Context: sealContext, Seed: seed, Selections: c.selections,
			Sealed: sealed})
	}
	return all
}

func (m maker) drills() []drillVector {
	key, seed := m.key(), m.draw(64)
	ctx := vote.DrillContext(sealContext.Net, "garden", "2030-budget", "street", 3)
	drill, err := seal.NewDrill(bytes.NewReader(seed), key.Public, ctx)
	m.must(err)
	return []drillVector{{Context: ctx, Key: key, Seed: seed, Drill: drill}}
}

// ballots are one good ballot, and one for each reason to reject a ballot when it is opened.
func (m maker) ballots() []ballotVector {
	private, public := split(m.keys(4))
	_, others := split(m.keys(4))
	e := vote.Election{
		ID: "2030-budget", Title: "预算 <2030>", Keys: public, Needed: 3, Pad: 64,
		Bodies: []string{"owners", "residents", "property", "street"},
		Contests: []vote.Contest{
			{Title: "预算", Contest: election.Contest{ID: "budget", Options: []string{"agree", "disagree"}, Threshold: election.Majority}},
			{Title: "委员", Contest: election.Contest{ID: "seats", Options: []string{"甲", "乙", "丙"}, Seats: 2}},
		},
	}
	right := strings.Repeat("d", 32)
	a := envelope("ballot.cast")
	sealed := func(p seal.Params, ctx seal.Context, selections string) seal.Sealed {
		s, err := p.Seal(m.rnd, ctx, []byte(selections))
		m.must(err)
		return s
	}
	ctx := vote.BallotContext(a, e.ID, right)
	closed := func(selections string) seal.Sealed { return sealed(e.Seal(), ctx, selections) }
	const good = `{"budget":"agree","seats":["甲","丙"]}`
	elsewhere := ctx
	elsewhere.Seq++
	stranger := e.Seal()
	stranger.Keys = others
	another := closed(good)
	with := func(change func(*seal.Sealed)) seal.Sealed {
		s := closed(good)
		change(&s)
		return s
	}
	var all []ballotVector
	for _, c := range []struct {
		name   string
		sealed seal.Sealed
	}{
		{"good", closed(good)},
		{"blank", closed(`{}`)},
		{"one contest blank", closed(`{"budget":[],"seats":"乙"}`)},
		{"for another number", sealed(e.Seal(), elsewhere, good)},
		{"to other keys", sealed(stranger, ctx, good)},
		{"the last share of another ballot", with(func(s *seal.Sealed) { s.Shares[3] = another.Shares[3] })},
		{"a share of another ballot", with(func(s *seal.Sealed) { s.Shares[0] = another.Shares[0] })},
		{"content of another ballot", with(func(s *seal.Sealed) { s.Content = another.Content })},
		{"commitment of another ballot", with(func(s *seal.Sealed) { s.Commitment = another.Commitment })},
		{"a share missing", with(func(s *seal.Sealed) { s.Shares = s.Shares[:3] })},
		{"a byte too long", with(func(s *seal.Sealed) { s.Content = append(s.Content, 0) })},
		{"no such contest", closed(`{"park":"agree"}`)},
		{"no such option", closed(`{"budget":"abstain"}`)},
		{"too many options", closed(`{"seats":["甲","乙","丙"]}`)},
		{"an option twice", closed(`{"seats":["甲","甲"]}`)},
		{"one option as an array", closed(`{"budget":["agree"]}`)},
		{"space in the selections", closed(`{"budget": "agree"}`)},
		{"order of the selections", closed(`{"seats":"甲","budget":"agree"}`)},
		{"a number", closed(`{"budget":1}`)},
		{"not JSON", closed(`agree`)},
		{"not text", closed("\xff")},
	} {
		text := m.encode(a, vote.BallotCast{Election: e.ID, Right: right, Sealed: c.sealed}).Text
		v := ballotVector{Name: c.name, Election: e, Private: private, Text: text}
		v.Selections, v.Rejected = openBallot(m.T, e, private, text)
		all = append(all, v)
	}
	return all
}

func openBallot(t *testing.T, e vote.Election, private []act.Bytes, text string) (election.Selections, election.Reason) {
	t.Helper()
	var keys []seal.PrivateKey
	for _, raw := range private {
		key, _, err := seal.KeyOf(raw)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	opened, err := e.Opener(keys).Open(text)
	if err != nil {
		t.Fatal(err)
	}
	selections, reason := opened.Selections, opened.Reason
	if reason != election.Accepted {
		selections = nil
	}
	return selections, reason
}

func (m maker) invites() []inviteVector {
	var all []inviteVector
	for _, text := range []string{"{}", "翠苑"} {
		code := act.InviteCode(m.draw(16))
		all = append(all, inviteVector{
			Code: hex.EncodeToString(code[:]), Public: code.Public(), Text: text, Signature: code.Sign(text).Sig,
		})
	}
	return all
}

func (m maker) rights() []rightVector {
	var all []rightVector
	for _, owners := range [][]string{{"developer"}, {"b", "a"}, {"3f", "3F", "0", "z", "A"}, {}} {
		all = append(all, rightVector{Owners: owners, Right: community.RightID(owners)})
	}
	return all
}
