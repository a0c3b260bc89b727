// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/mediation"
)

// What one party can do alone: it can end what it takes part in, and that is seen. It can bind nobody, speak for nobody, and make nobody
// take part.
func TestAlone(t *testing.T) {
	for _, party := range []struct {
		name string
		who  func(*site) *village.Signer
		may  []string // what takes effect of all it tries
	}{
		{"the side that asks", func(s *site) *village.Signer { return s.Ann }, []string{
			mediation.TypeCasePerform, mediation.TypeCaseReply, mediation.TypeCaseRequest, mediation.TypeCaseSay,
			mediation.TypeCaseWithdraw,
		}},
		{"the other side", func(s *site) *village.Signer { return s.Bob }, []string{
			mediation.TypeCaseJoin, mediation.TypeCasePerform, mediation.TypeCaseRefuse, mediation.TypeCaseReply, mediation.TypeCaseSay,
			mediation.TypeCaseWithdraw,
		}},
		{"the mediator", func(s *site) *village.Signer { return s.mediator }, []string{
			mediation.TypeCaseDecline, mediation.TypeCaseEnd, mediation.TypeCaseFollow, mediation.TypeCaseMeet, mediation.TypeCasePropose,
			mediation.TypeCaseTake,
		}},
		{"another officer", func(s *site) *village.Signer { return s.other }, []string{mediation.TypeCaseDecline, mediation.TypeCaseTake}},
		{"an officer who is the other side", func(s *site) *village.Signer { return s.Resident }, nil},
		{"a neighbour", func(s *site) *village.Signer { return s.People["cat"] }, nil},
	} {
		t.Run(party.name, func(t *testing.T) {
			s := newSite(t)
			var took []string
			for _, begin := range []func() string{s.requested, s.taken, s.opened, s.proposed, s.agreed} {
				took = append(took, s.alone(party.who(s), begin)...)
			}
			slices.Sort(took)
			if took = slices.Compact(took); !slices.Equal(took, party.may) {
				t.Errorf("can do %q, not %q", took, party.may)
			}
			town.Done(t, s.Book().Accepted())
		})
	}
}

// alone has somebody try every step on a case of its own each, and demands that nothing binds of it. It returns what took effect.
func (s *site) alone(who *village.Signer, begin func() string) (took []string) {
	s.Helper()
	for _, kind := range kinds {
		id := begin()
		before, _ := town.Read(s.Town, mediation.Cases, s.ID, id)
		signed := s.Make(kind, s.example(kind, id), who)
		if s.Outcomes(signed)[0].Code == contract.OK {
			s.OK(signed)
			took = append(took, kind)
		}
		after, _ := town.Read(s.Town, mediation.Cases, s.ID, id)
		if after.Agreement != before.Agreement || after.Applied != before.Applied || after.State == rules.StatePerformed {
			s.Errorf("%s alone: %+v becomes %+v", kind, before, after)
		}
		for _, said := range after.Statements[len(before.Statements):] {
			if owner := []*village.Signer{s.Ann, s.Bob}[said.Side]; owner != who {
				s.Errorf("%s speaks for side %d", kind, said.Side)
			}
		}
		if !after.State.Closed() { // so that the next one may be asked for
			s.Clock.Pass(200 * day)
		}
	}
	return took
}

var kinds = []string{
	mediation.TypeCaseRequest, mediation.TypeCaseTake, mediation.TypeCaseDecline, mediation.TypeCaseJoin, mediation.TypeCaseRefuse,
	mediation.TypeCaseSay, mediation.TypeCaseMeet, mediation.TypeCasePropose, mediation.TypeCaseReply, mediation.TypeCaseAgree,
	mediation.TypeCaseApply, mediation.TypeCasePerform, mediation.TypeCaseFollow, mediation.TypeCaseWithdraw, mediation.TypeCaseEnd,
}

// example is a good body of a step.
func (s *site) example(kind, id string) any {
	switch kind {
	case mediation.TypeCaseRequest:
		b := ask()
		b.Text = hash(id)
		return b
	case mediation.TypeCaseDecline:
		return mediation.CaseDecline{Case: id, Reason: hash("a")}
	case mediation.TypeCaseEnd:
		return mediation.CaseEnd{Case: id, Reason: hash("a")}
	case mediation.TypeCaseRefuse:
		return mediation.CaseRefuse{Case: id}
	case mediation.TypeCaseWithdraw:
		return mediation.CaseWithdraw{Case: id}
	case mediation.TypeCaseSay:
		return mediation.CaseSay{Case: id, Text: hash("a")}
	case mediation.TypeCaseFollow:
		return mediation.CaseFollow{Case: id, Text: hash("a")}
	case mediation.TypeCaseMeet:
		return mediation.CaseMeet{At: act.Int(s.Now().Unix()), Case: id, Text: hash("a")}
	case mediation.TypeCasePropose:
		return mediation.CasePropose{Case: id, Days: 7, Text: hash("a")}
	case mediation.TypeCaseReply:
		return mediation.CaseReply{Case: id, Reply: rules.Yes, Text: hash("proposal")}
	case mediation.TypeCaseAgree:
		return mediation.CaseAgree{Agreement: hash("a"), Case: id, Days: 7}
	}
	return map[string]string{"case": id}
}
