// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/election"
)

// two are the rules of a version 2, of which one differs: no ground is proof enough of whose it was.
func two() *contract.Rules {
	places, law := election.FirstProfiles(), convention.Chapter()
	for i, declared := range law.Acts {
		if finding, ok := declared.(contract.Act[convention.BreachFind]); ok {
			before := finding.Apply
			finding.Apply = func(c *contract.Context, b convention.BreachFind) error {
				b.Ground = ""
				return before(c, b)
			}
			law.Acts[i] = finding
		}
	}
	return contract.NewRules("2", people.Chapter(places), vote.Chapter(places), device.Chapter(), order.Chapter(), points.Chapter(), law)
}

// A breach keeps the days and the rung that it was found with, when another text is adopted, when the rules are upgraded, and when the
// convention is repealed; each of its steps is counted again by the version that was in force then. The recount at the end of the test goes
// over all of it.
func TestRecountAcrossChanges(t *testing.T) {
	s := bare(t)
	mild, hard := "ladder: notice, warning, points 20, board 14\ncure: 3\nappeal: 7", "ladder: notice, board 14\ncure: 9\nappeal: 9"
	harder := strings.Replace(text, mild, hard, 1)
	repeal := convention.Repeal{Repeal: rules.Hash(harder)}
	named, err := repeal.Hash()
	town.Must(t, named, err)
	s.Decides("mild", rules.Hash(text), true)
	s.Clock.Pass(time.Second)
	s.Decides("hard", rules.Hash(harder), true)
	s.Clock.Pass(time.Second)
	s.Decides("ends", named, true)
	s.puts("mild", text)
	first, second := s.noticed(), s.noticed()

	s.puts("hard", harder)
	s.Clock.Pass(8 * day)
	s.enforces(first)
	third := s.noticed()
	if was, is := s.stands(first, breach.StateEffective), s.stands(third, breach.StateNoticed); was.CureDays != 3 || is.CureDays != 9 ||
		is.Rung.Effect != breach.Board || was.Convention == is.Convention {
		t.Errorf("%+v\n%+v", was, is)
	}

	book := s.Book()
	book.Versions = func(name string) (*contract.Rules, error) {
		if name == "2" {
			return two(), nil
		}
		return chapters.Version(name)
	}
	book.Version = "2"
	fourth := s.noticed()
	if b := s.stands(fourth, breach.StateNoticed); b.Rung.Effect != breach.Warning || !b.Unproved {
		t.Errorf("by the new rules: %+v", b)
	}
	s.enforces(second)
	s.by(convention.TypeConventionRepeal, convention.ConventionRepeal{Contest: "c0", Election: "ends", Repeal: repeal}, s.Two()...)
	s.Clock.Pass(10 * day)
	s.enforces(third)
	s.enforces(fourth)
	s.Clock.Pass(400 * day)
	for _, cause := range []string{first, second, third, fourth} {
		town.Done(t, s.sends(convention.TxSettle, cause))
		s.stands(cause, breach.StateDecayed)
	}
	for version, alone := range map[string]*contract.Rules{"1": chapters.Current(), "2": two()} {
		clone := book.Clone()
		clone.Versions = func(string) (*contract.Rules, error) { return alone, nil }
		if clone.Accepted() == nil {
			t.Errorf("a recount by version %s alone accepts what both have made", version)
		}
	}
}
