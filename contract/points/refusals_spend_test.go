// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
)

func (s *site) services() func() []town.Refusal {
	ended := s.haircut()
	ended.Service = "ended"
	s.by(points.TypeServiceSet, ended, s.Two()...)
	s.by(points.TypeServiceRetire, points.ServiceRetire{Reason: s.Constitution.Net, Service: "ended"}, s.Two()...)
	third := s.Officers[s.Constitution.Bodies[2].ID]
	return func() []town.Refusal {
		set := of(s, points.TypeServiceSet, s.haircut())
		two := func(name string, code act.Code, change func(*points.ServiceSet)) town.Refusal {
			return set(name, code, change, s.Two()...)
		}
		hours := func(name string, h points.Hours) town.Refusal {
			return two(name, act.BadField, func(b *points.ServiceSet) { b.Hours = []points.Hours{h} })
		}
		retire := of(s, points.TypeServiceRetire, points.ServiceRetire{Reason: s.Constitution.Net, Service: "haircut"})
		return []town.Refusal{
			set("by one body", contract.TwoBodies, same, s.first),
			set("by an owner", contract.NotOfficer, same, s.Ann),
			set("without who serves it", device.OtherBody, same, s.second, third),
			two("another body's", device.OtherBody, func(b *points.ServiceSet) { b.Body = s.second.Body }),
			two("no id", act.BadField, func(b *points.ServiceSet) { b.Service = "Hair cut" }),
			two("no points", act.BadField, func(b *points.ServiceSet) { b.Points = 0 }),
			two("less stock than is taken", act.BadField, func(b *points.ServiceSet) { b.Stock = 0 }),
			two("more stock than is counted", act.BadField, func(b *points.ServiceSet) { b.Stock = points.MaxStock + 1 }),
			two("until before it begins", act.BadField, func(b *points.ServiceSet) { b.Until = b.From }),
			two("no title", act.BadField, func(b *points.ServiceSet) { b.Title = "" }),
			two("a title that is not seen", act.BadField, func(b *points.ServiceSet) { b.Title = "理\u200b发" }),
			hours("on the eighth day", points.Hours{Days: []act.Int{7}, From: 0, To: 60}),
			hours("on no day", points.Hours{Days: []act.Int{}, From: 0, To: 60}),
			hours("backwards", points.Hours{Days: []act.Int{1}, From: 60, To: 60}),
			two("that has ended", contract.Revoked, func(b *points.ServiceSet) { b.Service = "ended" }),
			retire("ended by one body", contract.TwoBodies, same, s.first),
			retire("ended without who serves it", device.OtherBody, same, s.second, third),
			retire("ended, and there is none", contract.NotFound, func(b *points.ServiceRetire) { b.Service = "bath" }, s.Two()...),
			retire("ended for no reason", act.BadField, func(b *points.ServiceRetire) { b.Reason = "" }, s.Two()...),
			retire("ended twice", contract.Revoked, func(b *points.ServiceRetire) { b.Service = "ended" }, s.Two()...),
		}
	}
}

func (s *site) redeeming() func() []town.Refusal {
	other := func(id string, change func(*points.ServiceSet)) {
		service := s.haircut()
		service.Service, service.Hours = id, []points.Hours{}
		change(&service)
		s.by(points.TypeServiceSet, service, s.Two()...)
	}
	weekday := act.Int(s.Now().Weekday())
	other("tomorrow", func(b *points.ServiceSet) { b.From += 24 * 3600 })
	other("other-days", func(b *points.ServiceSet) {
		b.Hours = []points.Hours{{Days: []act.Int{(weekday + 2) % 7}, From: 0, To: 24 * 60}}
	})
	other("mornings", func(b *points.ServiceSet) { b.Hours = []points.Hours{{Days: []act.Int{weekday}, From: 0, To: 12 * 60}} })
	other("dear", func(b *points.ServiceSet) { b.Points = 900 })
	other("cheap", func(b *points.ServiceSet) { b.Points = 1 })
	s.by(points.TypePointsGift, points.PointsGift{Amount: 9, From: "1-104", To: "1-102"}, s.dan)
	s.earned(30)
	return func() []town.Refusal {
		redeem := of(s, points.TypePointsRedeem, redemption(1))
		ann := func(name string, code act.Code, change func(*points.PointsRedeem)) town.Refusal {
			return redeem(name, code, change, s.Ann)
		}
		at := func(service string) func(*points.PointsRedeem) {
			return func(b *points.PointsRedeem) { b.Service = service }
		}
		bobs := func(b *points.PointsRedeem) { b.Service, b.Unit = "cheap", "1-102" }
		return []town.Refusal{
			redeem("another household's", contract.WrongPerson, same, s.Bob),
			redeem("by one body", contract.TwoBodies, same, s.first),
			redeem("for the own, as an officer", people.OwnUnit, bobs, s.first, s.Resident),
			redeem("with fewer than one redeems from", points.TooFew, bobs, s.Bob),
			redeem("what has ended", points.TooFew, func(b *points.PointsRedeem) { b.Service, b.Unit = "cheap", "1-103" }, s.cat),
			redeem("for no home", contract.NotFound, func(b *points.PointsRedeem) { b.Unit = "9-909" }, s.Two()...),
			ann("no service", contract.NotFound, at("bath")),
			ann("what has ended its service", contract.Revoked, at("ended")),
			ann("before it begins", points.ServiceShut, at("tomorrow")),
			ann("on another day", points.ServiceShut, at("other-days")),
			ann("outside of its hours", points.ServiceShut, at("mornings")),
			ann("for more than it has", points.NoBalance, at("dear")),
			ann("more than are left", points.SoldOut, func(b *points.PointsRedeem) { b.Count = 4 }),
			ann("none", act.BadField, func(b *points.PointsRedeem) { b.Count = 0 }),
			ann("a hundred and one", act.BadField, func(b *points.PointsRedeem) { b.Count = points.MaxCount + 1 }),
			ann("with its code", act.BadField, func(b *points.PointsRedeem) { b.Voucher = "code" }),
		}
	}
}

func (s *site) vouchers(old past) func() []town.Refusal {
	s.earned(70)
	used, open := s.redeemed(1), s.redeemed(1)
	s.OK(s.once(points.TypeVoucherUse, s.use(used), s.first))
	return func() []town.Refusal {
		use := ofOnce(s, points.TypeVoucherUse, s.use(open))
		counter := func(name string, code act.Code, change func(*points.VoucherUse)) town.Refusal {
			return use(name, code, change, s.first)
		}
		give := of(s, points.TypeVoucherReturn, points.VoucherReturn{Voucher: open})
		return []town.Refusal{
			of(s, points.TypePointsRedeem, redemption(1))("with the code of another one", act.BadField,
				func(b *points.PointsRedeem) { b.Voucher = used }, s.Ann),
			use("by another body", device.OtherBody, same, s.second),
			use("by an owner", contract.NotOfficer, same, s.Ann),
			use("by two bodies", contract.NotOfficer, same, s.Two()...),
			counter("with another code", contract.NotFound, func(b *points.VoucherUse) { b.Code = make([]byte, points.CodeSize) }),
			counter("with a part of the code", contract.NotFound, func(b *points.VoucherUse) { b.Code = b.Code[1:] }),
			counter("with no code", contract.NotFound, func(b *points.VoucherUse) { b.Code = nil }),
			counter("a second time", points.VoucherOver, func(b *points.VoucherUse) { b.Code = s.use(used).Code }),
			town.Refuse("with another number", contract.SeqGap, s.Sign(s.Draft(points.TypeVoucherUse, 2, s.first), s.use(open), s.first)),
			counter("by a clock that is ahead", act.BadField, func(b *points.VoucherUse) { b.At += device.Ahead + 1 }),
			counter("before it was redeemed", act.BadField, func(b *points.VoucherUse) { b.At -= device.Ahead + 3600 }),
			counter("when it was over", points.VoucherOver, func(b *points.VoucherUse) { b.Code = s.use(old.over).Code }),
			counter("told too late", points.VoucherOver, func(b *points.VoucherUse) {
				b.Code, b.At = s.use(old.over).Code, act.Int(old.first.Add(time.Hour).Unix())
			}),
			give("given back by another household", contract.WrongPerson, same, s.Bob),
			give("given back by an officer", contract.NotOwner, same, s.first),
			give("given back after its use", points.VoucherOver, func(b *points.VoucherReturn) { b.Voucher = used }, s.Ann),
			give("given back, and there is none", contract.NotFound, func(b *points.VoucherReturn) { b.Voucher = s.Constitution.Net }, s.Ann),
		}
	}
}

// with changes one value of a drop.
func with(name, value string) func(*events.Event) {
	return func(e *events.Event) { e.Values[name] = value }
}

func (y *yard) bins(old past) func() []town.Refusal {
	good, paid := y.drop(asItIs), y.drop(asItIs)
	y.OK(y.once(points.TypePointsBin, paid, y.Ann))
	y.Clock.Pass(time.Second) // so that it is another act
	y.by(points.TypeBinCard, points.BinCard{Card: card("b"), Unit: "1-102"}, y.Two()...)
	y.by(points.TypeBinCard, points.BinCard{Card: card("c"), Unit: "1-101"}, y.Two()...)
	y.by(points.TypeBinCard, points.BinCard{Card: card("c"), Unit: ""}, y.Two()...)
	drops := map[string]points.PointsBin{}
	for name, change := range map[string]func(*events.Event){
		"bob's": with("card", card("b")), "nobody's": with("card", card("d")), "lost": with("card", card("c")),
		"cardless": func(e *events.Event) { delete(e.Values, "card") }, "other": with("stream", "other"), "named": with("user", "张三"),
		"full":      func(e *events.Event) { e.Kind = events.Fill },
		"unproved":  func(e *events.Event) { e.Device, e.Class = "bin-0", events.T0 },
		"higher":    func(e *events.Event) { e.Class = events.T3 },
		"no-device": func(e *events.Event) { e.Device = "bin-9" },
		"garden-2":  func(e *events.Event) { e.Community = "garden-2" },
		"future":    func(e *events.Event) { e.Received += 3600_000 },
	} {
		drops[name] = y.drop(change)
	}
	return func() []town.Refusal {
		show := ofOnce(y.site, points.TypePointsBin, good)
		ann := func(name string, code act.Code, change func(*points.PointsBin)) town.Refusal {
			return show(name, code, change, y.Ann)
		}
		as := func(b points.PointsBin) func(*points.PointsBin) { return func(to *points.PointsBin) { *to = b } }
		numbered := y.Sign(y.Draft(points.TypePointsBin, 2, y.Ann), good, y.Ann)
		return []town.Refusal{
			show("for another household", contract.WrongPerson, same, y.Bob),
			show("by an officer", contract.NotOwner, same, y.first),
			ann("a second time", points.Paid, as(paid)),
			ann("not in the log", device.NotIncluded, func(b *points.PointsBin) { b.Index = 0 }),
			ann("a size that the log never had", contract.NotFound, func(b *points.PointsBin) { b.Size = 999 }),
			ann("no event", act.BadField, func(b *points.PointsBin) { b.Event = "{}" }),
			ann("with another household's card", points.OtherCard, as(drops["bob's"])),
			ann("with nobody's card", points.OtherCard, as(drops["nobody's"])),
			ann("with a card that was lost", points.OtherCard, as(drops["lost"])),
			ann("without a card", device.NoDrop, as(drops["cardless"])),
			ann("with somebody's name", device.NoDrop, as(drops["named"])),
			ann("how full the bin is", device.NoDrop, as(drops["full"])),
			ann("of a higher class than the bin's", device.NoDrop, as(drops["higher"])),
			ann("of another community", device.NoDrop, as(drops["garden-2"])),
			ann("of no device", contract.NotFound, as(drops["no-device"])),
			ann("of a device that proves nothing", points.Untrusted, as(drops["unproved"])),
			ann("heard in the future", contract.NotYet, as(drops["future"])),
			ann("of long ago", points.DeedOver, as(old.drop)),
			ann("what the rule is not for", act.BadField, as(drops["other"])),
			ann("by a rule of other deeds", act.BadField, func(b *points.PointsBin) { b.Rule = "help" }),
			ann("by no rule", contract.NotFound, func(b *points.PointsBin) { b.Rule = "song" }),
			town.Refuse("with another number", contract.SeqGap, numbered),
		}
	}
}

func (y *yard) cards() func() []town.Refusal {
	return func() []town.Refusal {
		register := of(y.site, points.TypeBinCard, points.BinCard{Card: card("e"), Unit: "1-102"})
		two := func(name string, code act.Code, change func(*points.BinCard), by ...*village.Signer) town.Refusal {
			return register(name, code, change, y.Two()...)
		}
		return []town.Refusal{
			register("by one body", contract.TwoBodies, same, y.first),
			register("by an owner", contract.NotOfficer, same, y.Bob),
			register("the own, as an officer", people.OwnUnit, same, y.first, y.Resident),
			two("with its number", act.BadField, func(b *points.BinCard) { b.Card = "04a1b2c3" }),
			two("for no home", contract.NotFound, func(b *points.BinCard) { b.Unit = "9-909" }),
		}
	}
}
