// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// When the ballots of a script are cast: its clock has three ticks.
const (
	opensAt  = 100
	closesAt = 200
)

// A script holds a vote on the ledger, and writes down the same vote as a case for the rules alone.
type script struct {
	*vote
	recount election.Case
	early   []act.Signed // ballots cast before the opening
	seqs    map[string]int64
}

func newScript(v *vote, units []community.Unit) *script {
	return &script{
		vote: v, seqs: map[string]int64{},
		recount: election.Case{Roll: units, OpensAt: opensAt, ClosesAt: closesAt},
	}
}

// owners reads "cat+dan".
func owners(list string) []string { return strings.Split(list, "+") }

// designate has the owners of a right agree on a voter.
func (s *script) designate(list, voter string) {
	s.w.Helper()
	body := contract.VoterDesignate{Right: right(owners(list)...), Owners: owners(list), Voter: voter}
	signers := s.w.signersOf(list)
	s.w.ok(s.w.make("voter.designate", body, signers...))
	s.recount.Designations = append(s.recount.Designations, election.Designation{Owners: owners(list), Voter: voter})
}

// grant gives a proxy; reason is why that is refused, or "".
func (s *script) grant(list, proxy string, reason election.Reason) {
	s.w.Helper()
	body := contract.ProxyGrant{Election: s.ID, Right: right(owners(list)...), Proxy: proxy}
	signed := s.w.make("proxy.grant", body, s.w.signersOf(list)...)
	if reason == election.Accepted {
		s.w.ok(signed)
	} else {
		s.w.refused(contract.ProxyRefused, signed)
		if o := s.w.check(signed)[0]; o.Message != string(reason) {
			s.w.Errorf("the grant of %s is refused by %q; want %q", list, o.Message, reason)
		}
	}
	s.recount.Proxies = append(s.recount.Proxies, election.CaseProxy{Principal: owners(list), Proxy: proxy})
}

func (s *script) note(ballot act.Signed, list, by string, channel election.Channel, at int64, chosen election.Selections) {
	s.recount.Ballots = append(s.recount.Ballots, election.CaseBallot{
		ID: act.HashOf(ballot.Text).String(), Right: owners(list), By: by, Channel: channel, At: at, Selections: chosen,
	})
}

// online has a person cast for a right at a time; code is what the ledger must say at once.
func (s *script) online(code act.Code, by, list string, at int64, chosen election.Selections) {
	s.w.Helper()
	key := by + " " + list
	ballot := s.cast(s.w.People[by], right(owners(list)...), s.seqs[key]+1, chosen)
	s.note(ballot, list, by, election.Online, at, chosen)
	if at < opensAt {
		s.early = append(s.early, ballot)
	}
	if code != contract.OK {
		s.w.recorded(code, ballot)
		return
	}
	s.seqs[key]++
	s.w.ok(ballot)
}

// onPaper has two officers key in a person's paper.
func (s *script) onPaper(code act.Code, by, list string, at int64, chosen election.Selections) {
	s.w.Helper()
	key := by + " " + list
	ballot := s.paper(by, right(owners(list)...), s.seqs[key]+1, chosen)
	s.note(ballot, list, by, election.Paper, at, chosen)
	if code != contract.OK {
		s.w.recorded(code, ballot)
		return
	}
	s.seqs[key]++
	s.w.ok(ballot)
}

// listed are the ballots that the shards' lists name as rejected, and how many of them for each reason.
func (v *vote) listed() (rejected []election.Rejection, numbers map[election.Reason]int) {
	v.w.Helper()
	numbers = map[election.Reason]int{}
	for _, shard := range v.on.ShardNames() {
		var lists contract.Lists
		if !v.w.desk.read(v.w, &lists, "tallied", v.w.ID, v.ID, shard) {
			v.w.Errorf("shard %s lists no ballots", shard)
		}
		rejected = append(rejected, append(lists.Rejected, lists.AtOnce...)...)
	}
	for _, r := range rejected {
		numbers[r.Reason]++
	}
	return rejected, numbers
}

// compare holds the ledger's result against the rules' own count of the case.
func (s *script) compare(t testing.TB, got contract.Result) election.Result {
	t.Helper()
	s.recount.Rules, s.recount.Contests = s.on.Rules, s.on.RuleContests()
	want, err := election.Run(s.recount)
	done(t, err)
	byID := func(a, b election.Rejection) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(want.Rejected, byID)
	rejected, numbers := s.listed()
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
	return want
}
