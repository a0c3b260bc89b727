// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/parking"
)

// Offer is when a space is to be had, and on which terms.
type Offer struct {
	rules.Offer
	Act   string `json:"act"`   // hash of the act that made it: who books names it, and so the terms
	Ended bool   `json:"ended"` //
}

// Offers are a community's, by space: a new one takes the place of the one before. What was booked has its own copy of the terms.
const Offers contract.Ref[Offer] = "offer" // C~space: when a space is to be had, and on which terms

// OfferSet is the body of offer.set: whose a space is offers it, instead of what he offered before.
type OfferSet struct {
	Except  []act.Int `json:"except"` // days on which it is not to be had, counted from 1970-01-01, ascending
	From    act.Int   `json:"from"`   // Unix time
	Space   string    `json:"space"`
	Terms   Terms     `json:"terms"`
	Until   act.Int   `json:"until"`
	Windows []Window  `json:"windows"`
}

// Window is a time of the week in Beijing: see rules/parking.
type Window struct {
	Days []act.Int `json:"days"` // 0 for Sunday to 6, ascending
	From act.Int   `json:"from"` // minute of the day
	To   act.Int   `json:"to"`
}

// Band is a price by the time of the week.
type Band struct {
	Days []act.Int `json:"days"`
	From act.Int   `json:"from"`
	Hour act.Int   `json:"hour"` // points for an hour
	To   act.Int   `json:"to"`
}

// Terms are those of rules/parking.
type Terms struct {
	Bands    []Band  `json:"bands"`
	Cancel   act.Int `json:"cancel"`
	Deposit  act.Int `json:"deposit"`
	Draw     act.Int `json:"draw"`
	Early    act.Int `json:"early"`
	Hour     act.Int `json:"hour"`
	Late     act.Int `json:"late"`
	NoShow   act.Int `json:"noShow"`
	Notice   act.Int `json:"notice"`
	Others   bool    `json:"others"`
	Overstay act.Int `json:"overstay"`
}

func setOffer(c *contract.Context, b OfferSet) error {
	if err := hosts(c, b.Space); err != nil {
		return err
	}
	o := b.forRules()
	if reason := o.Check(); reason != rules.Allowed {
		return refuse(reason, "")
	}
	if o.Terms.Others {
		adopted, _, err := Regulations.Get(c, c.Act.Community)
		if err != nil {
			return err
		}
		if !adopted.Others {
			return act.Refuse(ForHouseholds)
		}
	}
	return Offers.Put(c, Offer{Offer: o, Act: c.Hash}, c.Act.Community, b.Space)
}

// hosts refuses who does not speak for whose a space is.
func hosts(c *contract.Context, space string) error {
	s, err := loadSpace(c, c.Act.Community, space)
	if err != nil {
		return err
	}
	if !s.Host.Complete() {
		return act.Refuse(contract.Revoked, "of", "space")
	}
	return speaksFor(c, s.Host)
}

func (b OfferSet) forRules() rules.Offer {
	o := rules.Offer{From: int64(b.From), Until: int64(b.Until), Except: ints(b.Except), Terms: b.Terms.forRules()}
	for _, w := range b.Windows {
		o.Windows = append(o.Windows, rules.Window{Days: ints(w.Days), From: int64(w.From), To: int64(w.To)})
	}
	return o
}

func (t Terms) forRules() rules.Terms {
	terms := rules.Terms{
		Hour: int64(t.Hour), Overstay: int64(t.Overstay), Deposit: int64(t.Deposit), Early: int64(t.Early), NoShow: int64(t.NoShow),
		Cancel: int64(t.Cancel), Late: int64(t.Late), Notice: int64(t.Notice), Draw: int64(t.Draw), Others: t.Others,
	}
	for _, b := range t.Bands {
		terms.Bands = append(terms.Bands, rules.Band{
			Window: rules.Window{Days: ints(b.Days), From: int64(b.From), To: int64(b.To)}, Hour: int64(b.Hour),
		})
	}
	return terms
}

func ints(numbers []act.Int) []int64 {
	all := make([]int64, len(numbers))
	for i, n := range numbers {
		all[i] = int64(n)
	}
	return all
}

// withdraw ends what is offered of a space, if anything is.
func withdraw(c *contract.Context, space string) error {
	o, ok, err := Offers.Get(c, c.Act.Community, space)
	if err != nil || !ok {
		return err
	}
	o.Ended = true
	return Offers.Put(c, o, c.Act.Community, space)
}

// OfferEnd is the body of offer.end: whose a space is offers it no more. What was booked stays.
type OfferEnd struct {
	Space string `json:"space"`
}

func endOffer(c *contract.Context, b OfferEnd) error {
	if err := hosts(c, b.Space); err != nil {
		return err
	}
	o, ok, err := Offers.Get(c, c.Act.Community, b.Space)
	switch {
	case err != nil:
		return err
	case !ok || o.Ended:
		return act.Refuse(contract.NotFound, "of", "offer")
	}
	return withdraw(c, b.Space)
}
