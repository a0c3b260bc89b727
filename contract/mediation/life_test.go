// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/mediation"
)

// Two neighbours come to an agreement, ask a court to confirm it, and keep it; a stranger's recount accepts all of it.
func TestAgreement(t *testing.T) {
	s := newSite(t)
	id := s.opened()
	s.by(mediation.TypeCaseSay, mediation.CaseSay{Case: id, Text: hash("at night")}, s.Ann)
	s.by(mediation.TypeCaseMeet, mediation.CaseMeet{At: act.Int(s.Now().Add(2 * day).Unix()), Case: id, Text: hash("hall")}, s.mediator)
	s.Clock.Pass(2 * day)
	s.by(mediation.TypeCasePropose, mediation.CasePropose{Case: id, Days: 7, Text: hash("carpets")}, s.mediator)
	s.by(mediation.TypeCaseReply, mediation.CaseReply{Case: id, Reply: rules.Yes, Text: hash("carpets")}, s.Ann)
	s.by(mediation.TypeCaseReply, mediation.CaseReply{Case: id, Reply: rules.Yes, Text: hash("carpets")}, s.Bob)
	s.stands(id, rules.StateProposed)
	agree := mediation.CaseAgree{Agreement: hash("agreement"), Case: id, Days: 30}
	s.by(mediation.TypeCaseAgree, agree, s.mediator, s.Bob, s.Ann) // in whatever order the sides sign
	s.stands(id, rules.StateAgreed)
	s.Clock.Pass(29 * day)
	s.by(mediation.TypeCaseApply, mediation.CaseApply{Case: id}, s.Ann, s.Bob)
	s.by(mediation.TypeCaseFollow, mediation.CaseFollow{Case: id, Text: hash("asked both")}, s.mediator)
	s.by(mediation.TypeCasePerform, mediation.CasePerform{Case: id}, s.Ann)
	s.stands(id, rules.StateAgreed)
	s.by(mediation.TypeCasePerform, mediation.CasePerform{Case: id}, s.Bob)
	c := s.stands(id, rules.StatePerformed)
	if c.Agreement != agree.Agreement || c.Mediator.Person != s.mediator.Key.ID() || len(c.Statements) != 1 || len(c.Notes) != 1 {
		t.Errorf("%+v", c)
	}
	town.Done(t, s.Book().Accepted())
}

// Who says nothing has answered, with a date; anybody may have it written down, once, and no sooner.
func TestSilence(t *testing.T) {
	s := newSite(t)
	untaken, silent, replied := s.requested(), s.taken(), s.proposed()
	s.by(mediation.TypeCaseReply, mediation.CaseReply{Case: replied, Reply: rules.Yes, Text: hash("proposal")}, s.Bob)
	for _, id := range []string{untaken, silent, replied} {
		if err := s.closes(id); act.CodeOf(err) != contract.NoEffect {
			t.Errorf("before its days are over: %v", err)
		}
	}
	s.Clock.Pass(8 * day)
	s.stands(untaken, rules.StateUntaken)
	c := s.stands(replied, rules.StateOpen)
	if c.Proposals[0].Replies != [2]rules.Reply{rules.Silent, rules.Yes} {
		t.Errorf("%+v", c.Proposals)
	}
	s.Clock.Pass(3 * day)
	s.stands(silent, rules.StateSilent)
	for _, id := range []string{untaken, silent, replied} {
		town.Done(t, s.closes(id))
		if err := s.closes(id); act.CodeOf(err) != contract.NoEffect {
			t.Errorf("twice: %v", err)
		}
	}
	s.Refused(mediation.CaseClosed, s.Make(mediation.TypeCaseJoin, mediation.CaseJoin{Case: silent}, s.Bob))
	town.Done(t, s.Book().Accepted())
}

// A household and a body are sides as well as two households: an officer of the body speaks for it, and none of its own mediates.
func TestBodyAsSide(t *testing.T) {
	s := newSite(t)
	b := ask()
	b.Second = rules.Side{Body: s.other.Body}
	id := s.by(mediation.TypeCaseRequest, b, s.Ann)
	s.Refused(mediation.NotNeutral, s.Make(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, s.other))
	s.by(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, s.mediator)
	s.Refused(contract.WrongPerson, s.Make(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, s.mediator))
	s.by(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, s.other)
	agree := mediation.CaseAgree{Agreement: hash("agreement"), Case: id, Days: 0}
	s.Refused(contract.WrongPerson, s.Make(mediation.TypeCaseAgree, agree, s.mediator, s.Ann, s.Bob))
	s.by(mediation.TypeCaseAgree, agree, s.mediator, s.Ann, s.other)

	own := mediation.CaseRequest{About: mediation.AboutRequest, Second: rules.Side{Home: "1-102"}, Text: hash("fees")}
	asked := s.by(mediation.TypeCaseRequest, own, s.other)
	if c := s.stands(asked, rules.StateRequested); c.Sides[0] != (rules.Side{Body: s.other.Body}) {
		t.Errorf("%+v asks", c.Sides[0])
	}
	s.Refused(people.OwnUnit, s.Make(mediation.TypeCaseTake, mediation.CaseTake{Case: asked}, s.Resident)) // who is bob
	s.by(mediation.TypeCaseWithdraw, mediation.CaseWithdraw{Case: asked}, s.other)
	s.stands(asked, rules.StateWithdrawn)
}

// A side has so many open cases at a time, and those that have ended count no more.
func TestOpenCases(t *testing.T) {
	s := newSite(t)
	first := s.requested()
	request := func(i int) act.Signed {
		b := ask()
		b.Text = hash(string(rune('a' + i)))
		return s.Make(mediation.TypeCaseRequest, b, s.Ann)
	}
	for i := range mediation.MaxOpen - 1 {
		s.OK(request(i))
	}
	s.Refused(contract.TooMany, request(mediation.MaxOpen))
	s.by(mediation.TypeCaseWithdraw, mediation.CaseWithdraw{Case: first}, s.Ann)
	s.OK(request(mediation.MaxOpen))
	s.Refused(contract.TooMany, request(mediation.MaxOpen+1))
	s.Clock.Pass(8 * day)
	s.OK(request(mediation.MaxOpen + 1))
}

// A body comes to an agreement with a household of which somebody holds an office there: it is the mediator who has to be of neither side.
func TestAgreementWithOwnMember(t *testing.T) {
	s := newSite(t)
	third := s.Officers[s.Constitution.Bodies[2].ID]
	declared := people.OfficerDeclare{Bodies: []string{third.Body}, Person: "bob"}
	s.by(people.TypeOfficerDeclare, declared, s.mediator, s.other)
	b := mediation.CaseRequest{About: mediation.AboutRequest, Home: "1-102", Second: rules.Side{Body: third.Body}, Text: hash("fees")}
	id := s.by(mediation.TypeCaseRequest, b, s.Bob)
	s.by(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, s.mediator)
	s.by(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, third)
	s.by(mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: hash("agreement"), Case: id, Days: 7}, s.mediator, s.Bob, third)
	s.stands(id, rules.StateAgreed)
}
