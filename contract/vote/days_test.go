// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

const day = int64(24 * 60 * 60)

// A hall is a vote under a profile, in whatever order and at whatever times its officers try its steps.
type hall struct {
	*rapid.T
	now    int64
	book   *village.Book
	vote   *village.Election
	timing election.Timing
}

var profiles = []string{"hangzhou", "beijing", "ningbo", "weifang", "rehearsal"}

func newHall(t *rapid.T) *hall {
	profile, err := election.FirstProfiles().Of(rapid.SampledFrom(profiles).Draw(t, "profile"))
	must(t, err)
	h := &hall{T: t, now: time.Now().Unix(), timing: profile.Timing}
	h.book = &village.Book{Now: func() time.Time { return time.Unix(h.now, 0) }}
	constitution := village.Garden()
	constitution.Profile = profile.ID
	v, err := village.New("garden", constitution)
	must(t, err)
	must(t, h.book.Found(v))
	must(t, v.SetRoll([]community.Unit{{ID: "1", Kind: community.Home, Status: community.Sold, AreaDm2: 1, Owners: []string{"a"}}}))
	must(t, h.book.LoadRoll(v, 1))
	h.vote, err = v.NewElection("vote")
	must(t, err)
	must(t, h.book.Submit(one(h.vote.Create("Vote", 1,
		vote.DraftRules{Barred: []string{}, Collision: election.Last, CountParking: profile.CountParking == election.ParkingCounted,
			Kind: election.Owners, ProxyMustOwn: profile.ProxyMustOwn},
		[]vote.DraftContest{{ID: "m", Options: []string{election.Agree}, Seats: 1, Threshold: election.Majority, Title: "M"}}))))
	keys, err := h.vote.Keys()
	must(t, h.book.Submit(keys, err))
	tests, answers, err := h.vote.Drill()
	must(t, h.book.Submit(tests, err))
	must(t, h.book.Submit(answers, nil))
	return h
}

func one(signed act.Signed, err error) ([]act.Signed, error) { return []act.Signed{signed}, err }

func must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// try has officers sign an act that is valid now, and says whether it took effect. A refused act's number is used again.
func (h *hall) try(kind string, body any, signers ...*village.Signer) bool {
	h.Helper()
	officer := contract.Credential{Kind: contract.Officer, ID: signers[0].Key.ID()}
	last, _ := village.Read(h.book, contract.Sequences, officer.Numbering("garden")...)
	draft := h.vote.Draft(kind, last.Seq+1, signers[0])
	draft.NBF, draft.Exp = act.Int(h.now-60), act.Int(h.now+60)
	signed, err := village.Sign(draft, body, signers...)
	must(h.T, err)
	return h.book.Submit([]act.Signed{signed}, nil) == nil
}

// count has the keys published, the ballots counted, and the result signed, as far as the ledger goes along.
func (h *hall) count() {
	for _, officer := range h.vote.Officers {
		signed, err := h.vote.Unseal(officer.Body)
		must(h.T, err)
		a, err := act.Parse(signed.Text, 1<<16)
		must(h.T, err)
		var body vote.ElectionUnseal
		must(h.T, act.Strict(a.Body, &body))
		h.try("election.unseal", body, officer)
	}
	_ = h.book.CountElection("garden", "vote") // refused before it is time
	e, _ := village.Read(h.book, vote.Elections, "garden", "vote")
	h.try("election.publish", vote.ElectionPublish{Election: "vote", Result: e.Result}, h.vote.Two()...)
}

// pass lets time go by, often until just before or after a time that matters.
func (h *hall) pass() {
	days := rapid.SampledFrom([]int64{0, h.timing.NoticeDays, h.timing.NoticeDays, h.timing.WindowMinDays,
		h.timing.ObjectionDays}).Draw(h.T, "days")
	h.now += max(0, days*day+rapid.SampledFrom([]int64{-3600, -1, 0, 0, 1, 60, 3600}).Draw(h.T, "and"))
}

// begin takes the first of the regular steps, each when it is time: notice, opening, close. Few random orders come so far.
func (h *hall) begin(steps int) {
	two, opens := h.vote.Two(), h.now+h.timing.NoticeDays*day
	closes := opens + (h.timing.WindowMinDays+1)*day
	if steps > 0 {
		h.try("election.notice", vote.ElectionNotice{Election: "vote", OpensAt: act.Int(opens), ClosesAt: act.Int(closes)}, two...)
	}
	if steps > 1 {
		h.now = opens
		h.try("election.open", vote.ElectionOpen{Election: "vote", Without: []string{}}, two...)
	}
	if steps > 2 {
		h.now = closes
		h.try("election.close", vote.ElectionStep{Election: "vote"}, two...)
	}
}

// Under any order of steps, at any times: once a vote is open, its notice had been up for the days of the profile, and from its
// opening until the earliest close at least the shortest window passes; before a result is final, objections had theirs.
func TestDaysPassUnderAnyOrderOfSteps(t *testing.T) {
	reached := map[election.Stage]int{}
	rapid.Check(t, func(t *rapid.T) {
		h := newHall(t)
		step, two := vote.ElectionStep{Election: "vote"}, h.vote.Two()
		open := func(*rapid.T) {
			h.try("election.open", vote.ElectionOpen{Election: "vote", Without: []string{}}, two...)
		}
		pass := func(*rapid.T) { h.pass() }
		h.begin(rapid.SampledFrom([]int{0, 1, 2, 3, 3, 3}).Draw(t, "regular steps"))
		t.Repeat(map[string]func(*rapid.T){
			"pass": pass, "pass again": pass, "pass on": pass, "open": open, "open again": open,
			"notice": func(t *rapid.T) {
				opens := rapid.SampledFrom([]int64{0, h.now, h.now + h.timing.NoticeDays*day, h.now + h.timing.NoticeDays*day + 60}).Draw(t,
					"opens")
				lasts := rapid.SampledFrom([]int64{1, h.timing.WindowMinDays * day, (h.timing.WindowMinDays + 1) * day,
					h.timing.WindowMaxDays * day}).Draw(t, "lasts")
				h.try("election.notice", vote.ElectionNotice{Election: "vote", OpensAt: act.Int(opens), ClosesAt: act.Int(opens + lasts)},
					two...)
			},
			"close": func(*rapid.T) { h.try("election.close", step, two...) },
			"count": func(*rapid.T) { h.count() },
			"hear":  func(*rapid.T) { h.try("election.hear", step, two[0]) },
			"final": func(*rapid.T) { h.try("election.final", step, two...) },
			"":      func(t *rapid.T) { h.check(t) },
		})
		e, _ := village.Read(h.book, vote.Elections, "garden", "vote")
		for stage := range e.Times {
			reached[election.Stage(stage)]++
		}
	})
	for _, stage := range []election.Stage{election.StageNotice, election.StageOpen, election.StageClosed} {
		if reached[stage] == 0 {
			t.Errorf("no vote came to %s: %v", stage, reached)
		}
	}
	t.Log("votes that came to each stage:", reached)
}

func (h *hall) check(t *rapid.T) {
	e, _ := village.Read(h.book, vote.Elections, "garden", "vote")
	at := func(stage election.Stage) int64 { return e.Times[string(stage)] }
	if noticed := at(election.StageNotice); noticed > 0 &&
		e.Times["opensAt"] < noticed+h.timing.NoticeDays*day-dayIf(h.timing.NoticeDays == 0) {
		t.Fatalf("the notice of %d announces an opening at %d", noticed, e.Times["opensAt"])
	}
	opened := at(election.StageOpen)
	if opened == 0 {
		return
	}
	if opened < at(election.StageNotice)+h.timing.NoticeDays*day || opened < e.Times["opensAt"] {
		t.Fatalf("opened at %d, after a notice of %d for %d", opened, at(election.StageNotice), e.Times["opensAt"])
	}
	if e.Times["closesAt"] < opened+h.timing.WindowMinDays*day || e.Times["closesAt"] <= opened {
		t.Fatalf("ballots are taken for %d s", e.Times["closesAt"]-opened)
	}
	if closed := at(election.StageClosed); closed > 0 && !h.timing.EndsEarly && closed < opened+h.timing.WindowMinDays*day {
		t.Fatalf("a vote of %d s", closed-opened)
	}
	if final := at(election.StageFinal); final > 0 && final < at(election.StageObjection)+h.timing.ObjectionDays*day {
		t.Fatalf("objections had %d s", final-at(election.StageObjection))
	}
}

func dayIf(yes bool) int64 {
	if yes {
		return day
	}
	return 0
}
