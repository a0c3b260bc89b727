// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/breach"
)

// transferOf is the transfer of the points that a breach withheld.
func (s *site) transferOf(cause string) string {
	s.Helper()
	for key, value := range s.Book().State() {
		kind, names, _ := contract.SplitKey(key)
		if kind != points.Transfers.Kind() {
			continue
		}
		if t, err := points.Transfers.Decode(value); err == nil && t.Of == cause {
			return names[1]
		}
	}
	s.Fatalf("nothing was withheld for %s", cause)
	return ""
}

// A lie about a convention or a breach is found from the documents, whoever endorsed it.
func TestDoctoredBreachesAreFound(t *testing.T) {
	s := chronicles(t)
	s.Clock.Pass(time.Hour)
	cause := s.noticed()
	s.Clock.Pass(8 * day)
	s.enforces(cause)
	took := s.noticed()
	s.Clock.Pass(8 * day)
	s.enforces(took)
	if b := s.stands(took, breach.StateEffective); b.Withheld != 20 {
		t.Fatalf("%d points are withheld", b.Withheld)
	}
	of := func(cause string, change func(*convention.Breach)) func() (string, []string) {
		return func() (string, []string) { return town.Doctored(s.Town, convention.Breaches, change, cause) }
	}
	transfer := s.transferOf(took)
	for name, lie := range map[string]func() (string, []string){
		"nothing":                     of(took, func(*convention.Breach) {}),
		"points that stayed":          of(cause, func(b *convention.Breach) { b.Withheld = 5 }),
		"points that went unseen":     of(took, func(b *convention.Breach) { b.Withheld = 0 }),
		"more than the rung has":      of(took, func(b *convention.Breach) { b.Rung.Points = 19 }),
		"points of another household": of(took, func(b *convention.Breach) { b.Home = "1-102" }),
		"no notice":                   of(cause, func(b *convention.Breach) { b.Noticed = 0 }),
		"days that were not over":     of(cause, func(b *convention.Breach) { b.Effective -= 24 * 3600 }),
		"an appeal that was not seen": of(cause, func(b *convention.Breach) { b.Appealed = b.Noticed }),
		"an appeal that one body decided": of(cause, func(b *convention.Breach) {
			b.Appealed, b.Decided = b.Noticed, b.Noticed
			b.Votes = []breach.Vote{{Body: "one", Verdict: breach.Uphold}, {Body: "one", Verdict: breach.Uphold}}
		}),
		"a cure": of(cause, func(b *convention.Breach) { b.Cured = b.Noticed }),
		"a text": func() (string, []string) {
			return town.Doctored(s.Town, convention.Texts, func(text *convention.Text) { text.Text += "\n" }, s.hash)
		},
		"a vote on something else": func() (string, []string) {
			return town.Doctored(s.Town, convention.Histories, func(h *convention.History) { h.Versions[0].Election = "points" })
		},
		"a breach that is not there": func() (string, []string) {
			return town.Doctored(s.Town, points.Transfers, func(t *points.Transfer) { t.Of = hash("a") }, transfer)
		},
	} {
		key, accused := lie()
		if name == "nothing" {
			if len(accused) > 0 {
				t.Fatalf("the honest ledger is accused: %q", accused)
			}
			continue
		}
		if !slices.Contains(accused, key) {
			t.Errorf("%s: %q is accused, not %q", name, accused, key)
		}
	}
	for _, officer := range s.Two() {
		s.by(convention.TypeBreachPardon, convention.BreachPardon{Breach: took, Reason: hash("a")}, officer)
	}
	if _, accused := of(took, func(*convention.Breach) {})(); len(accused) > 0 {
		t.Fatalf("the honest ledger is accused: %q", accused)
	}
	if key, accused := of(took, func(b *convention.Breach) { b.State = breach.StateEffective })(); !slices.Contains(accused, key) {
		t.Errorf("points that were given back of what nobody pardoned: %q", accused)
	}
}
