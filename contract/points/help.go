// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/points"
)

// Bounds of a deed.
const (
	MaxMinutes = 24 * 60
	MaxDeedAge = 30 // days after it in which a deed is told and confirmed
)

// Deed is help that somebody says he gave. It pays once the other side has confirmed it.
type Deed struct {
	HelpDone
	By        string `json:"by"`                  // pseudonym of who helped
	Confirmed string `json:"confirmed,omitempty"` // hash of the act that did
	Confirmer string `json:"confirmer,omitempty"` // pseudonym of the owner, or the credential of the officer, who did
	Order     string `json:"order,omitempty"`     // that it ended, if who confirmed it said so
}

// Deeds are a community's, by the hash of the act that tells one.
const Deeds contract.Ref[Deed] = "help" // C~id: help that somebody gave, and who confirmed it

// Mended are a community's orders that neighbours have done.
const Mended contract.Ref[string] = "mended" // C~order: the help that ended an order, which was paid for once

// HelpDone is the body of help.done: an owner says that he helped. Nothing is paid for it yet.
type HelpDone struct {
	Day     act.Int `json:"day"`    // on which it was: days since 1970-01-01, in Beijing
	Helped  string  `json:"helped"` // unit; "" for the community
	Helper  string  `json:"helper"` // his own
	Minutes act.Int `json:"minutes"`
	Rule    string  `json:"rule"`
}

func tellHelp(c *contract.Context, b HelpDone) error {
	plan, err := inForce(c)
	if err != nil {
		return err
	}
	rule, err := plan.rule(b.Rule)
	if err != nil {
		return err
	}
	person := c.Signers[0].Person
	if err := cmp.Or(b.check(rule, c.Tx.Time), people.Owns(c, person, b.Helper), b.ofOthers(c)); err != nil {
		return err
	}
	return Deeds.Put(c, Deed{HelpDone: b, By: person}, c.Act.Community, c.Hash)
}

func (b HelpDone) check(rule Rule, now int64) error {
	way := Help
	if b.Helped == "" {
		way = Volunteer
	}
	today := calendar.DayOf(now)
	switch {
	case rule.Way != way:
		return act.Refuse(act.BadField, "of", "points-way", "rule", rule.Rule)
	case b.Minutes < 1 || b.Minutes > MaxMinutes || b.Amount(rule) == 0:
		return act.Refuse(act.BadField, "of", "help-minutes", "most", MaxMinutes)
	case int64(b.Day) > today:
		return act.Refuse(act.BadField, "of", "help-day")
	case int64(b.Day) < today-MaxDeedAge:
		return act.Refuse(DeedOver, "days", MaxDeedAge)
	}
	return nil
}

// Amount is what the help pays by a rule: whole points.
func (b HelpDone) Amount(rule Rule) int64 { return int64(b.Minutes) * int64(rule.Points) / 60 }

// ofOthers refuses help between homes that have an owner in common.
func (b HelpDone) ofOthers(c *contract.Context) error {
	if b.Helped == "" {
		return nil
	}
	helper, err := people.RightOf(c, b.Helper)
	if err != nil {
		return err
	}
	helped, err := people.RightOf(c, b.Helped)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(helper.Owners, func(owner string) bool { return slices.Contains(helped.Owners, owner) }) {
		return act.Refuse(OwnDeed, "of", "household")
	}
	return nil
}

// HelpConfirm is the body of help.confirm: an owner of the household that was helped says so, or an officer if it was the community.
type HelpConfirm struct {
	Help   string `json:"help"`   // hash of the act that told it
	Helper string `json:"helper"` // the unit that helped
	Order  string `json:"order"`  // of the household, that the help has ended; "" if it had reported nothing
	Rule   string `json:"rule"`   // by which it is paid
}

func confirmHelp(c *contract.Context, b HelpConfirm) error {
	deed, err := b.load(c)
	if err != nil {
		return err
	}
	plan, err := inForce(c)
	if err != nil {
		return err
	}
	rule, err := plan.rule(deed.Rule)
	if err != nil {
		return err
	}
	if err := cmp.Or(deed.check(rule, c.Tx.Time), deed.ofOthers(c), deed.confirmedBy(c), b.mends(c, deed)); err != nil {
		return err
	}
	deed.Order, deed.Confirmed, deed.Confirmer = b.Order, c.Hash, cmp.Or(c.Signers[0].Person, c.Signers[0].ID)
	if err := Deeds.Put(c, deed, c.Act.Community, b.Help); err != nil {
		return err
	}
	return pay(c, plan, rule, deed.Helper, rules.Claim{ID: b.Help, Amount: deed.Amount(rule)})
}

// load reads a deed that has not been confirmed, and is the one that the confirmation says.
func (b HelpConfirm) load(c *contract.Context) (Deed, error) {
	if !contract.IsHash(b.Help) {
		return Deed{}, act.Refuse(contract.NotFound, "of", "help")
	}
	deed, ok, err := Deeds.Get(c, c.Act.Community, b.Help)
	switch {
	case err != nil:
		return deed, err
	case !ok:
		return deed, act.Refuse(contract.NotFound, "of", "help")
	case deed.Confirmed == c.Hash:
		return deed, act.Refuse(contract.Already)
	case deed.Confirmed != "":
		return deed, act.Refuse(Paid)
	case b.Helper != deed.Helper || b.Rule != deed.Rule:
		return deed, act.Refuse(act.BadField, "of", "help-told")
	case c.Act.Seq != 1: // a deed is confirmed once
		return deed, act.Refuse(contract.SeqGap, "of", "once")
	}
	return deed, nil
}

// confirmedBy refuses who may not confirm a deed. That he is an owner of no home of the helper's is seen before.
func (d Deed) confirmedBy(c *contract.Context) error {
	by := c.Signers[0]
	switch {
	case d.Helped != "" && by.Kind != contract.Owner:
		return act.Refuse(contract.NotOwner, "of", "helped")
	case d.Helped != "" && by.Person == d.By:
		return act.Refuse(OwnDeed, "of", "person")
	case d.Helped != "":
		return people.Owns(c, by.Person, d.Helped)
	case by.Kind != contract.Officer:
		return act.Refuse(contract.NotOfficer, "of", "community")
	}
	return people.NotOwnHome(c, d.Helper)
}

// mends notes that help has ended an order. It has to be over, by whichever step: a household takes back what a neighbour has mended, or
// confirms what he did with a worker.
func (b HelpConfirm) mends(c *contract.Context, d Deed) error {
	if b.Order == "" {
		return nil
	}
	if !contract.IsHash(b.Order) {
		return act.Refuse(contract.NotFound, "of", "order")
	}
	o, ok, err := order.Orders.Get(c, c.Act.Community, b.Order)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "order")
	case !slices.Contains(o.Affected, d.Helped):
		return act.Refuse(order.NotAffected)
	case !o.State.Closed():
		return act.Refuse(order.OrderState, "state", o.State)
	}
	if _, ok, err := Mended.Get(c, c.Act.Community, b.Order); err != nil || ok {
		return cmp.Or(err, act.Refuse(Paid, "of", "order"))
	}
	return Mended.Put(c, b.Help, c.Act.Community, b.Order)
}
