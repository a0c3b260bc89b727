// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// What was voted on is in force, rule by rule, and a later text takes its place from the day that it names.
func TestAdopted(t *testing.T) {
	s := bare(t)
	begins := s.Now().Add(40 * day)
	later := strings.Replace(text, "\n\n## 1.", "\n\n```convention\nfrom: "+begins.Format("2006-01-02")+"\n```\n\n## 1.", 1)
	s.Decides("convention", rules.Hash(text), true)
	s.Clock.Pass(time.Second)
	s.Decides("later", rules.Hash(later), true)
	s.puts("convention", text)
	kept, _ := town.Read(s.Town, convention.Texts, s.ID, s.hash)
	article, ok := town.Read(s.Town, convention.Articles, s.ID, s.hash, "2")
	if kept.Text != text || !ok || article.Engine != rules.Engine || article.Trust != events.T1 {
		t.Errorf("%+v", article)
	}
	if _, ok := town.Read(s.Town, convention.Articles, s.ID, s.hash, "1"); ok {
		t.Error("an article of words has a rule")
	}
	old := s.hash
	s.puts("later", later)
	history, _ := town.Read(s.Town, convention.Histories, s.ID)
	if now, then := history.At(s.Now().Unix()).Hash, history.At(begins.Add(day).Unix()).Hash; now != old || then != s.hash {
		t.Errorf("in force are %s and %s", now, then)
	}
}

// A household that does nothing is told, has its days, and climbs the ladder; then points are withheld, as many as there are.
func TestLadder(t *testing.T) {
	s := bare(t)
	p := plan()
	named, err := p.Hash()
	s.Decides("points", town.Must(t, named, err), true)
	s.adopts("convention", text)
	s.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "points", Plan: p}, s.Two()...)
	s.earned(12)
	var last string
	for _, rung := range []breach.Effect{breach.Notice, breach.Warning, breach.Points} {
		last = s.noticed()
		if b := s.stands(last, breach.StateNoticed); b.Rung.Effect != rung {
			t.Errorf("%s, not %s", b.Rung.Effect, rung)
		}
		s.Clock.Pass(8 * day)
		s.enforces(last)
	}
	b := s.stands(last, breach.StateEffective)
	account, _ := town.Read(s.Town, points.Accounts, s.ID, "1-101")
	if b.Withheld != 12 || account.Balance() != 0 {
		t.Errorf("%d withheld of 12, %+v is left", b.Withheld, account)
	}
	s.Clock.Pass(366 * day)
	if err := s.sends(convention.TxSettle, last); err != nil {
		t.Fatal(err)
	}
	s.stands(last, breach.StateDecayed)
	if b := s.stands(s.found(), breach.StateFound); b.Rung.Effect != breach.Notice {
		t.Errorf("after a year the first rung is %s", b.Rung.Effect)
	}
}

// Without a proof of whose visitor it was, nobody is punished; he is warned at most.
func TestVisitor(t *testing.T) {
	s := newSite(t)
	for range 2 {
		s.noticed()
		s.Clock.Pass(8 * day)
	}
	for ground, want := range map[string]breach.Effect{"": breach.Warning, hash("known"): breach.Points} {
		b := s.event(asItIs)
		b.Ground = ground
		s.by(convention.TypeBreachFind, b, s.Two()...)
		if got := s.stands(events.IDOf(b.Event).String(), breach.StateFound); got.Rung.Effect != want {
			t.Errorf("ground %q: %s", ground, got.Rung.Effect)
		}
	}
}

// An appeal suspends, two bodies that agree decide, and what is dismissed counts for nothing.
func TestAppealed(t *testing.T) {
	s := newSite(t)
	cause := s.noticed()
	s.by(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: hash("why"), Breach: cause, Photos: []string{}}, s.Ann)
	s.Clock.Pass(20 * day)
	if code := act.CodeOf(s.sends(convention.TxEnforce, cause)); code != convention.BreachEarly {
		t.Errorf("during an appeal: %s", code)
	}
	verdict := convention.BreachDecide{Breach: cause, Reason: hash("because"), Verdict: breach.Dismiss}
	s.by(convention.TypeBreachDecide, verdict, s.first)
	s.stands(cause, breach.StateAppealed)
	s.by(convention.TypeBreachDecide, verdict, s.second)
	if b := s.stands(cause, breach.StateDismissed); len(b.Reasons) != 2 {
		t.Errorf("%+v", b)
	}
	if b := s.stands(s.found(), breach.StateFound); b.Rung.Effect != breach.Notice {
		t.Errorf("after one that was dismissed: %s", b.Rung.Effect)
	}
}

// Reports of two households at night are a breach, without a word of who they are.
func TestReported(t *testing.T) {
	s := newSite(t)
	night := act.Int(s.Now().Unix()+8*3600)/(24*3600)*24*3600 - 9*3600 // 23:00 of the day before, in Beijing
	report := convention.ReportFile{At: night, Kind: "noise", Signed: []string{hash("a"), hash("bb")}}
	filed := s.by(convention.TypeReportFile, report, s.first)
	s.Refused(convention.NotInForce, s.Make(convention.TypeBreachFind, s.reported(filed), s.Two()...)) // it was adopted since
	s.Clock.Pass(day)
	report.At += 24 * 3600
	filed = s.by(convention.TypeReportFile, report, s.first)
	s.by(convention.TypeBreachFind, s.reported(filed), s.Two()...)
	s.stands(filed, breach.StateFound)
}

func (s *site) reported(id string) convention.BreachFind {
	return convention.BreachFind{Article: 3, Convention: s.hash, Ground: hash("ground"), Home: "1-101", Report: id, Proof: act.Bytes{}}
}

// What time alone decides, anybody may have written down, and nobody before its time.
func TestByTime(t *testing.T) {
	s := newSite(t)
	refused := func(function, cause string, code act.Code) {
		t.Helper()
		if got := act.CodeOf(s.sends(function, cause)); got != code {
			t.Errorf("%s: %s, not %s", function, got, code)
		}
	}
	cause := s.found()
	refused(convention.TxEnforce, hash("a"), contract.NotFound)
	refused(convention.TxEnforce, cause, convention.BreachEarly) // without a notice
	refused(convention.TxSettle, cause, contract.NoEffect)
	s.by(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, s.first)
	s.Clock.Pass(4 * day)
	refused(convention.TxEnforce, cause, convention.BreachEarly) // the days to cure are over, and those to appeal are not
	s.Clock.Pass(4 * day)
	s.enforces(cause)
	refused(convention.TxEnforce, cause, convention.BreachState)
	cured := s.noticed()
	s.by(convention.TypeBreachCure, convention.BreachCure{Breach: cured, Photos: []string{}}, s.Ann)
	s.Clock.Pass(10 * day)
	refused(convention.TxEnforce, cured, convention.BreachEarly)
	appealed := s.noticed()
	s.by(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: hash("a"), Breach: appealed, Photos: []string{}}, s.Ann)
	s.Clock.Pass(61 * day)
	refused(convention.TxEnforce, appealed, convention.BreachClosed) // nobody has decided it
	if err := s.sends(convention.TxSettle, appealed); err != nil {
		t.Fatal(err)
	}
	s.stands(appealed, breach.StateDismissed)
}

// A repealed convention finds nothing more; what was found before goes its way.
func TestRepealed(t *testing.T) {
	s := bare(t)
	repeal := convention.Repeal{Repeal: rules.Hash(text)}
	named, err := repeal.Hash()
	town.Must(t, named, err)
	s.Decides("convention", rules.Hash(text), true)
	s.Clock.Pass(time.Second)
	s.Decides("repeal", named, true)
	s.puts("convention", text)
	cause := s.noticed()
	seen := s.event(asItIs)
	s.by(convention.TypeConventionRepeal, convention.ConventionRepeal{Contest: "c0", Election: "repeal", Repeal: repeal}, s.Two()...)
	s.Refused(convention.NoConvention, s.Make(convention.TypeBreachFind, seen, s.Two()...))
	s.Clock.Pass(9 * day)
	s.enforces(cause)
	s.stands(cause, breach.StateEffective)
	lie := func(tell func(*convention.Version)) (key string, accused []string) {
		return town.Doctored(s.Town, convention.Histories, func(h *convention.History) { tell(&h.Versions[1]) })
	}
	if _, accused := lie(func(*convention.Version) {}); len(accused) > 0 {
		t.Fatalf("the honest ledger is accused: %q", accused)
	}
	for name, tell := range map[string]func(*convention.Version){
		"of another text":    func(v *convention.Version) { v.Repeal = &convention.Repeal{Repeal: hash("a")} },
		"at another time":    func(v *convention.Version) { v.From-- },
		"by another vote":    func(v *convention.Version) { v.Election = "convention" },
		"of another version": func(v *convention.Version) { v.Hash = rules.Hash(text) },
	} {
		if _, accused := lie(tell); len(accused) == 0 {
			t.Errorf("a repeal %s is not found", name)
		}
	}
}

// What is paused is not redeemed by the household, until it is over or two bodies let it be.
func TestPaused(t *testing.T) {
	s := bare(t)
	p := plan()
	named, err := p.Hash()
	s.Decides("points", town.Must(t, named, err), true)
	s.adopts("convention", strings.Replace(text, "ladder: notice, warning, points 20, board 14", "ladder: notice, pause court 30", 1))
	s.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "points", Plan: p}, s.Two()...)
	s.earned(60)
	now := act.Int(s.Now().Unix())
	court := points.ServiceSet{
		Body: s.first.Body, Bookable: "court", From: now, Hours: []points.Hours{}, Points: 1, Service: "court", Stock: 9, Title: "球场", Until: now + 90*24*3600,
	}
	s.by(points.TypeServiceSet, court, s.Two()...)
	s.noticed()
	s.Clock.Pass(8 * day)
	last := s.noticed()
	s.Clock.Pass(8 * day)
	redeem := func(voucher string) act.Signed {
		body := points.PointsRedeem{Count: 1, Service: "court", Unit: "1-101", Voucher: hash(voucher)}
		return s.Make(points.TypePointsRedeem, body, s.Ann)
	}
	s.OK(redeem("a"))
	s.enforces(last)
	s.Refused(points.Paused, redeem("bb"))
	for _, officer := range s.Two() {
		s.by(convention.TypeBreachPardon, convention.BreachPardon{Breach: last, Reason: hash("a")}, officer)
	}
	s.OK(redeem("bb"))
	again := s.noticed()
	s.Clock.Pass(8 * day)
	s.enforces(again)
	s.Refused(points.Paused, redeem("ccc"))
	beside := s.noticed()
	s.Clock.Pass(8 * day)
	s.enforces(beside)
	for _, officer := range s.Two() {
		s.by(convention.TypeBreachPardon, convention.BreachPardon{Breach: beside, Reason: hash("a")}, officer)
	}
	s.Refused(points.Paused, redeem("ccc")) // the one before it lasts
	s.Clock.Pass(23 * day)
	s.OK(redeem("ccc"))
}
