// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/town"
)

// A city's days are kept, and what was announced is.
func TestStepsTakenEarly(t *testing.T) {
	notice := func(v *town.Vote, opens, closes int64) act.Signed {
		v.Town.Helper()
		return v.Town.Make("election.notice", contract.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(closes)}, v.Town.Two()...)
	}
	t.Run("a city", func(t *testing.T) {
		w := town.OnBook(t, "hangzhou").Found().Settle(twoHomes)
		now := w.Now().Unix()
		v := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled()
		w.Refused(contract.BadElection, notice(v, now+16*day, now+21*day-1))
		w.Refused(contract.BadElection, notice(v, now+16*day, now+77*day))
		w.Refused(contract.BadElection, notice(v, now+16*day, now+16*day))
		w.Refused(contract.BadElection, notice(v, now+16*day, now+15*day))
		w.Refused(contract.BadElection, notice(v, now, now+5*day))
		w.OK(notice(v, now+15*day+60, now+21*day))
		w.Refused(contract.TooEarly, w.Make("election.open", contract.ElectionOpen{Election: "vote", Without: []string{}}, w.Two()...))
		if v.Reload(); v.On.Timing.NoticeDays != 15 {
			t.Errorf("notice of %d days; Hangzhou has 15", v.On.Timing.NoticeDays)
		}
	})
	t.Run("as announced", func(t *testing.T) {
		w := town.OnBook(t, "rehearsal").Found().Settle(twoHomes)
		now := w.Now().Unix()
		later := w.DraftVote("later", town.Rules(), town.Question("c0")).Drilled()
		w.OK(notice(later, now+3600, now+7200))
		w.Refused(contract.TooEarly, w.Make("election.open", contract.ElectionOpen{Election: "later", Without: []string{}}, w.Two()...))
	})
}

// Online ballots that come after the announced end are rejected; paper is keyed in until the bodies close.
func TestAfterTheEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(twoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled()
	v.Window = time.Second
	v.Open()
	w.Reach(v.On.Times["closesAt"])
	w.Recorded("CLOSED", v.Cast(w.People["ann"], town.Right("ann"), 1, town.Agree()))
	w.OK(v.Paper("ann", town.Right("ann"), 1, town.Agree()))
}
