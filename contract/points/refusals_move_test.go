// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
)

func (s *site) gifts() func() []town.Refusal {
	s.earned(40)
	return func() []town.Refusal {
		give := of(s, points.TypePointsGift, points.PointsGift{Amount: 10, From: "1-101", To: "1-102"})
		ann := func(name string, code act.Code, change func(*points.PointsGift)) town.Refusal {
			return give(name, code, change, s.Ann)
		}
		return []town.Refusal{
			give("another household's", contract.WrongPerson, same, s.Bob),
			give("by an officer", contract.NotOwner, same, s.first),
			give("what has ended", points.NoBalance, func(b *points.PointsGift) { b.From = "1-103" }, s.cat),
			ann("to itself", points.OwnGift, func(b *points.PointsGift) { b.To = b.From }),
			ann("to no home", contract.NotFound, func(b *points.PointsGift) { b.To = "9-909" }),
			ann("nothing", act.BadField, func(b *points.PointsGift) { b.Amount = 0 }),
			ann("more than it has", points.NoBalance, func(b *points.PointsGift) { b.Amount = 2000 }),
			ann("more than who gets it may have", points.OverMax, func(b *points.PointsGift) { b.To = "1-104" }),
		}
	}
}

func (s *site) reversals() func() []town.Refusal {
	earning := s.earned(30)
	help := points.HelpDone{Day: s.today(), Helped: "1-101", Helper: "1-102", Minutes: 50, Rule: "help"}
	bobs := s.tells(s.Bob, help)
	s.OK(s.once(points.TypeHelpConfirm, bobs, s.Ann))
	s.by(points.TypePointsGift, points.PointsGift{Amount: 50, From: "1-102", To: "1-101"}, s.Bob)
	half := points.PointsReverse{Amount: 20, Earning: earning, Reason: s.Constitution.Net}
	s.by(points.TypePointsReverse, half, s.Two()...)
	third := s.Officers[s.Constitution.Bodies[2].ID]
	return func() []town.Refusal {
		take := of(s, points.TypePointsReverse, half)
		two := func(name string, code act.Code, change func(*points.PointsReverse)) town.Refusal {
			return take(name, code, change, s.Two()...)
		}
		return []town.Refusal{
			take("by one body", contract.TwoBodies, same, s.first),
			take("by two of one body", contract.TwoBodies, same, s.first, s.Colleague),
			take("by an owner", contract.NotOfficer, same, s.Bob),
			take("the own, as an officer", people.OwnUnit, func(b *points.PointsReverse) { b.Earning = bobs.Help }, s.first, s.Resident),
			take("with an officer and an owner", contract.NotOfficer, same, third, s.Ann),
			two("no earning", contract.NotFound, func(b *points.PointsReverse) { b.Earning = s.Constitution.Net }),
			two("no hash", contract.NotFound, func(b *points.PointsReverse) { b.Earning = "help" }),
			two("for no reason", act.BadField, func(b *points.PointsReverse) { b.Reason = "" }),
			two("nothing", act.BadField, func(b *points.PointsReverse) { b.Amount = 0 }),
			two("twice", points.OverReversed, same),
			two("more than was paid", points.OverReversed, func(b *points.PointsReverse) { b.Amount = 31 }),
			two("what was given away", points.NoBalance, func(b *points.PointsReverse) { b.Earning, b.Amount = bobs.Help, 50 }),
		}
	}
}
