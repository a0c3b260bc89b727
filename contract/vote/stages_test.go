// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// steps are the acts that only move an election on, with a body that fits them.
func steps(v *town.Vote) map[string]act.Signed {
	v.Town.Helper()
	w := v.Town
	all := map[string]act.Signed{
		"election.hear": w.Make("election.hear", vote.ElectionStep{Election: v.ID}, w.Convener()),
		"election.unseal": w.Make("election.unseal", vote.ElectionUnseal{Election: v.ID, Private: make([]byte, 32)},
			w.Convener()),
		"election.publish": w.Make("election.publish", vote.ElectionPublish{Election: v.ID}, w.Two()...),
		"election.notice":  w.Make("election.notice", vote.ElectionNotice{Election: v.ID, OpensAt: 1, ClosesAt: 2}, w.Two()...),
	}
	all["election.open"] = w.Make("election.open", vote.ElectionOpen{Election: v.ID, Without: []string{}}, w.Two()...)
	for _, kind := range []string{"election.close", "election.final", "election.annul"} {
		all[kind] = w.Make(kind, vote.ElectionStep{Election: v.ID}, w.Two()...)
	}
	return all
}

// outOfOrder demands that every step but those allowed is refused at this stage.
func outOfOrder(v *town.Vote, allowed ...string) {
	v.Town.Helper()
	for kind, step := range steps(v) {
		if o := v.Town.Outcomes(step)[0]; !slices.Contains(allowed, kind) && o.Code != vote.WrongStage {
			v.Town.Errorf("%s: %s; want %s", kind, town.Said(o), vote.WrongStage)
		}
	}
	if !slices.Contains(allowed, "tally") {
		town.Fails(v.Town, v.Tally("0"), vote.WrongStage)
	}
}

func TestStagesHaveOneOrder(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0"))
	outOfOrder(v, "election.notice", "election.annul")
	notice, err := v.Notice()
	w.OK(town.Must(t, notice, err))
	outOfOrder(v, "election.open", "election.annul")
	v.Drilled()
	w.OK(v.Step("election.open"))
	outOfOrder(v, "election.close", "election.annul")
	w.Refused(vote.WrongStage, w.Make("election.key", vote.ElectionKey{Election: "vote", Public: make([]byte, 32)}, w.Convener()))
	w.Refused(vote.WrongStage, w.Make("election.test", vote.ElectionTest{Election: "vote", Drills: []vote.BodyDrill{}}, w.Convener()))
	v.Unsealed()
	outOfOrder(v, "election.unseal", "election.annul")
	w.OK(v.Unseal("owners"), v.Unseal("street"), v.Unseal("property"))
	outOfOrder(v.Reload(), "tally", "election.annul")
	v.Counted()
	outOfOrder(v, "election.publish", "election.annul")
	publish, err := v.Publish(v.On.Result)
	w.OK(town.Must(t, publish, err))
	outOfOrder(v, "election.hear", "election.annul")
	hear, err := v.Hear()
	w.OK(town.Must(t, hear, err))
	outOfOrder(v, "election.final", "election.annul")
	w.OK(v.Step("election.final"))
	outOfOrder(v)
}

// An election can be annulled from any stage but the last, and nothing follows.
func TestAnnul(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	draft := w.DraftVote("draft", town.Rules(), town.Question("c0"))
	opened := w.OpenVote("opened", town.Rules())
	ballot := opened.Cast(w.People["ann"], town.Right("ann"), 1, town.Agree())
	closed := w.OpenVote("closed", town.Rules()).Unsealed("owners")
	for _, v := range []*town.Vote{draft, opened, closed} {
		w.OK(v.Step("election.annul"))
		outOfOrder(v)
	}
	w.Refused("CLOSED", ballot)
}
