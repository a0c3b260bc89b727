// SPDX-License-Identifier: Apache-2.0

package town

import (
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// WholeVote holds one vote of the owners of Garden from the draft to the final result, with every channel and every way in which a
// ballot is turned down. The result must be that of the rules alone on the same ballots.
func (w *Town) WholeVote() {
	w.Helper()
	w.Found().Settle(Garden)
	rules := vote.DraftRules{
		Barred: []string{"moe"}, Collision: election.Last, Kind: election.Owners, ProxyCap: 2, ProxyMustOwn: true, Revote: true,
	}
	s := NewScript(w.DraftVote("vote", rules, Question("c0"), Question("c1")), Garden)
	s.Reload()
	s.Agree("cat+dan", "cat")
	s.Online("NOT_OPEN", "ann", "ann", 50, Agree())
	s.Drilled()
	notice, err := s.Notice()
	w.OK(Must(w, notice, err))
	s.Online("NOT_OPEN", "bob", "bob", 60, Agree())
	s.Entrust("jon", "kim", election.Accepted)
	s.Entrust("jon", "ann", election.HasProxy)
	w.OK(s.Step(vote.TypeElectionOpen))
	s.Reload()
	for _, ballot := range s.early {
		w.Refused("NOT_OPEN", ballot) // once rejected, always rejected
	}
	s.castAll()
	s.finish()
}

// castAll casts every sort of ballot.
func (s *Script) castAll() {
	s.Town.Helper()
	const during = 150
	both := election.Selections{"c0": {"agree"}, "c1": {"disagree"}}
	s.Entrust("lee", "kim", election.Accepted)
	s.Entrust("ann", "kim", election.ProxyAtCap)
	s.Entrust("ivy", "moe", election.ProxyBarred)
	s.Entrust("ivy", "nan", election.ProxyNotHead) // undelivered: the developer's
	s.Entrust("ivy", "gus", election.ProxyNotHead) // a parking space is no head here
	s.Entrust("gus", "ann", election.NoSuchRight)

	s.Online("OK", "ann", "ann", during, Agree())
	s.Online("OK", "ann", "ann", during, both) // revotes
	s.Online("OK", "bob", "bob", during, Agree())
	s.OnPaper("OK", "bob", "bob", during, Disagree()) // last: the paper
	s.OnPaper("ALREADY_VOTED", "bob", "bob", during, Agree())
	s.OnPaper("OK", "hal", "hal", during, Disagree())
	s.Online("OK", "hal", "hal", during, both) // last: online
	s.Online("OK", "cat", "cat+dan", during, Agree())
	s.Online("NOT_ENTITLED", "dan", "cat+dan", during, Disagree())
	s.Online("NOT_ENTITLED", "eve", "eve+fay", during, Agree())
	s.OnPaper("NOT_ENTITLED", "fay", "eve+fay", during, Agree())
	s.Online("NOT_ENTITLED", "ann", "bob", during, Agree())
	s.Online("NO_SUCH_RIGHT", "gus", "gus", during, Agree())
	s.Town.Refused("NO_SUCH_RIGHT", s.Cast(s.Town.People["ann"], Right("nobody"), 1, Agree())) // the roll has none: nothing is kept
	s.Online("OK", community.Developer, community.Developer, during, both)
	s.Online("OK", "kim", "jon", during, Disagree()) // the proxy's; jon's own beats it
	s.Online("OK", "jon", "jon", during, Agree())
	s.Online("OK", "kim", "jon", during, Disagree())
	s.Online("OK", "kim", "lee", during, Agree()) // the proxy's stands
	s.Online("NOT_ENTITLED", "kim", "ann", during, Agree())
	s.Online("OK", "kim", "kim", during, election.Selections{})                      // blank
	s.Online("OK", "ivy", "ivy", during, election.Selections{"c0": {"perhaps"}})     // seen at the tally
	s.Online("OK", "moe", "moe", during, election.Selections{"c9": {"agree"}})       // seen at the tally
	s.Online("OK", "moe", "moe", during, election.Selections{"c1": {"abstain"}})     // and this one counts
	s.OnPaper("OK", "ivy", "ivy", during, election.Selections{"c0": {"a", "agree"}}) // too many for one seat
}

// finish closes, counts and publishes, and tries each step before its time.
func (s *Script) finish() {
	w := s.Town
	w.Helper()
	bodies := w.Constitution.Bodies
	late := s.Cast(w.People["kim"], Right("kim"), 2, Agree())
	publish := func(result string, signers ...*village.Signer) act.Signed {
		return w.Make(vote.TypeElectionPublish, vote.ElectionPublish{Election: s.ID, Result: result}, signers...)
	}
	w.Refused(vote.WrongStage, w.Make(vote.TypeElectionUnseal, vote.ElectionUnseal{Election: s.ID, Private: make([]byte, 32)},
		w.Convener()))
	w.OK(s.Step(vote.TypeElectionClose))
	s.Reload()
	w.Recorded("CLOSED", late)
	s.Note(late, "kim", "kim", election.Online, 250, Agree())
	w.Refused(vote.WrongStage, w.Make(vote.TypeProxyGrant, vote.ProxyGrant{Election: s.ID, Right: Right("ivy"), Proxy: "ann"},
		w.People["ivy"]))
	w.Refused(vote.WrongKey, w.Make(vote.TypeElectionUnseal, vote.ElectionUnseal{Election: s.ID, Private: make([]byte, 32)}, w.Convener()))
	w.Refused(vote.WrongKey, w.Make(vote.TypeElectionUnseal, vote.ElectionUnseal{Election: s.ID, Private: []byte{1}}, w.Convener()))
	w.OK(s.Unseal(bodies[3].ID), s.Unseal(bodies[1].ID))
	Fails(w, s.Tally("0"), vote.WrongStage)
	w.OK(s.Unseal(bodies[2].ID))
	s.Reload()
	Fails(w, s.Tally("zz"), contract.BadArguments)
	Fails(w, s.Tally(""), contract.BadArguments)
	Fails(w, s.Tally(vote.Whole), people.Incomplete)
	w.Refused(vote.WrongStage, publish(strings.Repeat("0", 64), w.Two()...))

	result := s.Counted()
	s.Compare(result)
	Fails(w, s.Tally("0"), vote.WrongStage)
	w.Refused("CLOSED", s.Cast(w.People["kim"], Right("kim"), 2, Disagree()))
	w.Refused(vote.WrongResult, publish(strings.Repeat("0", 64), w.Two()...))
	w.Refused(contract.TwoBodies, publish(s.On.Result, w.Convener()))
	w.Refused(vote.WrongStage, w.Make(vote.TypeElectionHear, vote.ElectionStep{Election: s.ID}, w.Convener()))
	hash, err := result.Hash()
	if Must(w, hash, err); hash != s.On.Result {
		w.Errorf("the election says %s, its result is %s", s.On.Result, hash)
	}
	s.settleObjections()
}

// settleObjections publishes the result, hears an objection, and makes the result final.
func (s *Script) settleObjections() {
	w := s.Town
	w.Helper()
	signed, err := s.Publish(s.On.Result)
	Must(w, signed, err)
	w.OK(signed)
	w.Refused(vote.WrongStage, w.Make(vote.TypeElectionFinal, vote.ElectionStep{Election: s.ID}, w.Two()...))
	objection := w.Make(vote.TypeElectionObject, vote.ElectionObject{Election: s.ID, Text: w.Constitution.Net}, w.People["ann"])
	w.OK(objection)
	hear, err := s.Hear()
	w.OK(Must(w, hear, err))
	answer, err := w.Act(people.TypeRollAnswer, people.RollAnswer{Objection: act.HashOf(objection.Text).String(),
		Answer: w.Constitution.Net}, w.Two()...)
	w.OK(Must(w, answer, err), s.Step(vote.TypeElectionFinal))
	w.Refused(vote.WrongStage, w.Make(vote.TypeElectionAnnul, vote.ElectionStep{Election: s.ID}, w.Two()...))
	w.Refused(vote.WrongStage, w.Make(vote.TypeElectionObject, vote.ElectionObject{Election: s.ID, Text: w.Constitution.Net},
		w.People["bob"]))
	if s.Reload(); s.On.Stage != election.StageFinal {
		w.Errorf("the election ends %q", s.On.Stage)
	}
}
