// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/points"
)

// Card is whose a card is that opens bins.
type Card struct {
	Act  string `json:"act"` // hash of the act that registered it last
	Unit string `json:"unit"`
}

// Cards are a community's, by the commitment to a card that an oracle's events have.
const Cards contract.Ref[Card] = "card" // C~commitment: whose household a card is that opens bins

// BinCard is the body of bin.card: two bodies put on record whose household a card is, or with "" nobody's any more.
type BinCard struct {
	Card string `json:"card"` // the commitment to it (hex)
	Unit string `json:"unit"`
}

func registerCard(c *contract.Context, b BinCard) error {
	if !contract.IsHash(b.Card) {
		return act.Refuse(act.BadField, "of", "card")
	}
	if b.Unit != "" {
		if _, err := people.RightOf(c, b.Unit); err != nil {
			return err
		}
		if err := people.NotOwnHome(c, b.Unit); err != nil {
			return err
		}
	}
	return Cards.Put(c, Card{Act: c.Hash, Unit: b.Unit}, c.Act.Community, b.Card)
}

// PointsBin is the body of points.bin: an owner shows that his household put something into a bin, sorted.
type PointsBin struct {
	Event  string    `json:"event"` // its canonical text
	Index  act.Int   `json:"index"` // the proof is as that of alarm.acknowledge
	Oracle string    `json:"oracle"`
	Proof  act.Bytes `json:"proof"`
	Rule   string    `json:"rule"`
	Size   act.Int   `json:"size"`
	Unit   string    `json:"unit"` // his
}

func payDrop(c *contract.Context, b PointsBin) error {
	id := events.IDOf(b.Event).String()
	before, ok, err := Transfers.Get(c, c.Act.Community, id)
	switch {
	case err != nil:
		return err
	case ok && before.Act == c.Hash:
		return act.Refuse(contract.Already)
	case ok:
		return act.Refuse(Paid)
	case c.Act.Seq != 1: // an event is shown once
		return act.Refuse(contract.SeqGap, "of", "once")
	}
	plan, err := inForce(c)
	if err != nil {
		return err
	}
	rule, err := plan.rule(b.Rule)
	if err != nil {
		return err
	}
	if err := cmp.Or(people.Owns(c, c.Signers[0].Person, b.Unit), b.check(c, rule)); err != nil {
		return err
	}
	return pay(c, plan, rule, b.Unit, rules.Claim{ID: id, Amount: int64(rule.Points)})
}

// check refuses what is no drop of the household's that the rule is for. Nothing is paid on the word of a device that proves it by nothing.
func (b PointsBin) check(c *contract.Context, rule Rule) error {
	if rule.Way != Bin {
		return act.Refuse(act.BadField, "of", "points-way", "rule", rule.Rule)
	}
	e, d, err := device.ProvenDrop(c, device.Proof{Event: b.Event, Index: b.Index, Oracle: b.Oracle, Proof: b.Proof, Size: b.Size})
	if err != nil {
		return err
	}
	stream, card, _ := e.Dropped()
	switch {
	case d.Class == events.T0:
		return act.Refuse(Untrusted)
	case !rule.Takes(stream):
		return act.Refuse(act.BadField, "of", "points-stream", "rule", rule.Rule)
	case int64(e.Received)/1000 < c.Tx.Time-MaxDeedAge*24*3600:
		return act.Refuse(DeedOver, "days", MaxDeedAge)
	}
	known, ok, err := Cards.Get(c, c.Act.Community, card)
	switch {
	case err != nil:
		return err
	case !ok || known.Unit == "":
		return act.Refuse(OtherCard, "of", "unknown")
	case known.Unit != b.Unit:
		return act.Refuse(OtherCard)
	}
	return nil
}
