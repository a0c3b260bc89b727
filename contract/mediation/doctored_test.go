// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/mediation"
)

// A lie about a case is found from its document, whoever endorsed it.
func TestDoctoredCasesAreFound(t *testing.T) {
	s := newSite(t)
	agreed, proposed, silent := s.agreed(), s.proposed(), s.taken()
	s.by(mediation.TypeCaseApply, mediation.CaseApply{Case: agreed}, s.Ann, s.Bob)
	s.Clock.Pass(11 * day)
	for _, id := range []string{proposed, silent} {
		town.Done(t, s.closes(id))
	}
	for name, lie := range map[string]struct {
		id   string
		tell func(*rules.Case)
	}{
		"nothing":                               {agreed, func(*rules.Case) {}},
		"nothing of silence":                    {silent, func(*rules.Case) {}},
		"one side":                              {agreed, func(c *rules.Case) { c.Sides[1] = c.Sides[0] }},
		"a mediator of a side":                  {agreed, func(c *rules.Case) { c.Sides[1] = rules.Side{Body: c.Mediator.Body} }},
		"no consent":                            {agreed, func(c *rules.Case) { c.Joined = 0 }},
		"talk without consent":                  {proposed, func(c *rules.Case) { c.Joined = 0 }},
		"no agreement":                          {agreed, func(c *rules.Case) { c.Agreement = "" }},
		"an agreement that nobody signed":       {proposed, func(c *rules.Case) { c.State = rules.StateAgreed }},
		"agreed too late":                       {agreed, func(c *rules.Case) { c.EndBy = c.Agreed }},
		"more days for a court":                 {agreed, func(c *rules.Case) { c.ApplyBy++ }},
		"a court that was asked too late":       {agreed, func(c *rules.Case) { c.Applied = c.ApplyBy }},
		"performed as one side says":            {agreed, func(c *rules.Case) { c.State, c.Performed[0] = rules.StatePerformed, c.Agreed }},
		"silent too early":                      {silent, func(c *rules.Case) { c.Closed-- }},
		"silent to a proposal before its day":   {proposed, func(c *rules.Case) { c.Changed = c.Proposals[0].By - 1 }},
		"what was agreed, and is said to be no": {agreed, func(c *rules.Case) { c.State = rules.StateFailed }},
	} {
		key, accused := town.Doctored(s.Town, mediation.Cases, lie.tell, lie.id)
		if honest := name == "nothing" || name == "nothing of silence"; honest != !slices.Contains(accused, key) {
			t.Errorf("%s: %q is accused", name, accused)
		}
	}
}
