// SPDX-License-Identifier: Apache-2.0

package town

import (
	"cmp"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// When the ballots of a script are cast: its clock has three ticks.
const (
	opensAt  = 100
	closesAt = 200
)

// A Script holds a vote on the ledger, and writes down the same vote as a case for the rules alone.
type Script struct {
	*Vote
	recount election.Case
	early   []act.Signed // ballots cast before the opening
	seqs    map[string]int64
}

// NewScript is a vote of the owners of these units.
func NewScript(v *Vote, units []community.Unit) *Script {
	return &Script{
		Vote: v, seqs: map[string]int64{},
		recount: election.Case{Roll: units, OpensAt: opensAt, ClosesAt: closesAt},
	}
}

// Agree has the owners of a right agree on a voter.
func (s *Script) Agree(list, voter string) {
	s.Town.Helper()
	body := vote.VoterDesignate{Right: Right(Owners(list)...), Owners: Owners(list), Voter: voter}
	signers := s.Town.SignersOf(list)
	s.Town.OK(s.Town.Make(vote.TypeVoterDesignate, body, signers...))
	s.Designation(Owners(list), voter)
}

// Designation writes down on whom the owners of a right have agreed before.
func (s *Script) Designation(owners []string, voter string) {
	s.recount.Designations = append(s.recount.Designations, election.Designation{Owners: owners, Voter: voter})
}

// Entrust gives a proxy; reason is why that is refused, or "".
func (s *Script) Entrust(list, proxy string, reason election.Reason) {
	s.Town.Helper()
	body := vote.ProxyGrant{Election: s.ID, Right: Right(Owners(list)...), Proxy: proxy}
	signed := s.Town.Make(vote.TypeProxyGrant, body, s.Town.SignersOf(list)...)
	if reason == election.Accepted {
		s.Town.OK(signed)
	} else {
		s.Town.Refused(vote.ProxyRefused, signed)
		if o := s.Town.Outcomes(signed)[0]; o.Args["of"] != string(reason) {
			s.Town.Errorf("the grant of %s: %s; want %s", list, Said(o), reason)
		}
	}
	s.recount.Proxies = append(s.recount.Proxies, election.CaseProxy{Principal: Owners(list), Proxy: proxy})
}

// Note writes a ballot of a right down.
func (s *Script) Note(ballot act.Signed, list, by string, channel election.Channel, at int64, chosen election.Selections) {
	s.recount.Ballots = append(s.recount.Ballots, election.CaseBallot{
		ID: act.HashOf(ballot.Text).String(), Right: Owners(list), By: by, Channel: channel, At: at, Selections: chosen,
	})
}

// Online has a person cast for a right at a time; code is what the ledger must say at once.
func (s *Script) Online(code act.Code, by, list string, at int64, chosen election.Selections) {
	s.Town.Helper()
	key := by + " " + list
	ballot := s.Cast(s.Town.People[by], Right(Owners(list)...), s.seqs[key]+1, chosen)
	s.Note(ballot, list, by, election.Online, at, chosen)
	if at < opensAt {
		s.early = append(s.early, ballot)
	}
	if code != contract.OK {
		s.Town.Recorded(code, ballot)
		return
	}
	s.seqs[key]++
	s.Town.OK(ballot)
}

// OnPaper has two officers key in a person's paper.
func (s *Script) OnPaper(code act.Code, by, list string, at int64, chosen election.Selections) {
	s.Town.Helper()
	key := by + " " + list
	ballot := s.Paper(by, Right(Owners(list)...), s.seqs[key]+1, chosen)
	s.Note(ballot, list, by, election.Paper, at, chosen)
	if code != contract.OK {
		s.Town.Recorded(code, ballot)
		return
	}
	s.seqs[key]++
	s.Town.OK(ballot)
}

// Listed are the ballots that the shards' lists name as rejected, and how many of them for each reason.
func (v *Vote) Listed() (rejected []election.Rejection, numbers map[election.Reason]int) {
	v.Town.Helper()
	numbers = map[election.Reason]int{}
	for _, shard := range v.On.ShardNames() {
		lists, ok := Read(v.Town, vote.Tallied, v.Town.ID, v.ID, shard)
		if !ok {
			v.Town.Errorf("shard %s lists no ballots", shard)
		}
		rejected = append(rejected, append(lists.Rejected, lists.AtOnce...)...)
	}
	for _, r := range rejected {
		numbers[r.Reason]++
	}
	return rejected, numbers
}

// Compare holds the ledger's result against the rules' own count of the case.
func (s *Script) Compare(got vote.Result) {
	t := s.Town
	t.Helper()
	s.recount.Rules, s.recount.Contests = s.On.Rules, s.On.RuleContests()
	want, err := election.Run(s.recount)
	Done(t, err)
	byID := func(a, b election.Rejection) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(want.Rejected, byID)
	rejected, numbers := s.Listed()
	slices.SortFunc(rejected, byID)
	for name, pair := range map[string][2]any{
		"total": {want.Total, got.Total}, "participating": {want.Participating, got.Took}, "quorum": {want.Quorum, got.Quorum},
		"contests": {want.Contests, got.Contests}, "rejected": {want.Rejected, rejected}, "numbers": {numbers, got.Rejected},
		"counted": {len(want.Counted), got.Counted}, "superseded": {len(want.Superseded), got.Superseded},
		"every ballot": {len(s.recount.Ballots), got.Counted + got.Superseded + got.AllRejected()},
	} {
		if diff := gocmp.Diff(pair[0], pair[1], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the ledger (+) differs from the rules' own count (-):\n%s", name, diff)
		}
	}
}
