// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/order"
)

// What is refused of orders. Nothing of it is on the ledger, alone or in a batch with a ballot.
func TestRefusalsOfOrders(t *testing.T) {
	s := newSite(t)
	prepared := map[string]func() []town.Refusal{"care": s.consents()} // takes hours, and comes before all others
	for name, prepare := range map[string]func() func() []town.Refusal{
		"workers": s.workers, "grids": s.grids, "duties": s.adoptions, "raising": s.raised, "alarms": s.alarms,
		"directing": s.directed, "working": s.worked, "closing": s.closed,
	} {
		prepared[name] = prepare()
	}
	var themes []town.Refusals
	for name, refusals := range prepared { // once all is there, so that every act has the number that is next
		themes = append(themes, town.Theme(name, refusals()))
	}
	report := s.tap()
	report.Unit = "1-103"
	s.Refuses(t, s.Make(order.TypeOrderReport, report, s.cat), 99, themes...)
}

// of makes refusals of one type of act, which are each a change to a good one.
func of[B any](s *site, kind string, good B) func(string, act.Code, func(*B), ...*village.Signer) town.Refusal {
	return func(name string, code act.Code, change func(*B), by ...*village.Signer) town.Refusal {
		body := good
		change(&body)
		return town.Refuse(name, code, s.Make(kind, body, by...))
	}
}

func (s *site) workers() func() []town.Refusal {
	fresh, gone := s.Signer(s.first.Body, ""), s.Worker(s.second.Body)
	good, err := s.Employ(fresh)
	town.Done(s, err)
	other, err := s.Employ(s.Signer(s.first.Body, ""))
	town.Done(s, err)
	s.by(s.second, order.TypeWorkerRevoke, order.WorkerRevoke{Reason: s.Constitution.Net, Worker: gone.Key.ID()})
	return func() []town.Refusal {
		enrol := of(s, order.TypeWorkerEnrol, good)
		revoke := of(s, order.TypeWorkerRevoke, order.WorkerRevoke{Reason: s.Constitution.Net, Worker: s.north[3].Key.ID()})
		as, so := func(*order.WorkerEnrol) {}, func(*order.WorkerRevoke) {}
		return []town.Refusal{
			enrol("a worker, by an owner", contract.NotOfficer, as, s.Ann),
			enrol("a worker, by a worker", contract.NotOfficer, as, s.north[0]),
			enrol("a worker of another body than he agreed to", act.WrongChallenge, as, s.second),
			enrol("a worker who has not agreed", act.BadSignature, func(w *order.WorkerEnrol) { w.Agreed.Sig = other.Agreed.Sig }, s.first),
			enrol("a worker who agreed for another passkey", act.WrongChallenge,
				func(w *order.WorkerEnrol) { w.Worker = other.Worker }, s.first),
			enrol("a worker without an id", act.BadField, func(w *order.WorkerEnrol) { w.Worker = "" }, s.first),
			revoke("another body's worker", contract.TwoBodies, so, s.second),
			revoke("no worker", contract.NotFound, func(w *order.WorkerRevoke) { w.Worker = s.Ann.Key.ID() }, s.first),
			revoke("for no reason", act.BadField, func(w *order.WorkerRevoke) { w.Reason = "" }, s.first),
			revoke("by a worker", contract.NotOfficer, so, s.north[0]),
			revoke("a worker who was", contract.Revoked, func(w *order.WorkerRevoke) { w.Worker = gone.Key.ID() }, s.second),
		}
	}
}

func (s *site) grids() func() []town.Refusal {
	return func() []town.Refusal {
		set := of(s, order.TypeGridSet, s.grid("east", s.first, s.north...))
		changed := func(name string, code act.Code, change func(*order.GridSet)) town.Refusal {
			return set(name, code, change, s.first, s.second)
		}
		third := s.Officers[s.Constitution.Bodies[2].ID]
		as := func(*order.GridSet) {}
		shift := order.Shift{Days: []act.Int{7}, From: 0, To: 600, Worker: s.north[0].Key.ID()}
		return []town.Refusal{
			set("by one body", contract.TwoBodies, as, s.first),
			set("without the body it is of", device.OtherBody, as, s.second, third),
			changed("another body's", device.OtherBody, func(g *order.GridSet) { g.Grid = "south" }),
			changed("no id", act.BadField, func(g *order.GridSet) { g.Grid = "East Gate" }),
			changed("places out of order", act.BadField, func(g *order.GridSet) { g.Places = []string{"3-", "1-"} }),
			changed("a place with a telephone's number", act.BadField, func(g *order.GridSet) { g.Places = []string{"13800138000"} }),
			changed("a worker twice", act.BadField, func(g *order.GridSet) { g.Workers = append(g.Workers, g.Workers[0]) }),
			changed("a worker of another body", device.OtherBody, func(g *order.GridSet) { g.Workers = []string{s.south[0].Key.ID()} }),
			changed("an owner who works", contract.NotFound, func(g *order.GridSet) { g.Workers = []string{s.Ann.Key.ID()} }),
			changed("a shift on the eighth day", act.BadField, func(g *order.GridSet) { g.Shifts = []order.Shift{shift} }),
			changed("a language that is none", act.BadField, func(g *order.GridSet) {
				g.Languages = []order.Speaker{{Languages: []string{"吴语"}, Worker: g.Workers[0]}}
			}),
			changed("its own neighbour", act.BadField, func(g *order.GridSet) { g.Next = g.Grid }),
			changed("no neighbour", contract.NotFound, func(g *order.GridSet) { g.Next = "west" }),
			changed("a supervisor of another body", contract.NotFound, func(g *order.GridSet) { g.Supervisor = s.second.Key.ID() }),
		}
	}
}

func (s *site) adoptions() func() []town.Refusal {
	return func() []town.Refusal {
		good := s.duties()
		good.Version = 2
		adopt := of(s, order.TypeDutiesAdopt, good)
		duty := func(name string, code act.Code, change func(*order.Duty)) town.Refusal {
			return adopt(name, code, func(d *order.DutiesAdopt) {
				one := d.Duties[0]
				change(&one)
				d.Duties = []order.Duty{one, d.Duties[1]}
			}, s.Two()...)
		}
		return []town.Refusal{
			adopt("by one body", contract.TwoBodies, func(*order.DutiesAdopt) {}, s.first),
			adopt("the version before", act.BadField, func(d *order.DutiesAdopt) { d.Version = 1 }, s.Two()...),
			adopt("without a basis", act.BadField, func(d *order.DutiesAdopt) { d.Basis = "" }, s.Two()...),
			duty("a grid that is none", contract.NotFound, func(d *order.Duty) { d.Grid = "west" }),
			duty("no hands", act.BadField, func(d *order.Duty) { d.Hands = 0 }),
			duty("a kind that is none", act.BadField, func(d *order.Duty) { d.Kind = "fire" }),
			duty("no priority", act.BadField, func(d *order.Duty) { d.Priority = "" }),
			duty("the same twice", act.BadField, func(d *order.Duty) { d.Kind, d.Place = "", "3-" }),
		}
	}
}

func (s *site) raised() func() []town.Refusal {
	return func() []town.Refusal {
		report := of(s, order.TypeOrderReport, s.tap())
		take := of(s, order.TypeOrderTake, order.OrderTake{Kind: rules.Noise, Photos: []string{}, Place: "3-2", Unit: "1-101"})
		return []town.Refusal{
			report("somebody else's home", contract.WrongPerson, func(r *order.OrderReport) { r.Unit = "1-102" }, s.Ann),
			report("no home", contract.NotFound, func(r *order.OrderReport) { r.Unit = "9-909" }, s.Ann),
			report("a kind that is none", act.BadField, func(r *order.OrderReport) { r.Kind = "fire" }, s.Ann),
			report("a place with words", act.BadField, func(r *order.OrderReport) { r.Place = "3-2 王阿姨家" }, s.Ann),
			report("with its words", act.BadField, func(r *order.OrderReport) { r.Text = "漏水" }, s.Ann),
			report("four photos", act.BadField, func(r *order.OrderReport) { r.Photos = make([]string, 4) }, s.Ann),
			report("a photo twice", act.BadField, func(r *order.OrderReport) { r.Photos = append(r.Photos, r.Photos[0]) }, s.Ann),
			report("by an officer", contract.NotOwner, func(*order.OrderReport) {}, s.first),
			report("by a worker", contract.NotOwner, func(*order.OrderReport) {}, s.north[0]),
			report("by who is not confirmed", contract.Pending, func(*order.OrderReport) {}, s.Pending),
			take("taken by an owner", contract.NotOfficer, func(*order.OrderTake) {}, s.Ann),
			take("a priority that is none", act.BadField, func(o *order.OrderTake) { o.Priority = "at once" }, s.first),
			take("of no home", contract.NotFound, func(o *order.OrderTake) { o.Unit = "9-909" }, s.first),
		}
	}
}

func (s *site) alarms() func() []town.Refusal {
	open, good := s.smoke("smoke-1", 1), s.smoke("smoke-2", 1)
	again := s.smoke("smoke-1", 2)
	s.OK(s.said(order.TypeOrderAlarm, open))
	other := s.EnrolledOracle(s.second.Body)
	return func() []town.Refusal {
		raise := func(name string, code act.Code, change func(*order.OrderAlarm)) town.Refusal {
			body := good
			change(&body)
			return town.Refuse(name, code, s.said(order.TypeOrderAlarm, body))
		}
		as := func(*order.OrderAlarm) {}
		numbered := s.history.By.Sign(s, s.history.By.Draft(s.Town, order.TypeOrderAlarm, 2), good)
		of := of(s, order.TypeOrderAlarm, good)
		return []town.Refusal{
			raise("a second one", contract.Exists, func(a *order.OrderAlarm) { *a = again }),
			raise("not in the log", device.NotIncluded, func(a *order.OrderAlarm) { a.Index = 0 }),
			raise("a size that the log never had", contract.NotFound, func(a *order.OrderAlarm) { a.Size = 99 }),
			raise("no event", act.BadField, func(a *order.OrderAlarm) { a.Event = "" }),
			raise("at no home", contract.NotFound, func(a *order.OrderAlarm) { a.Unit = "9-909" }),
			town.Refuse("by another oracle", device.OtherBody, other.Sign(s, other.Draft(s.Town, order.TypeOrderAlarm, 1), good)),
			town.Refuse("by a program that is none", contract.NotEnrolled, func() act.Signed {
				p := town.NewProgram(s, s.first.Body)
				return p.Sign(s, p.Draft(s.Town, order.TypeOrderAlarm, 1), good)
			}()),
			town.Refuse("with another number", contract.SeqGap, numbered),
			town.Refuse("by an owner", contract.NotOfficer, s.Sign(s.Draft(order.TypeOrderAlarm, 1, s.Ann), good, s.Ann)),
			of("by a worker", contract.NotOfficer, as, s.north[0]),
		}
	}
}

func (s *site) consents() func() []town.Refusal {
	s.by(s.Bob, order.TypeCareConsent, func() order.CareConsent { m := s.consent(); m.Unit = "1-102"; return m }())
	s.by(s.cat, order.TypeCareConsent, func() order.CareConsent { m := s.consent(); m.Unit = "1-103"; return m }())
	since := s.at()
	s.Clock.Pass(12 * time.Hour)
	s.by(s.cat, order.TypeCareWithdraw, order.CareWithdraw{Person: "cat"})
	other := s.EnrolledOracle(s.second.Body)
	return func() []town.Refusal {
		agree := of(s, order.TypeCareConsent, s.consent())
		end := of(s, order.TypeCareWithdraw, order.CareWithdraw{Person: "bob"})
		silent := func(person string, since act.Int) act.Signed {
			return s.said(order.TypeOrderCare, order.OrderCare{Person: person, Since: since})
		}
		return []town.Refusal{
			agree("for another home", contract.WrongPerson, func(m *order.CareConsent) { m.Unit = "1-102" }, s.Ann),
			agree("after an hour", act.BadField, func(m *order.CareConsent) { m.Hours = 1 }, s.Ann),
			agree("for two years", act.BadField, func(m *order.CareConsent) { m.Until += 2 * order.MaxCareTime }, s.Ann),
			agree("with no device", act.BadField, func(m *order.CareConsent) { m.Devices = []string{} }, s.Ann),
			agree("with a device that is none", contract.NotFound, func(m *order.CareConsent) { m.Devices = []string{"door-9"} }, s.Ann),
			agree("to a grid that is none", contract.NotFound, func(m *order.CareConsent) { m.Grid = "west" }, s.Ann),
			agree("by an officer", contract.NotOwner, func(*order.CareConsent) {}, s.first),
			end("another one's", contract.WrongPerson, func(*order.CareWithdraw) {}, s.Ann),
			end("by one body", contract.TwoBodies, func(*order.CareWithdraw) {}, s.first),
			town.Refuse("who never agreed", order.NoConsent, silent("dan", since)),
			town.Refuse("who took it back", order.NoConsent, silent("cat", since)),
			town.Refuse("silent since before he agreed", act.BadField, silent("bob", since-60)),
			town.Refuse("not silent for long", contract.NotYet, silent("bob", since+60)),
			town.Refuse("heard by another oracle", device.OtherBody,
				other.Sign(s, other.Draft(s.Town, order.TypeOrderCare, 1), order.OrderCare{Person: "bob", Since: since})),
		}
	}
}

func (s *site) directed() func() []town.Refusal {
	open, held := s.reported(), s.onSite()
	third := s.Officers[s.Constitution.Bodies[2].ID]
	return func() []town.Refusal {
		triage := of(s, order.TypeOrderTriage, order.OrderTriage{Grid: "south", Kind: rules.Noise, Order: open, Priority: rules.Urgent})
		assign := of(s, order.TypeOrderAssign, order.OrderAssign{Order: open, Worker: s.north[1].Key.ID()})
		merge := of(s, order.TypeOrderMerge, order.OrderMerge{Into: held, Order: open})
		return []town.Refusal{
			triage("by a body without grids", device.OtherBody, func(*order.OrderTriage) {}, third),
			triage("what somebody has", order.OrderState, func(b *order.OrderTriage) { b.Order = held }, s.first),
			triage("to no grid", contract.NotFound, func(b *order.OrderTriage) { b.Grid = "west" }, s.first),
			triage("one household more", contract.Exists, func(b *order.OrderTriage) { b.Unit = "1-102" }, s.first),
			assign("by another body", device.OtherBody, func(*order.OrderAssign) {}, s.second),
			assign("to another body's worker", device.OtherBody, func(b *order.OrderAssign) { b.Worker = s.south[0].Key.ID() }, s.first),
			assign("no order", contract.NotFound, func(b *order.OrderAssign) { b.Order = s.Constitution.Net }, s.first),
			merge("into itself", order.SameOrder, func(b *order.OrderMerge) { b.Into = b.Order }, s.first),
		}
	}
}

func (s *site) worked() func() []town.Refusal {
	open, held := s.reported(), s.reported2()
	s.by(s.north[0], order.TypeOrderAccept, s.accept(held))
	return func() []town.Refusal {
		accept := of(s, order.TypeOrderAccept, s.accept(open))
		finish := of(s, order.TypeOrderFinish, s.finish(held))
		hand := of(s, order.TypeOrderTransfer, s.handOn(held, s.north[1]))
		as := func(*order.OrderAccept) {}
		return []town.Refusal{
			accept("by an officer", contract.NotWorker, as, s.first),
			accept("by an owner", contract.NotWorker, as, s.Ann),
			accept("by who is not called", order.NotCalled, as, s.south[0]),
			accept("by a clock that is ahead", order.BadClock, func(a *order.OrderAccept) { a.At += act.Int(rules.Ahead) + 1 }, s.north[0]),
			accept("a day late", order.BadClock, func(a *order.OrderAccept) { a.At -= act.Int(rules.Behind) + 1 }, s.north[0]),
			accept("somebody else's order", order.OrderTaken, func(a *order.OrderAccept) { a.Order = held }, s.north[1]),
			finish("from the road", order.OrderState, func(*order.OrderFinish) {}, s.north[0]),
			hand("what another one has", order.NotHolder, func(b *order.OrderTransfer) { b.Worker = s.north[2].Key.ID() }, s.north[1]),
			hand("to nobody", act.BadField, func(b *order.OrderTransfer) { b.Worker = "" }, s.north[0]),
			hand("to himself", act.BadField, func(b *order.OrderTransfer) { b.Worker = s.north[0].Key.ID() }, s.north[0]),
			hand("for a reason that is none", act.BadField, func(b *order.OrderTransfer) { b.Why = "lunch" }, s.north[0]),
		}
	}
}

// reported2 is another report of ann's, in another second.
func (s *site) reported2() string {
	s.Clock.Pass(time.Second)
	return s.reported()
}

func (s *site) closed() func() []town.Refusal {
	s.Clock.Pass(time.Second)
	done, open := s.done(), s.reported2()
	return func() []town.Refusal {
		confirm := of(s, order.TypeOrderConfirm, order.OrderConfirm{Order: done, Result: 5, Speed: 5, Unit: "1-101"})
		join := of(s, order.TypeOrderJoin, order.OrderJoin{Order: open, Unit: "1-101"})
		withdraw := of(s, order.TypeOrderWithdraw, order.OrderWithdraw{Order: open})
		return []town.Refusal{
			confirm("without being affected", order.NotAffected, func(b *order.OrderConfirm) { b.Unit = "1-102" }, s.Bob),
			confirm("for another household", contract.WrongPerson, func(*order.OrderConfirm) {}, s.Bob),
			confirm("what is not done", order.OrderState, func(b *order.OrderConfirm) { b.Order = open }, s.Ann),
			confirm("with six points", act.BadField, func(b *order.OrderConfirm) { b.Speed = 6 }, s.Ann),
			confirm("by its worker", contract.NotOwner, func(*order.OrderConfirm) {}, s.north[0]),
			confirm("by an officer", contract.NotOwner, func(*order.OrderConfirm) {}, s.first),
			join("twice", contract.Exists, func(*order.OrderJoin) {}, s.Ann),
			join("what is done", order.OrderState, func(b *order.OrderJoin) { b.Order, b.Unit = done, "1-102" }, s.Bob),
			withdraw("what another one reported", order.NotReporter, func(*order.OrderWithdraw) {}, s.Bob),
			withdraw("what a resident reported, by an officer", order.NotReporter, func(*order.OrderWithdraw) {}, s.first),
		}
	}
}
