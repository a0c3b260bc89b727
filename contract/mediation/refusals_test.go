// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/mediation"
)

// What is refused of cases. Nothing of it is on the ledger, alone or in a batch with a good act.
func TestRefusals(t *testing.T) {
	s := newSite(t)
	late := s.agreed()
	s.Clock.Pass(31 * day)
	c := &cases{site: s, late: late, agreed: s.agreed(), proposed: s.proposed(), opened: s.opened(), taken: s.taken(), ended: s.taken()}
	s.by(mediation.TypeCaseReply, mediation.CaseReply{Case: c.proposed, Reply: rules.Yes, Text: hash("proposal")}, s.Ann)
	s.by(mediation.TypeCaseEnd, mediation.CaseEnd{Case: c.ended, Reason: hash("no")}, s.mediator)
	s.by(mediation.TypeCaseApply, mediation.CaseApply{Case: c.agreed}, s.Ann, s.Bob)
	s.by(mediation.TypeCasePerform, mediation.CasePerform{Case: c.agreed}, s.Ann)
	c.requested = s.requested()
	good := ask()
	good.Home, good.Text = "1-103", hash("good")
	s.Refuses(t, s.Make(mediation.TypeCaseRequest, good, s.People["cat"]), 98,
		town.Theme("requests", c.requests()), town.Theme("before", c.before()), town.Theme("talk", c.talk()),
		town.Theme("agreements", c.agreements()), town.Theme("after", c.after()))
}

// cases are one in each state.
type cases struct {
	*site
	requested, taken, opened, proposed, agreed, late, ended string
}

// try is an act that is refused.
func (c *cases) try(name string, code act.Code, kind string, body any, by ...*village.Signer) town.Refusal {
	return town.Refuse(name, code, c.Make(kind, body, by...))
}

func (c *cases) requests() []town.Refusal {
	request := func(name string, code act.Code, change func(*mediation.CaseRequest), by ...*village.Signer) town.Refusal {
		b := ask()
		change(&b)
		return c.try(name, code, mediation.TypeCaseRequest, b, by...)
	}
	with := func(name string, code act.Code, change func(*mediation.CaseRequest)) town.Refusal {
		return request(name, code, change, c.Ann)
	}
	type body = mediation.CaseRequest
	return []town.Refusal{
		request("for another's household", contract.WrongPerson, func(*body) {}, c.Bob),
		request("an officer for a household", act.BadField, func(*body) {}, c.mediator),
		request("by two", contract.NotOwner, func(*body) {}, c.Ann, c.Bob),
		with("against oneself", act.BadField, func(b *body) { b.Second.Home = "1-101" }),
		with("against nobody", act.BadField, func(b *body) { b.Second = rules.Side{} }),
		with("against two", act.BadField, func(b *body) { b.Second.Body = c.other.Body }),
		with("against a home that there is not", contract.NotFound, func(b *body) { b.Second.Home = "9-909" }),
		with("against a home that is none", act.BadField, func(b *body) { b.Second.Home = "\x00" }),
		with("against a body that there is not", contract.NotFound, func(b *body) { b.Second = rules.Side{Body: "police"} }),
		with("for a home that there is not", contract.NotFound, func(b *body) { b.Home = "9-909" }),
		with("without a text", act.BadField, func(b *body) { b.Text = "" }),
		with("with a text that is no hash", act.BadField, func(b *body) { b.Text = "noise" }),
		with("about anything", act.BadField, func(b *body) { b.About = "anything" }),
		with("a request about something", act.BadField, func(b *body) { b.ID = hash("a") }),
		with("about a breach that has no name", act.BadField, func(b *body) { b.About = mediation.AboutBreach }),
		with("about a breach that there is not", contract.NotFound, func(b *body) { b.About, b.ID = mediation.AboutBreach, hash("a") }),
		with("about an order that there is not", contract.NotFound, func(b *body) { b.About, b.ID = mediation.AboutOrder, hash("a") }),
		with("about a booking that there is not", contract.NotFound, func(b *body) { b.About, b.ID = mediation.AboutBooking, hash("a") }),
		with("about a booking that has no name", act.BadField, func(b *body) { b.About = mediation.AboutBooking }),
	}
}

func (c *cases) before() []town.Refusal {
	take := func(name string, code act.Code, id string, by ...*village.Signer) town.Refusal {
		return c.try("take: "+name, code, mediation.TypeCaseTake, mediation.CaseTake{Case: id}, by...)
	}
	join := func(name string, code act.Code, id string, by *village.Signer) town.Refusal {
		return c.try("join: "+name, code, mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, by)
	}
	shun := func(name string, code act.Code, id, why string, by *village.Signer) town.Refusal {
		return c.try("refuse: "+name, code, mediation.TypeCaseRefuse, mediation.CaseRefuse{Case: id, Reason: why}, by)
	}
	decline := func(name string, code act.Code, id, why string, by *village.Signer) town.Refusal {
		return c.try("decline: "+name, code, mediation.TypeCaseDecline, mediation.CaseDecline{Case: id, Reason: why}, by)
	}
	withdraw := func(name string, code act.Code, id, why string, by *village.Signer) town.Refusal {
		return c.try("withdraw: "+name, code, mediation.TypeCaseWithdraw, mediation.CaseWithdraw{Case: id, Reason: why}, by)
	}
	return []town.Refusal{
		take("a side", contract.NotOfficer, c.requested, c.Ann),
		take("by an officer who is the other side", people.OwnUnit, c.requested, c.Resident),
		take("two officers", contract.NotOfficer, c.requested, c.mediator, c.other),
		take("twice", mediation.CaseState, c.taken, c.other),
		take("what has ended", mediation.CaseClosed, c.ended, c.mediator),
		take("what there is not", contract.NotFound, hash("a"), c.mediator),
		take("what is no name", contract.NotFound, "case", c.mediator),
		decline("a side", contract.NotOfficer, c.requested, hash("a"), c.Bob),
		decline("without a reason", act.BadField, c.requested, "", c.mediator),
		decline("what is taken", mediation.CaseState, c.taken, hash("a"), c.mediator),
		join("who has asked", contract.WrongPerson, c.taken, c.Ann),
		join("a stranger", contract.WrongPerson, c.taken, c.People["cat"]),
		join("the mediator", contract.WrongPerson, c.taken, c.mediator),
		join("before it is taken", mediation.CaseState, c.requested, c.Bob),
		join("twice", mediation.CaseState, c.opened, c.Bob),
		join("what has ended", mediation.CaseClosed, c.ended, c.Bob),
		join("a passkey that was revoked", contract.Revoked, c.taken, c.Revoked),
		shun("who has asked", contract.WrongPerson, c.taken, "", c.Ann),
		shun("a reason that is no hash", act.BadField, c.taken, "no", c.Bob),
		shun("once it is open", mediation.CaseState, c.opened, "", c.Bob),
		withdraw("a stranger", contract.WrongPerson, c.opened, "", c.People["cat"]),
		withdraw("after the agreement", mediation.CaseState, c.agreed, "", c.Ann),
		withdraw("a reason that is no hash", act.BadField, c.opened, "no", c.Ann),
		withdraw("what has ended", mediation.CaseClosed, c.ended, "", c.Ann),
	}
}

func (c *cases) talk() []town.Refusal {
	say := func(name string, code act.Code, id, text string, by *village.Signer) town.Refusal {
		return c.try("say: "+name, code, mediation.TypeCaseSay, mediation.CaseSay{Case: id, Text: text}, by)
	}
	meet := func(name string, code act.Code, id string, in time.Duration, by *village.Signer) town.Refusal {
		body := mediation.CaseMeet{At: act.Int(c.Now().Add(in).Unix()), Case: id, Text: hash("hall")}
		return c.try("meet: "+name, code, mediation.TypeCaseMeet, body, by)
	}
	propose := func(name string, code act.Code, id string, days act.Int, by *village.Signer) town.Refusal {
		body := mediation.CasePropose{Case: id, Days: days, Text: hash("p")}
		return c.try("propose: "+name, code, mediation.TypeCasePropose, body, by)
	}
	reply := func(name string, code act.Code, id string, say rules.Reply, text string, by *village.Signer) town.Refusal {
		body := mediation.CaseReply{Case: id, Reply: say, Text: hash(text)}
		return c.try("reply: "+name, code, mediation.TypeCaseReply, body, by)
	}
	return []town.Refusal{
		say("before both take part", mediation.CaseState, c.taken, hash("a"), c.Ann),
		say("a stranger", contract.WrongPerson, c.opened, hash("a"), c.People["cat"]),
		say("nothing", act.BadField, c.opened, "", c.Ann),
		say("after the agreement", mediation.CaseState, c.agreed, hash("a"), c.Ann),
		say("what has ended", mediation.CaseClosed, c.ended, hash("a"), c.Ann),
		meet("a side", contract.NotOfficer, c.opened, day, c.Ann),
		meet("another mediator", contract.WrongPerson, c.opened, day, c.other),
		meet("a colleague of the mediator", contract.WrongPerson, c.opened, day, c.Colleague),
		meet("too far away", act.BadField, c.opened, 62*day, c.mediator),
		meet("before there was a case", act.BadField, c.opened, -day, c.mediator),
		meet("before both take part", mediation.CaseState, c.taken, day, c.mediator),
		propose("a side", contract.NotOfficer, c.opened, 7, c.Bob),
		propose("another mediator", contract.WrongPerson, c.opened, 7, c.other),
		propose("no days", act.BadField, c.opened, 0, c.mediator),
		propose("too many days", act.BadField, c.opened, 31, c.mediator),
		propose("while one is open", mediation.CaseState, c.proposed, 7, c.mediator),
		propose("before both take part", mediation.CaseState, c.taken, 7, c.mediator),
		reply("to nothing", mediation.CaseState, c.opened, rules.Yes, "proposal", c.Bob),
		reply("to another one", mediation.CaseState, c.proposed, rules.Yes, "another", c.Bob),
		reply("twice", contract.Exists, c.proposed, rules.No, "proposal", c.Ann),
		reply("perhaps", act.BadField, c.proposed, "perhaps", "proposal", c.Bob),
		reply("by silence", act.BadField, c.proposed, rules.Silent, "proposal", c.Bob),
		reply("a stranger", contract.WrongPerson, c.proposed, rules.Yes, "proposal", c.People["cat"]),
		reply("the mediator", contract.WrongPerson, c.proposed, rules.Yes, "proposal", c.mediator),
	}
}

func (c *cases) agreements() []town.Refusal {
	agree := func(name string, code act.Code, id string, days act.Int, by ...*village.Signer) town.Refusal {
		body := mediation.CaseAgree{Agreement: hash("agreement"), Case: id, Days: days}
		return c.try("agree: "+name, code, mediation.TypeCaseAgree, body, by...)
	}
	cat := c.People["cat"]
	return []town.Refusal{
		agree("without the mediator", contract.NotOfficer, c.opened, 7, c.Ann, c.Bob),
		agree("without a side", contract.NotParties, c.opened, 7, c.mediator, c.Ann),
		agree("without any side", contract.NotParties, c.opened, 7, c.mediator),
		agree("with one more", contract.NotParties, c.opened, 7, c.mediator, c.Ann, c.Bob, cat),
		agree("with another for a side", contract.WrongPerson, c.opened, 7, c.mediator, c.Ann, cat),
		agree("with another for both", contract.WrongPerson, c.opened, 7, c.mediator, cat, c.People["dan"]),
		agree("with officers for sides", contract.WrongPerson, c.opened, 7, c.mediator, c.Colleague, c.other),
		agree("under another mediator", contract.WrongPerson, c.opened, 7, c.other, c.Ann, c.Bob),
		agree("under an officer who is a side", people.OwnUnit, c.opened, 7, c.Resident, c.Ann, c.Bob),
		agree("for years", act.BadField, c.opened, 731, c.mediator, c.Ann, c.Bob),
		agree("before both take part", mediation.CaseState, c.taken, 7, c.mediator, c.Ann, c.Bob),
		agree("twice", mediation.CaseState, c.agreed, 7, c.mediator, c.Ann, c.Bob),
		agree("what has ended", mediation.CaseClosed, c.ended, 7, c.mediator, c.Ann, c.Bob),
		c.try("agree: nothing", act.BadField, mediation.TypeCaseAgree, mediation.CaseAgree{Case: c.opened, Days: 7}, c.mediator, c.Ann, c.Bob),
	}
}

func (c *cases) after() []town.Refusal {
	apply := func(name string, code act.Code, id string, by ...*village.Signer) town.Refusal {
		return c.try("apply: "+name, code, mediation.TypeCaseApply, mediation.CaseApply{Case: id}, by...)
	}
	perform := func(name string, code act.Code, id string, by *village.Signer) town.Refusal {
		return c.try("perform: "+name, code, mediation.TypeCasePerform, mediation.CasePerform{Case: id}, by)
	}
	follow := func(name string, code act.Code, id string, by *village.Signer) town.Refusal {
		return c.try("follow: "+name, code, mediation.TypeCaseFollow, mediation.CaseFollow{Case: id, Text: hash("a")}, by)
	}
	end := func(name string, code act.Code, id, why string, by *village.Signer) town.Refusal {
		return c.try("end: "+name, code, mediation.TypeCaseEnd, mediation.CaseEnd{Case: id, Reason: why}, by)
	}
	return []town.Refusal{
		apply("one side", contract.NotParties, c.agreed, c.Ann),
		apply("with a stranger", contract.WrongPerson, c.agreed, c.Ann, c.People["cat"]),
		apply("twice", contract.Exists, c.agreed, c.Ann, c.Bob),
		apply("after thirty days", mediation.CaseLate, c.late, c.Ann, c.Bob),
		apply("before there is an agreement", mediation.CaseState, c.opened, c.Ann, c.Bob),
		perform("a stranger", contract.WrongPerson, c.agreed, c.People["cat"]),
		perform("the mediator", contract.WrongPerson, c.agreed, c.mediator),
		perform("twice", contract.Exists, c.agreed, c.Ann),
		perform("before there is an agreement", mediation.CaseState, c.opened, c.Ann),
		follow("a side", contract.NotOfficer, c.agreed, c.Ann),
		follow("another mediator", contract.WrongPerson, c.agreed, c.other),
		follow("before there is an agreement", mediation.CaseState, c.opened, c.mediator),
		end("a side", contract.NotOfficer, c.opened, hash("a"), c.Ann),
		end("another mediator", contract.WrongPerson, c.opened, hash("a"), c.other),
		end("without a reason", act.BadField, c.opened, "", c.mediator),
		end("after the agreement", mediation.CaseState, c.agreed, hash("a"), c.mediator),
		end("twice", mediation.CaseClosed, c.ended, hash("a"), c.mediator),
	}
}
