// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// Whoever prepares an opening is told what the ledger would say to it, at every step on the way there.
func TestNeeds(t *testing.T) {
	w := town.OnBook(t, "hangzhou").Found().Settle(town.TwoHomes)
	v := w.DraftVote("vote", town.Rules(), town.Question("c0"))
	bodies := w.Constitution.Bodies
	last := bodies[len(bodies)-1].ID
	agree := func(at string, lacking ...vote.NeedKind) {
		t.Helper()
		needs := needsOf(w, v.ID)
		var got []vote.NeedKind
		for _, n := range needs {
			if n.Lacking != nil && !slices.Contains(got, n.Of) {
				got = append(got, n.Of)
			}
		}
		if !slices.Equal(got, lacking) {
			t.Errorf("%s: lacking %v, want %v", at, got, lacking)
		}
		for _, without := range [][]string{{}, vote.Undrilled(needs), {last}, {"nobody"}} {
			open := w.Make("election.open", vote.ElectionOpen{Election: v.ID, Without: without}, w.Two()...)
			if told, ledger := codeOf(electionOf(w, v.ID).MayOpen(needs, without)), w.Outcomes(open)[0]; told != ledger.Code {
				t.Errorf("%s, without %v: told %s, the ledger says %s", at, without, told, town.Said(ledger))
			}
		}
	}
	agree("a draft", vote.NeedsKey, vote.NeedsDrill, vote.NeedsNotice, vote.NeedsDays, vote.NeedsOpening, vote.NeedsRest)
	opens := w.Now().Unix() + 16*day
	notice, err := w.Act("election.notice", vote.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(opens + 6*day)},
		w.Two()...)
	w.OK(town.Must(t, notice, err))
	agree("noticed", vote.NeedsKey, vote.NeedsDrill, vote.NeedsDays, vote.NeedsOpening)
	keys, err := v.Keys()
	w.OK(town.Must(t, keys, err)...)
	agree("with keys", vote.NeedsDrill, vote.NeedsDays, vote.NeedsOpening)
	w.Reach(opens - day)
	agree("after the days of notice", vote.NeedsDrill, vote.NeedsOpening)
	w.Reach(opens)
	agree("at the announced time", vote.NeedsDrill)
	tests, answers, err := v.Drill()
	town.Done(t, err)
	w.OK(tests...)
	for i, answer := range answers {
		w.OK(answer)
		if i < len(answers)-1 {
			agree("while bodies drill", vote.NeedsDrill)
		}
	}
	agree("drilled")
	for _, n := range needsOf(w, v.ID) {
		if due := map[vote.NeedKind]int64{vote.NeedsDays: opens - day, vote.NeedsOpening: opens,
			vote.NeedsRest: opens + day}[n.Of]; n.Due != due {
			t.Errorf("%s is due at %d, want %d", n.Of, n.Due, due)
		}
	}
	w.Reach(opens + day + 1)
	agree("too late", vote.NeedsRest)
}

func needsOf(w *town.Town, id string) []vote.Need {
	w.Helper()
	e := electionOf(w, id)
	keys := make([]vote.ElectionKeyOf, len(e.Bodies))
	for i, body := range e.Bodies {
		keys[i], _ = town.Read(w, vote.Keys, w.ID, id, body)
		keys[i].Body = body
	}
	return e.Needs(keys, w.Now().Unix())
}

func electionOf(w *town.Town, id string) vote.Election {
	w.Helper()
	e, _ := town.Read(w, vote.Elections, w.ID, id)
	return e
}

func codeOf(err error) act.Code {
	if err == nil {
		return "OK"
	}
	return act.CodeOf(err)
}
