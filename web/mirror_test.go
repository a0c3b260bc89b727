// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// mirror is a ledger's documents in memory, written by the contract itself: what an index of a real channel would hold.
type mirror struct {
	t         *testing.T
	documents map[string]index.Document
	height    uint64
	tx        contract.Tx
}

func newMirror(t *testing.T) *mirror {
	return &mirror{t: t, documents: map[string]index.Document{}}
}

func (m *mirror) keys(prefix string) []string {
	var keys []string
	for key := range m.documents {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// state is the mirror as a transaction sees it.
type state struct{ *mirror }

func (s state) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = s.documents[key].Value
	}
	return values, nil
}

func (s state) Put(key string, value []byte) error {
	kind, attributes, _ := contract.SplitKey(key)
	s.documents[key] = index.Document{Kind: kind, Attributes: attributes, Value: value, Block: s.height, Tx: s.tx.ID}
	return nil
}

func (s state) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	for _, key := range s.keys(prefixOf(kind, attributes)) {
		entries = append(entries, contract.Entry{Key: key, Value: s.documents[key].Value})
	}
	return entries, nil
}

func prefixOf(kind string, attributes []string) string { return contract.Key(kind, attributes...) }

func (m *mirror) Get(_ context.Context, kind string, attributes ...string) (index.Document, error) {
	document, ok := m.documents[contract.Key(kind, attributes...)]
	if !ok {
		return document, index.ErrNotFound
	}
	return document, nil
}

func (m *mirror) List(_ context.Context, kind string, attributes ...string) iter.Seq2[index.Document, error] {
	return func(yield func(index.Document, error) bool) {
		for _, key := range m.keys(prefixOf(kind, attributes)) {
			if !yield(m.documents[key], nil) {
				return
			}
		}
	}
}

func (m *mirror) Count(_ context.Context, kind string, attributes ...string) (int, error) {
	return len(m.keys(prefixOf(kind, attributes))), nil
}

func (m *mirror) Height() uint64 { return m.height }

// invoke runs one transaction as a block of its own.
func (m *mirror) invoke(msp, function string, args ...string) {
	m.t.Helper()
	m.height++
	m.tx = contract.Tx{ID: "tx-" + strconv.FormatUint(m.height, 10), Time: time.Now().Unix(), MSP: msp, Admin: true}
	if _, err := contract.Invoke(state{m}, m.tx, function, args); err != nil {
		m.t.Fatalf("%s: %v", function, err)
	}
}

func (m *mirror) json(value any) string {
	m.t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(raw)
}

func (m *mirror) submit(acts []act.Signed, err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
	m.invoke("OwnersMSP", "Submit", m.json(acts))
}

func (m *mirror) one(signed act.Signed, err error) { m.t.Helper(); m.submit([]act.Signed{signed}, err) }

// estate is a community of four bodies and some homes, with an open election.
type estate struct {
	*mirror
	*village.Village
	election *village.Election
	on       contract.Election
	refused  string // number of a ballot that came too early
}

const homes = 12

func newEstate(t *testing.T) *estate {
	t.Helper()
	constitution := contract.Constitution{
		Name: "花园小区", Net: strings.Repeat("ab", 32), Profile: "rehearsal",
		RP: act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}},
		Bodies: []contract.Body{
			{ID: "owners", MSP: "OwnersMSP", Name: "业委会 owners' committee"}, {ID: "residents", MSP: "ResidentsMSP", Name: "居委会 residents' committee"},
			{ID: "property", MSP: "PropertyMSP", Name: "物业 property company"}, {ID: "street", MSP: "StreetMSP", Name: "街道办 street office"},
		},
	}
	v, err := village.New("garden", constitution)
	if err != nil {
		t.Fatal(err)
	}
	e := &estate{mirror: newMirror(t), Village: v}
	for _, body := range constitution.Bodies {
		key := v.Officers[body.ID].Key
		e.invoke(body.MSP, "Found", v.ID, e.json(constitution), e.json([]contract.OfficerKey{{ID: key.ID(), Passkey: key.Passkey()}}))
	}
	e.loadRoll()
	e.submit(v.IssueCodes())
	e.submit(v.Enrol())
	e.submit(v.Confirm())
	e.open()
	return e
}

func (e *estate) loadRoll() {
	e.t.Helper()
	var units []community.Unit
	for i := range homes {
		units = append(units, community.Unit{
			ID: "u" + strconv.Itoa(i), Kind: community.Home, Status: community.Sold, AreaDm2: int64(8000 + 100*i),
			Owners: []string{strings.Repeat(strconv.FormatInt(int64(i), 16), 32)},
		})
	}
	if err := e.SetRoll(units); err != nil {
		e.t.Fatal(err)
	}
	e.one(e.ApproveRoll(1))
	for i, chunk := range e.Roll.Chunks {
		path, err := e.Roll.Proof(uint64(i))
		if err != nil {
			e.t.Fatal(err)
		}
		e.invoke("OwnersMSP", "LoadRoll", e.ID, "1", strconv.Itoa(i), string(chunk), e.json(path))
	}
}

func (e *estate) open() {
	e.t.Helper()
	var err error
	if e.election, err = e.NewElection("2026-autumn"); err != nil {
		e.t.Fatal(err)
	}
	rules := contract.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	options := []string{election.Agree, "disagree", "abstain"}
	e.one(e.election.Create("2026年秋季业主大会 Owners' vote", 1, rules, []contract.DraftContest{
		{ID: "renew", Options: options, Seats: 1, Threshold: election.Majority, Title: "续聘物业服务企业 Renew the contract"},
		{ID: "roof", Options: options, Seats: 1, Threshold: election.ThreeQuarters, Title: "利用屋顶共有部分经营 Let the roofs"},
	}))
	e.submit(e.election.Keys())
	tests, answers, err := e.election.Drill()
	e.submit(tests, err)
	e.submit(answers, nil)
	e.one(e.election.Notice())
	e.reload()
	early, err := e.election.Cast(e.on, e.voter(0), e.Rights[0].ID, 1, agree)
	e.one(early, err)
	e.refused = act.HashOf(early.Text).String()
	e.one(e.election.Step("election.open"))
	e.reload()
}

var agree = election.Selections{"renew": {"agree"}, "roof": {"agree"}}

func (e *estate) voter(i int) *village.Signer { return e.Voter(e.Rights[i]) }

func (e *estate) reload() {
	e.t.Helper()
	raw := e.documents[contract.Key("election", e.Village.ID, e.election.ID)].Value
	e.on = contract.Election{}
	if err := json.Unmarshal(raw, &e.on); err != nil {
		e.t.Fatal(err)
	}
}

// cast casts a right's seq-th ballot and returns its hash.
func (e *estate) cast(i int, seq int64, s election.Selections) string {
	e.t.Helper()
	signed, err := e.election.Cast(e.on, e.voter(i), e.Rights[i].ID, seq, s)
	e.one(signed, err)
	return act.HashOf(signed.Text).String()
}

// count closes, opens, counts and publishes.
func (e *estate) count() {
	e.t.Helper()
	e.one(e.election.Step("election.close"))
	for _, body := range []string{"owners", "residents", "street"} {
		e.one(e.election.Unseal(body))
	}
	for _, shard := range append(e.on.ShardNames(), contract.Whole) {
		e.invoke("OwnersMSP", "Tally", e.Village.ID, e.election.ID, shard)
	}
	e.reload()
	e.one(e.election.Publish(e.on.Result))
	e.reload()
}
