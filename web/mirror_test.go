// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// mirror is the mirror of a ledger that the contract itself writes.
type mirror struct {
	*index.Index
	village.Book
	t *testing.T
}

func newMirror(t *testing.T) *mirror {
	t.Helper()
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	m := &mirror{Index: x, t: t}
	m.Handle = func(b ledger.Block) error { return x.Apply(t.Context(), b) }
	return m
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *mirror) submit(acts []act.Signed, err error) { m.t.Helper(); must(m.t, m.Submit(acts, err)) }

func (m *mirror) one(signed act.Signed, err error) { m.t.Helper(); m.submit([]act.Signed{signed}, err) }

// estate is a community of four bodies and some homes, with an open election.
type estate struct {
	*mirror
	*village.Village
	election *village.Election
	on       vote.Election
	refused  string // number of a ballot that came too early
}

const homes = 12

func newEstate(t *testing.T) *estate {
	t.Helper()
	v, err := village.New("garden", village.Garden())
	must(t, err)
	e := &estate{mirror: newMirror(t), Village: v}
	must(t, e.Found(v))
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
	must(e.t, e.SetRoll(units))
	must(e.t, e.LoadRoll(e.Village, 1))
}

func (e *estate) open() {
	e.t.Helper()
	var err error
	e.election, err = e.NewElection("2026-autumn")
	must(e.t, err)
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	options := []string{election.Agree, "disagree", "abstain"}
	e.one(e.election.Create("2026年秋季业主大会 Owners' vote", 1, rules, []vote.DraftContest{
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
	var err error
	e.on, err = index.Read(e.t.Context(), e.Index, vote.Elections, e.Village.ID, e.election.ID)
	must(e.t, err)
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
	must(e.t, e.CountElection(e.Village.ID, e.election.ID))
	e.reload()
	e.one(e.election.Publish(e.on.Result))
	e.reload()
}
