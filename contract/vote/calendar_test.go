// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// A city's days are kept, and what was announced is.
func TestStepsTakenEarly(t *testing.T) {
	notice := func(v *town.Vote, opens, closes int64) act.Signed {
		v.Town.Helper()
		return v.Town.Make("election.notice", vote.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(closes)},
			v.Town.Two()...)
	}
	t.Run("a city", func(t *testing.T) {
		w := town.OnBook(t, "hangzhou").Found().Settle(town.TwoHomes)
		now := w.Now().Unix()
		v := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled()
		w.Refused(vote.BadElection, notice(v, now+16*day, now+21*day-1))
		w.Refused(vote.BadElection, notice(v, now+16*day, now+77*day))
		w.Refused(vote.BadElection, notice(v, now+16*day, now+16*day))
		w.Refused(vote.BadElection, notice(v, now+16*day, now+15*day))
		w.Refused(vote.BadElection, notice(v, now, now+5*day))
		w.OK(notice(v, now+15*day+60, now+21*day))
		w.Refused(vote.TooEarly, w.Make("election.open", vote.ElectionOpen{Election: "vote", Without: []string{}}, w.Two()...))
		if v.Reload(); v.On.Profile.NoticeDays != 15 {
			t.Errorf("notice of %d days; Hangzhou has 15", v.On.Profile.NoticeDays)
		}
	})
	t.Run("as announced", func(t *testing.T) {
		w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
		now := w.Now().Unix()
		later := w.DraftVote("later", town.Rules(), town.Question("c0")).Drilled()
		w.OK(notice(later, now+3600, now+7200))
		w.Refused(vote.TooEarly, w.Make("election.open", vote.ElectionOpen{Election: "later", Without: []string{}}, w.Two()...))
	})
}

// Two bodies of a place that asks for fifteen days' notice and five days of voting announce less, in every way there is.
func TestFewerDaysThanTheProfileAsksFor(t *testing.T) {
	w := town.OnBook(t, "hangzhou").Found().Settle(town.TwoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0"))
	now := w.Now().Unix()
	notice := func(opens, closes int64) act.Signed {
		return w.Make(vote.TypeElectionNotice, vote.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(closes)},
			w.Two()...)
	}
	for name, times := range map[string][2]int64{
		"of 1970":                             {0, 6 * day},
		"of 1970 until the end of a minute":   {now + 60 - 5*day, now + 60},
		"that opens at once":                  {now, now + 6*day},
		"of a day too few":                    {now + 14*day, now + 20*day},
		"for a minute":                        {now + 16*day, now + 16*day + 60},
		"for a second less than is asked for": {now + 16*day, now + 21*day - 1},
	} {
		t.Run(name, func(t *testing.T) { w.Under(t).Refused(vote.BadElection, notice(times[0], times[1])) })
	}
	w.OK(notice(now+16*day, now+22*day))
	w.Refused(vote.TooEarly, w.Make(vote.TypeElectionOpen, vote.ElectionOpen{Election: v.ID, Without: []string{}}, w.Two()...))
}

// Online ballots that come after the announced end are rejected; paper is keyed in until the bodies close.
func TestAfterTheEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled()
	v.Window = time.Second
	v.Open()
	w.Reach(v.On.Times["closesAt"])
	w.Recorded("CLOSED", v.Cast(w.People["ann"], town.Right("ann"), 1, town.Agree()))
	w.OK(v.Paper("ann", town.Right("ann"), 1, town.Agree()))
}

// A vote under a city's profile, second by second where a day ends: what is refused a second before is taken then.
func TestACitysCalendar(t *testing.T) {
	w := town.OnBook(t, "hangzhou").Found().Settle(town.TwoHomes)
	v, late := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled(),
		w.DraftVote("late", town.Rules(), town.Question("c0")).Drilled()
	noticed := w.Now().Unix()
	opens, closes := noticed+15*day, noticed+21*day
	for _, e := range []*town.Vote{v, late} {
		notice, err := w.Act("election.notice", vote.ElectionNotice{Election: e.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(closes)},
			w.Two()...)
		w.OK(town.Must(t, notice, err))
	}
	step := func(kind string) act.Signed {
		return w.Make(kind, vote.ElectionStep{Election: v.ID}, w.Two()...)
	}
	open := func(id string) act.Signed {
		return w.Make("election.open", vote.ElectionOpen{Election: id, Without: []string{}}, w.Two()...)
	}
	w.Reach(opens - 1)
	w.Refused(vote.TooEarly, open(v.ID))
	w.Reach(opens)
	w.OK(v.Step("election.open"))
	v.Reload()
	w.Reach(opens + day + 1) // less than the five days that a vote lasts are left
	w.Refused(vote.BadElection, open(late.ID))

	w.Reach(closes - 1)
	w.OK(v.Cast(w.People["ann"], town.Right("ann"), 1, town.Agree()))
	w.Refused(vote.TooEarly, step("election.close"))
	w.Reach(closes)
	w.Recorded("CLOSED", v.Cast(w.People["bob"], town.Right("bob"), 1, town.Agree()))
	w.OK(v.Paper("bob", town.Right("bob"), 1, town.Disagree()))
	result := v.Unsealed("owners", "residents", "street").Counted()
	if result.Counted != 2 || result.Rejected["closed"] != 1 {
		t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
	}

	publish, err := v.Publish(v.On.Result)
	w.OK(town.Must(t, publish, err))
	hear, err := v.Hear()
	w.OK(town.Must(t, hear, err))
	heard := w.Now().Unix()
	w.Reach(heard + 7*day - 1)
	w.Refused(vote.TooEarly, step("election.final"))
	w.OK(w.Make("election.object", vote.ElectionObject{Election: v.ID, Text: w.Constitution.Net}, w.People["ann"]))
	w.Reach(heard + 7*day)
	w.OK(v.Step("election.final"))
	w.Refused(vote.WrongStage, w.Make("election.object", vote.ElectionObject{Election: v.ID, Text: w.Constitution.Net}, w.People["bob"]))
}
