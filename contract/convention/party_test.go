// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/breach"
	events "github.com/linli-project/linli/rules/device"
)

// kept are the documents of some kinds.
func (s *site) kept(kinds ...string) map[string][]byte {
	state := s.Book().State()
	maps.DeleteFunc(state, func(key string, _ []byte) bool {
		kind, _, _ := contract.SplitKey(key)
		return !slices.Contains(kinds, kind)
	})
	return state
}

// alone has somebody try what he likes, and demands that nothing of it is felt: no document of breaches, conventions and points changes,
// but that a breach waits no longer for its notice, or has one body's say. It returns what took effect.
func (s *site) alone(who string, acts ...act.Signed) (took []string) {
	s.Helper()
	rest := []string{
		convention.Histories.Kind(), convention.Texts.Kind(), convention.Articles.Kind(), convention.Households.Kind(),
		points.Accounts.Kind(), points.Transfers.Kind(), points.Pauses.Kind(),
	}
	before, breaches := s.kept(rest...), s.kept(convention.Breaches.Kind())
	for _, signed := range acts {
		if code := s.Outcomes(signed)[0].Code; code == contract.OK {
			s.OK(signed)
			took = append(took, signed.Text)
		}
	}
	if !maps.EqualFunc(before, s.kept(rest...), bytes.Equal) {
		s.Errorf("%s alone changes what households have", who)
	}
	after := s.kept(convention.Breaches.Kind())
	if len(after) != len(breaches) {
		s.Errorf("%s alone finds a breach", who)
	}
	for key, raw := range breaches {
		was, err := convention.Breaches.Decode(raw)
		town.Must(s, was, err)
		is, err := convention.Breaches.Decode(after[key])
		told := was.State == breach.StateFound && is.State == breach.StateNoticed
		if town.Must(s, is, err).Rung != was.Rung || is.State != was.State && !told {
			s.Errorf("%s alone makes %s of %s", who, is.State, was.State)
		}
	}
	return took
}

// tries are all acts of breaches, on all that there are, by the same people.
func (b *breaches) tries(by ...*village.Signer) (acts []act.Signed) {
	b.Helper()
	add := func(kind string, body any) { acts = append(acts, b.Make(kind, body, by...)) }
	add(convention.TypeBreachFind, b.seen)
	add(convention.TypeBreachFind, b.reported(b.filed))
	add(convention.TypeConventionAdopt, convention.ConventionAdopt{Contest: "c0", Election: "convention", Text: text})
	ends := convention.Repeal{Repeal: b.hash}
	add(convention.TypeConventionRepeal, convention.ConventionRepeal{Contest: "c0", Election: "convention", Repeal: ends})
	add(convention.TypeReportConfirm, convention.ReportConfirm{Report: b.filed})
	for _, cause := range append(slices.Sorted(maps.Values(b.states)), b.voted, b.bobs) {
		add(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause})
		add(convention.TypeBreachCure, convention.BreachCure{Breach: cause, Photos: []string{}})
		add(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: hash("a"), Breach: cause, Photos: []string{}})
		for _, verdict := range breach.Verdicts() {
			add(convention.TypeBreachDecide, convention.BreachDecide{Breach: cause, Reason: hash("a"), Verdict: verdict})
		}
		add(convention.TypeBreachPardon, convention.BreachPardon{Breach: cause, Reason: hash("a")})
	}
	return acts
}

// One reporter tells his body. On the ledger he does nothing to a neighbour, and one household's report is no breach of an article that
// asks for two.
func TestOneReporter(t *testing.T) {
	s := newSite(t)
	b := s.breaches()
	cat := s.People["cat"]
	tries := append(b.tries(cat), s.Make(convention.TypeReportFile, convention.ReportFile{
		At: act.Int(s.Now().Unix()), Kind: "noise", Signed: []string{hash("a"), hash("bb")},
	}, cat))
	if took := s.alone("a reporter", tries...); len(took) > 0 {
		t.Errorf("%q took effect", took)
	}
	s.Clock.Pass(day)
	night := act.Int(s.Now().Unix()+8*3600)/(24*3600)*24*3600 - 9*3600
	one := s.by(convention.TypeReportFile, convention.ReportFile{At: night, Kind: "noise", Signed: []string{hash("a")}}, s.first)
	s.Refused(convention.NoBreach, s.Make(convention.TypeBreachFind, s.reported(one), s.Two()...))
}

// One oracle, with its devices, logs what it likes: it signs no breach, and does not say more of a device than two bodies have put on
// record.
func TestOneOracle(t *testing.T) {
	s := newSite(t)
	b := s.breaches()
	signs := func(kind string, body any) act.Signed {
		return s.history.By.Sign(s, s.history.By.Draft(s.Town, kind, 1), body)
	}
	s.alone("an oracle", signs(convention.TypeBreachFind, b.seen),
		signs(convention.TypeBreachNotice, convention.BreachNotice{Breach: b.states[breach.StateFound]}))
	for name, lie := range map[string]func(*events.Event){
		"of a class that it has not": func(e *events.Event) { e.Device = "lift-0" },
		"of a device that is none":   func(e *events.Event) { e.Device = "lift-9" },
		"of another community":       func(e *events.Event) { e.Community = "garden-2" },
		"heard tomorrow":             func(e *events.Event) { e.Received += act.Int(day.Milliseconds()) },
	} {
		if code := s.Outcomes(s.Make(convention.TypeBreachFind, s.event(lie), s.Two()...))[0].Code; code == contract.OK {
			t.Errorf("%s: a breach", name)
		}
	}
}

// One officer, and a grid worker, tell a household, and have a say: one that changes nothing before another body has its own.
func TestOneOfficer(t *testing.T) {
	s := newSite(t)
	b := s.breaches()
	if took := s.alone("an officer", b.tries(s.second)...); len(took) == 0 {
		t.Error("an officer has no say at all")
	}
	s.alone("a worker", b.tries(b.worker)...)
}

// One body, with all its officers, its grid worker, its oracle and its relay, brings about no penalty: it finds no breach by itself, has
// one voice however many it sends, and what it reports and confirms by itself is no breach before another body says so.
func TestOneBody(t *testing.T) {
	s := newSite(t)
	b := s.breaches()
	crowd := convention.ReportFile{At: act.Int(s.Now().Unix()), Kind: "noise", Signed: many(convention.MaxReporters)}
	filed := s.by(convention.TypeReportFile, crowd, s.first)
	s.by(convention.TypeReportConfirm, convention.ReportConfirm{Report: filed}, b.worker)
	b.filed = filed
	s.alone("a body", b.tries(s.first)...)
	s.alone("a body", b.tries(s.Colleague)...)
	s.alone("a body", b.tries(s.first, s.Colleague)...)
	for _, cause := range []string{b.states[breach.StateAppealed], b.voted} { // which nobody else decides
		s.Clock.Pass(61 * day)
		if code := act.CodeOf(s.sends(convention.TxEnforce, cause)); code != convention.BreachClosed {
			t.Errorf("an appeal that one body alone has decided: %s", code)
		}
	}
}

// many are so many hashes, sorted.
func many(n int) (all []string) {
	for i := range n {
		all = append(all, strings.Repeat("0", 62)+string("0123456789abcdef"[i/16])+string("0123456789abcdef"[i%16]))
	}
	return all
}

// What anybody may send says nothing of his own: before its time it changes nothing, and what has no name is nothing.
func TestAnybody(t *testing.T) {
	s := newSite(t)
	noticed := s.noticed()
	before := s.Book().State()
	stranger := village.User{MSP: "StrangerMSP"}
	for _, function := range []string{convention.TxEnforce, convention.TxSettle} {
		for _, args := range [][]string{
			{s.ID, noticed}, {s.ID, strings.ToUpper(noticed)}, {s.ID, ""}, {"", noticed}, {"garden-2", noticed},
			{s.ID + "\x00", noticed}, {s.ID}, {s.ID, noticed + "\x00"}, {s.ID, noticed, noticed},
		} {
			if _, err := s.Transact(stranger, function, args...); err == nil {
				t.Errorf("%s %q is accepted", function, args)
			}
		}
	}
	if !maps.EqualFunc(before, s.Book().State(), bytes.Equal) {
		t.Error("anybody changes the ledger before its time")
	}
}
