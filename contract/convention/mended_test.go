// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// both is an article that asks for a device and a report beside it.
const both = `
## 4. 电梯与邻居 · The lift and a neighbour

` + "```rule" + `
when: event.kind == "object" && report.kind == "e-bike"
trust: T1
witnesses: 1
ladder: notice, points 5
cure: 1
appeal: 7
decay: 90
` + "```" + `

` + "```example" + `
event.kind: object
event.class: T2
report.kind: e-bike
expect: breach, notice
` + "```" + `

` + "```example" + `
event.kind: object
event.class: T2
report.kind: noise
expect: none
` + "```" + `
`

// beside is an event with a report beside it.
func (s *site) beside(report string) convention.BreachFind {
	s.Helper()
	b := s.event(asItIs)
	b.Article, b.Report = 4, report
	return b
}

func (s *site) reports(at time.Time) string {
	s.Helper()
	body := convention.ReportFile{At: act.Int(at.Unix()), Kind: "e-bike", Signed: []string{hash("a")}}
	return s.by(convention.TypeReportFile, body, s.first)
}

// A report serves one breach, whether it stands alone or beside an event: it does not come back beside the next one.
func TestReportServesOnce(t *testing.T) {
	s := bare(t)
	s.adopts("convention", text+both)
	s.Clock.Pass(time.Minute)
	filed := s.reports(s.Now())
	found := s.beside(filed)
	s.by(convention.TypeBreachFind, found, s.Two()...)
	s.Refused(contract.Exists, s.Make(convention.TypeBreachFind, s.beside(filed), s.Two()...))
	s.Refused(contract.Exists, s.Make(convention.TypeBreachFind, s.reported(filed), s.Two()...))
	if r, _ := town.Read(s.Town, convention.Reports, s.ID, filed); r.Breach != events.IDOf(found.Event).String() {
		t.Errorf("%+v", r)
	}
}

// A report beside an event is no older than one that stands alone may be: not from before the text was in force, nor of long ago.
func TestReportBesideIsTimely(t *testing.T) {
	s := bare(t)
	s.Decides("convention", rules.Hash(text+both), true)
	before := s.reports(s.Now())
	s.Clock.Pass(time.Hour)
	s.puts("convention", text+both)
	s.Refused(convention.NotInForce, s.Make(convention.TypeBreachFind, s.beside(before), s.Two()...))
	old := s.reports(s.Now())
	s.Clock.Pass(31 * day)
	s.Refused(convention.CauseOld, s.Make(convention.TypeBreachFind, s.beside(old), s.Two()...))
}

// What a visitor may have done makes nothing worse of what the household does later.
func TestUnprovedDoesNotCount(t *testing.T) {
	s := newSite(t)
	for range 4 {
		b := s.event(asItIs)
		b.Ground = ""
		s.by(convention.TypeBreachFind, b, s.Two()...)
		cause := events.IDOf(b.Event).String()
		s.by(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, s.first)
		s.Clock.Pass(8 * day)
		s.enforces(cause)
	}
	if b := s.stands(s.found(), breach.StateFound); b.Rung.Effect != breach.Notice {
		t.Errorf("after visits: %s", b.Rung.Effect)
	}
}

// Who cures what was upheld, and says nothing more, has not taken back why he appealed.
func TestCureKeepsTheAppeal(t *testing.T) {
	s := newSite(t)
	cause := s.noticed()
	s.by(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: hash("why"), Breach: cause, Photos: []string{hash("p")}}, s.Ann)
	for _, officer := range s.Two() {
		s.by(convention.TypeBreachDecide, convention.BreachDecide{Breach: cause, Reason: hash("a"), Verdict: breach.Uphold}, officer)
	}
	s.by(convention.TypeBreachCure, convention.BreachCure{Breach: cause, Photos: []string{}}, s.Ann)
	if b := s.stands(cause, breach.StateCured); b.Answer != hash("why") || len(b.Photos) != 1 {
		t.Errorf("%+v", b)
	}
}
