// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking"
)

const (
	minute  = int64(60)
	quarter = int64(parking.Quarter)
	hour    = 60 * minute
	day     = int64(calendar.Day)
	// begin is 12:00 on Wednesday, 23 September 2026, in Beijing.
	begin = int64(1_790_136_000)
	asked = begin - day
)

var (
	guest    = parking.Party{Home: "1-101"}
	host     = parking.Party{Home: "1-102"}
	stranger = parking.Party{Home: "1-103"}
	lunch    = parking.Span{From: begin, Until: begin + 2*hour}
	always   = parking.Window{Days: []int64{0, 1, 2, 3, 4, 5, 6}}
	terms    = parking.Terms{
		Hour: 4, Overstay: 3, Deposit: 8, Early: 20 * minute, NoShow: 25 * minute, Cancel: 2 * hour, Late: 50, Notice: 3 * hour,
	}
	offer = parking.Offer{Windows: []parking.Window{always}, From: begin - 100*day, Until: begin + 1000*day, Terms: terms}
	ask   = parking.Asked{ID: "b", Space: "s", Guest: guest, Host: host, Plate: "p", Span: lunch}
)

// lottery is an offer whose requests are drawn six hours before the day.
func lottery() parking.Offer {
	o := offer
	o.Terms.Draw = 6 * hour
	return o
}

// at is a passage that a gate saw.
func at(event string, when int64) parking.Passage {
	return parking.Passage{At: when, Device: "gate", Event: event}
}

// ok is the booking after a step that is not refused.
func ok(t testing.TB) func(parking.Booking, parking.Reason) parking.Booking {
	return func(b parking.Booking, reason parking.Reason) parking.Booking {
		t.Helper()
		if reason != parking.Allowed {
			t.Fatalf("refused with %s: %+v", reason, b)
		}
		return b
	}
}

// booked is one of two hours at noon, for which 8 points are held, and 24 for two hours more.
func booked(t testing.TB) parking.Booking {
	t.Helper()
	return ok(t)(offer.Book(parking.Booking{}, asked, ask))
}

func came(t testing.TB) parking.Booking {
	t.Helper()
	return ok(t)(booked(t).Enter(begin, at("in", begin)))
}

func went(t testing.TB) parking.Booking {
	t.Helper()
	return ok(t)(came(t).Leave(begin+hour, at("out", begin+hour)))
}

// requested is one that waits for the lot.
func requested(t testing.TB) parking.Booking {
	t.Helper()
	return ok(t)(lottery().Book(parking.Booking{}, asked-2*day, ask))
}

// standing are bookings in each state, and a time at which they are in it still.
func standing(t testing.TB) map[parking.State]moment {
	t.Helper()
	pending := requested(t)
	end := lunch.Until
	displaced := ok(t)(came(t).Displace(begin+minute, guest))
	disputed := ok(t)(went(t).Contest(begin+hour, host, "h"))
	return map[parking.State]moment{
		"":                     {parking.Booking{}, begin},
		parking.StatePending:   {pending, pending.DrawAt},
		parking.StateReserved:  {booked(t), begin - 30},
		parking.StateEntered:   {came(t), begin + minute},
		parking.StateOverstay:  {came(t), end + minute},
		parking.StateExited:    {went(t), begin + hour},
		parking.StateNoShow:    {booked(t), begin + hour},
		parking.StateDisplaced: {displaced, begin + 2*minute},
		parking.StateMissing:   {came(t), end + 3*day},
		parking.StateDisputed:  {disputed, begin + hour},
		parking.StateRejected:  {ok(t)(pending.Drawn(pending.DrawAt, false)), pending.DrawAt},
		parking.StateCancelled: {ok(t)(booked(t).Cancel(asked, guest)), asked},
		parking.StateSettled:   {went(t), end + 3*day},
		parking.StateResolved:  {ok(t)(disputed.Resolve(begin+hour, 5, "h")), begin + hour},
	}
}

// A moment is a booking at a time.
type moment struct {
	parking.Booking

	now int64
}

// steps are those of a booking, each as it is taken when nothing but the state is in its way.
var steps = map[parking.Step]func(moment) (parking.Booking, parking.Reason){
	parking.StepDraw: func(m moment) (parking.Booking, parking.Reason) { return m.Drawn(m.now, true) },
	parking.StepExtend: func(m moment) (parking.Booking, parking.Reason) {
		return offer.Extend(m.Booking, m.now, guest, lunch.Until+hour)
	},
	parking.StepCancel: func(m moment) (parking.Booking, parking.Reason) { return m.Cancel(m.now, guest) },
	parking.StepRetract: func(m moment) (parking.Booking, parking.Reason) {
		return m.Retract(m.now, host, "h")
	},
	parking.StepEnter: func(m moment) (parking.Booking, parking.Reason) {
		return m.Enter(m.now, at("other", min(m.now, begin-minute)))
	},
	parking.StepLeave: func(m moment) (parking.Booking, parking.Reason) {
		return m.Leave(m.now, at("other", max(begin, min(m.now, begin+30*minute))))
	},
	parking.StepTurn: func(m moment) (parking.Booking, parking.Reason) { return m.Turn(m.now, at("turn", begin+minute)) },
	parking.StepCorrect: func(m moment) (parking.Booking, parking.Reason) {
		return m.Correct(m.now, "in")
	},
	parking.StepExcuse:   func(m moment) (parking.Booking, parking.Reason) { return m.Excuse(m.now, at("silent", begin), 0) },
	parking.StepDisplace: func(m moment) (parking.Booking, parking.Reason) { return m.Displace(m.now, guest) },
	parking.StepDispute:  func(m moment) (parking.Booking, parking.Reason) { return m.Contest(m.now, guest, "h") },
	parking.StepResolve:  func(m moment) (parking.Booking, parking.Reason) { return m.Resolve(m.now, 1, "h") },
	parking.StepSettle:   func(m moment) (parking.Booking, parking.Reason) { return m.Settle(m.now) },
}
