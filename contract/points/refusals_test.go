// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// What is refused of points. Nothing of it is on the ledger, alone or in a batch with a good act.
func TestRefusalsOfPoints(t *testing.T) {
	s := bare(t)
	first := s.voted("plan", plan(), true)
	s.Clock.Pass(time.Second)
	next := plan()
	next.Least = 20
	good, lost := s.voted("plan-2", next, true), s.voted("plan-3", next, false)
	s.by(points.TypePointsAdopt, first, s.Two()...)
	y := newYard(s)
	old := y.past()
	prepared := map[string]func() []town.Refusal{}
	for name, prepare := range map[string]func() func() []town.Refusal{
		"plans": func() func() []town.Refusal { return s.plans(good, lost) }, "help": s.helps,
		"confirming": func() func() []town.Refusal { return s.confirming(old) },
		"gifts":      s.gifts, "reversals": s.reversals, "services": s.services,
		"redeeming": s.redeeming, "vouchers": func() func() []town.Refusal { return s.vouchers(old) },
		"bins": func() func() []town.Refusal { return y.bins(old) }, "cards": y.cards,
	} {
		prepared[name] = prepare()
	}
	var themes []town.Refusals
	for _, name := range slices.Sorted(maps.Keys(prepared)) { // once all is there, so that every act has the number that is next
		themes = append(themes, town.Theme(name, prepared[name]()))
	}
	ok := points.HelpDone{Day: s.today(), Helped: "1-101", Helper: "1-103", Minutes: 60, Rule: "help"}
	s.Refuses(t, s.Make(points.TypeHelpDone, ok, s.cat), 151, themes...)
}

// Before a community has adopted anything there are no points.
func TestRefusalsWithoutPlan(t *testing.T) {
	s := bare(t)
	without := plan()
	without.Gifts = false
	adoption := s.voted("plan", without, true)
	s.serves()
	s.Refused(points.NoPlan, s.Make(points.TypeHelpDone, s.hours(60), s.Ann))
	s.Refused(points.NoPlan, s.Make(points.TypePointsGift, points.PointsGift{Amount: 1, From: "1-101", To: "1-102"}, s.Ann))
	s.Refused(points.NoPlan, s.Make(points.TypePointsRedeem, redemption(1), s.Ann))
	s.Refused(points.NoPlan, s.once(points.TypePointsBin, newYard(s).drop(asItIs), s.Ann))
	s.by(points.TypePointsAdopt, adoption, s.Two()...)
	s.earned(60)
	s.Refused(points.GiftsOff, s.Make(points.TypePointsGift, points.PointsGift{Amount: 1, From: "1-101", To: "1-102"}, s.Ann))
}

// past is what was long ago when the refusals are made.
type past struct {
	told  points.HelpConfirm // of bob's help to cat
	over  string             // ann's voucher
	drop  points.PointsBin   // ann's
	first time.Time
}

// past lets more than a hundred days go by: cat has points that have ended, dan as many as he may have.
func (y *yard) past() past {
	y.Helper()
	y.serves()
	help := func(unit string, minutes act.Int) points.HelpDone {
		return points.HelpDone{Day: y.today(), Helped: "1-101", Helper: unit, Minutes: minutes, Rule: "help"}
	}
	confirmed := func(who *village.Signer, unit string, minutes act.Int) {
		y.OK(y.once(points.TypeHelpConfirm, y.tells(who, help(unit, minutes)), y.Ann))
	}
	toCat := help("1-102", 60)
	toCat.Helped = "1-103"
	p := past{told: y.tells(y.Bob, toCat), drop: y.drop(asItIs), first: y.Now()}
	confirmed(y.cat, "1-103", 50)
	y.earned(100)
	p.over = y.redeemed(1)
	y.Clock.Pass(101 * day)
	confirmed(y.dan, "1-104", 800)
	y.Clock.Pass(day)
	confirmed(y.dan, "1-104", 200)
	y.Clock.Pass(day)
	return p
}

// A maker makes refusals of one type of act, which are each a change to a good one.
type maker[B any] func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal

func of[B any](s *site, kind string, good B) maker[B] {
	return func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal {
		body := good
		change(&body)
		return town.Refuse(name, code, s.Make(kind, body, by...))
	}
}

// ofOnce is of for what is numbered by what it is about.
func ofOnce[B any](s *site, kind string, good B) maker[B] {
	return func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal {
		body := good
		change(&body)
		return town.Refuse(name, code, s.once(kind, body, by...))
	}
}

func same[B any](*B) {}

func (s *site) plans(good, lost points.PointsAdopt) func() []town.Refusal {
	return func() []town.Refusal {
		adopt := of(s, points.TypePointsAdopt, good)
		change := func(name string, code act.Code, change func(*points.PointsAdopt)) town.Refusal {
			return adopt(name, code, change, s.Two()...)
		}
		bad := func(name string, to func(*points.Plan)) town.Refusal {
			return change(name, act.BadField, func(b *points.PointsAdopt) {
				b.Plan.Rules = slices.Clone(b.Plan.Rules)
				to(&b.Plan)
			})
		}
		return []town.Refusal{
			adopt("by one body", contract.TwoBodies, same, s.first),
			adopt("by an owner", contract.NotOfficer, same, s.Ann),
			change("by no election", contract.NotFound, func(b *points.PointsAdopt) { b.Election = "plan-9" }),
			change("by no contest", contract.NotFound, func(b *points.PointsAdopt) { b.Contest = "c9" }),
			change("while it is voted on", vote.NotAdopted, func(b *points.PointsAdopt) { b.Election = "vote" }),
			change("another one than was voted on", vote.NotAdopted, func(b *points.PointsAdopt) { b.Plan.Least = 30 }),
			change("voted down", vote.NotAdopted, func(b *points.PointsAdopt) { *b = lost }),
			change("the one in force", contract.Exists, func(b *points.PointsAdopt) { b.Election, b.Plan = "plan", plan() }),
			bad("no rules", func(p *points.Plan) { p.Rules = []points.Rule{} }),
			bad("rules out of order", func(p *points.Plan) { slices.Reverse(p.Rules) }),
			bad("a rule twice", func(p *points.Plan) { p.Rules[1] = p.Rules[0] }),
			bad("no budget", func(p *points.Plan) { p.Rules[0].Budget = 0 }),
			bad("no points", func(p *points.Plan) { p.Rules[0].Points = 0 }),
			bad("a way that is none", func(p *points.Plan) { p.Rules[0].Way = "running" }),
			bad("a stream of no bin", func(p *points.Plan) { p.Rules[0].Stream = "kitchen" }),
			bad("two rules for one stream", func(p *points.Plan) { p.Rules[3].Way = points.Bin }),
			bad("a rule without a title", func(p *points.Plan) { p.Rules[0].Title = "\u3000" }),
			bad("a title that is too long", func(p *points.Plan) { p.Rules[0].Title = strings.Repeat("积", points.MaxTitle+1) }),
			bad("a title that turns the line", func(p *points.Plan) { p.Rules[0].Title = "Help\u202e" }),
			bad("redeemed from more than there may be", func(p *points.Plan) { p.Least = p.MaxBalance + 1 }),
			bad("lots for longer than is counted", func(p *points.Plan) { p.LifeDays = 36_501 }),
		}
	}
}

func (s *site) helps() func() []town.Refusal {
	return func() []town.Refusal {
		tell := of(s, points.TypeHelpDone, s.hours(60))
		ann := func(name string, code act.Code, change func(*points.HelpDone)) town.Refusal {
			return tell(name, code, change, s.Ann)
		}
		return []town.Refusal{
			tell("another household's", contract.WrongPerson, same, s.cat),
			tell("by an officer", contract.NotOwner, same, s.first),
			tell("by who is not confirmed", contract.Pending, same, s.Pending),
			tell("with a passkey that was revoked", contract.Revoked, same, s.Revoked),
			tell("for the own household", points.OwnDeed, func(b *points.HelpDone) { b.Helper, b.Helped = "1-104", "1-104" }, s.dan),
			ann("for no home", contract.NotFound, func(b *points.HelpDone) { b.Helped = "9-909" }),
			ann("by no rule", contract.NotFound, func(b *points.HelpDone) { b.Rule = "song" }),
			ann("of a household, as the community's", act.BadField, func(b *points.HelpDone) { b.Rule = "garden" }),
			ann("of the community, as a household's", act.BadField, func(b *points.HelpDone) { b.Helped = "" }),
			ann("as what is put in a bin", act.BadField, func(b *points.HelpDone) { b.Rule = "kitchen" }),
			ann("for no time", act.BadField, func(b *points.HelpDone) { b.Minutes = 0 }),
			ann("for more than a day", act.BadField, func(b *points.HelpDone) { b.Minutes = points.MaxMinutes + 1 }),
			ann("tomorrow", act.BadField, func(b *points.HelpDone) { b.Day++ }),
			ann("too long ago", points.DeedOver, func(b *points.HelpDone) { b.Day -= points.MaxDeedAge + 1 }),
		}
	}
}

func (s *site) confirming(old past) func() []town.Refusal {
	done := s.told(60)
	s.OK(s.once(points.TypeHelpConfirm, done, s.Bob))
	open, much := s.told(100), s.told(741) // of the 800 of a day
	work := points.HelpDone{Day: s.today(), Helper: "1-102", Minutes: 60, Rule: "garden"}
	garden := s.tells(s.Bob, work)
	trial := points.HelpDone{Day: s.today(), Helped: "1-101", Helper: "1-102", Minutes: 61, Rule: "small"}
	budget := s.tells(s.Bob, trial)
	more := s.tells(s.dan, points.HelpDone{Day: s.today(), Helped: "1-102", Helper: "1-104", Minutes: 60, Rule: "help"})
	return func() []town.Refusal {
		confirm := ofOnce(s, points.TypeHelpConfirm, open)
		bob := func(name string, code act.Code, change func(*points.HelpConfirm)) town.Refusal {
			return confirm(name, code, change, s.Bob)
		}
		as := func(c points.HelpConfirm) func(*points.HelpConfirm) { return func(b *points.HelpConfirm) { *b = c } }
		return []town.Refusal{
			confirm("the own deed", points.OwnDeed, same, s.Ann),
			confirm("another one's help", contract.WrongPerson, same, s.cat),
			confirm("a household's, by an officer", contract.NotOwner, same, s.first),
			confirm("by two officers", contract.NotOfficer, as(garden), s.Two()...),
			bob("no help", contract.NotFound, func(b *points.HelpConfirm) { b.Help = s.Constitution.Net }),
			bob("no hash", contract.NotFound, func(b *points.HelpConfirm) { b.Help = "help" }),
			bob("a second time", points.Paid, as(done)),
			bob("another household's", act.BadField, func(b *points.HelpConfirm) { b.Helper = "1-103" }),
			bob("by another rule", act.BadField, func(b *points.HelpConfirm) { b.Rule = "small" }),
			bob("over the cap of a day", points.OverDayCap, as(much)),
			confirm("over the budget", points.OverBudget, as(budget), s.Ann),
			bob("over what a household may have", points.OverMax, as(more)),
			confirm("what was too long ago", points.DeedOver, as(old.told), s.cat),
			confirm("the community's, by an owner", contract.NotOfficer, as(garden), s.Ann),
			confirm("the own, as an officer", people.OwnUnit, as(garden), s.Resident),
			town.Refuse("with another number", contract.SeqGap, s.Sign(s.Draft(points.TypeHelpConfirm, 2, s.Bob), open, s.Bob)),
		}
	}
}
