// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/breach"
)

// A batch asks the peer five times at most, for a household with eight breaches too: who signs, what the acts name, whose the homes are,
// who those are, and whether they are officers.
func TestBatchesReadAhead(t *testing.T) {
	s := newSite(t)
	b := s.breaches()
	finds := s.Make(convention.TypeBreachFind, b.seen, s.Two()...)
	confirms := s.Make(convention.TypeReportConfirm, convention.ReportConfirm{Report: b.filed}, b.worker)
	cures := s.Make(convention.TypeBreachCure, convention.BreachCure{Breach: b.states[breach.StateUpheld], Photos: []string{}}, s.Ann)
	appeal := convention.BreachAppeal{Answer: hash("a"), Breach: b.states[breach.StateNoticed], Photos: []string{}}
	verdict := convention.BreachDecide{Breach: b.voted, Reason: hash("a"), Verdict: breach.Uphold}
	pardon := convention.BreachPardon{Breach: b.states[breach.StateCured], Reason: hash("a")}
	if home, _ := town.Read(s.Town, convention.Households, s.ID, "1-101"); len(home.Breaches) < 8 {
		t.Errorf("%d breaches", len(home.Breaches))
	}
	for i, batch := range [][]act.Signed{
		{finds, confirms, cures}, {finds}, {confirms}, {cures}, {s.Make(convention.TypeBreachAppeal, appeal, s.Ann)},
		{s.Make(convention.TypeBreachNotice, convention.BreachNotice{Breach: b.states[breach.StateFound]}, s.first)},
		{s.Make(convention.TypeBreachDecide, verdict, s.second)}, {s.Make(convention.TypeBreachPardon, pardon, s.second)},
	} {
		if asked := town.Asked(s.Town, batch); asked > 5 {
			t.Errorf("batch %d asks %d times", i, asked)
		}
	}
}
