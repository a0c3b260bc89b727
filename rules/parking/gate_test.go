// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// The gate lets in from its first second to its last one; a car at another time is one without a booking.
func TestEnter(t *testing.T) {
	first, last := begin-20*minute, begin+25*minute-1
	do := ok(t) // one that was seen going twice, and coming once
	twice := do(do(booked(t).Leave(begin+hour, at("out", begin+10*minute))).Enter(begin+hour, at("in2", begin+20*minute)))
	twice = do(twice.Leave(begin+hour, at("out2", begin+30*minute)))
	for name, c := range map[string]struct {
		b    parking.Booking
		p    parking.Passage
		now  int64
		want parking.Reason
	}{
		"as soon as it may":              {booked(t), at("e", first), first, parking.Allowed},
		"sooner":                         {booked(t), at("e", first-1), first, parking.OtherTime},
		"as late as it may":              {booked(t), at("e", last), last, parking.Allowed},
		"later":                          {booked(t), at("e", last+1), last + 1, parking.OtherTime},
		"told a day later":               {booked(t), at("e", last), last + day, parking.Allowed},
		"told when it is over":           {booked(t), at("e", last), last + 1 + day, parking.Closed},
		"a clock a minute ahead":         {booked(t), at("e", begin+60), begin, parking.Allowed},
		"a clock more than that ahead":   {booked(t), at("e", begin+61), begin, parking.OtherTime},
		"a clock hours ahead":            {booked(t), at("e", begin+3*hour), begin, parking.OtherTime},
		"a clock hours behind":           {booked(t), at("e", begin-3*hour), begin, parking.OtherTime},
		"no event":                       {booked(t), parking.Passage{At: begin, Device: "gate"}, begin, parking.Incomplete},
		"no gate":                        {booked(t), parking.Passage{At: begin, Event: "e"}, begin, parking.Incomplete},
		"twice":                          {came(t), at("in", begin), begin + hour, parking.Known},
		"another event of the same":      {came(t), at("e", begin+minute), begin + hour, parking.Known},
		"an older one":                   {came(t), at("e", begin-minute), begin + hour, parking.Allowed},
		"back in its time":               {went(t), at("e", lunch.Until-1), lunch.Until, parking.Allowed},
		"back after it":                  {went(t), at("e", lunch.Until), lunch.Until, parking.OtherTime},
		"when it is known to have been":  {twice, at("e", begin+20*minute), begin + hour, parking.Known},
		"before it came back":            {twice, at("e", begin+20*minute-1), begin + hour, parking.Allowed},
		"one that turned back":           {turned(t), at("in", begin), begin + hour, parking.Known},
		"one that turned back, and came": {turned(t), at("e", begin+9*minute), begin + hour, parking.Allowed},
	} {
		after, reason := c.b.Enter(c.now, c.p)
		if reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
		if reason == parking.Allowed && after.Seen != c.now {
			t.Errorf("%s: seen at %d", name, after.Seen)
		}
	}
}

// turned is a booking whose car turned back.
func turned(t *testing.T) parking.Booking {
	t.Helper()
	return ok(t)(came(t).Turn(begin+2*minute, at("turn", begin+2*minute)))
}

func TestLeave(t *testing.T) {
	end, last := lunch.Until, lunch.Until+2*hour+8*day
	still := ok(t)(went(t).Enter(begin+90*minute, at("in2", begin+90*minute)))
	for name, c := range map[string]struct {
		b    parking.Booking
		p    parking.Passage
		now  int64
		want parking.Reason
	}{
		"in its time":                        {came(t), at("e", end), end, parking.Allowed},
		"before it came":                     {came(t), at("e", begin-1), begin + hour, parking.OtherTime},
		"not seen coming":                    {booked(t), at("e", begin), begin, parking.Allowed},
		"from another time, not seen coming": {booked(t), at("e", begin-1), begin, parking.OtherTime},
		"days too late":                      {came(t), at("e", end+5*day), end + 5*day, parking.Allowed},
		"when nobody waits any more":         {came(t), at("e", last), last, parking.Closed},
		"the last that is waited for":        {disputed(t, came(t)), at("e", last), last, parking.Allowed},
		"weeks later, in a dispute":          {disputed(t, came(t)), at("e", last+1), last + 1, parking.OtherTime},
		"twice":                              {went(t), at("out", begin+hour), begin + 2*hour, parking.Known},
		"a later one":                        {went(t), at("e", end), end, parking.Known},
		"the next day":                       {went(t), at("e", begin+day), begin + day, parking.Known},
		"an earlier one":                     {went(t), at("e", begin+30*minute), end, parking.Allowed},
		"the one before it came back":        {still, at("out", begin+hour), end + hour, parking.Known},
		"another one before it came back":    {still, at("e", begin+80*minute), end + hour, parking.OtherTime},
		"after it came back":                 {still, at("e", end+hour), end + hour, parking.Allowed},
		"a clock hours ahead":                {came(t), at("e", end+3*hour), end, parking.OtherTime},
	} {
		if _, reason := c.b.Leave(c.now, c.p); reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
	}
}

// It costs a step for each quarter begun after the end, and no more than is held.
func TestOverstay(t *testing.T) {
	end := lunch.Until
	for left, due := range map[int64]int64{
		end - hour: 8, end: 8, end + 1: 8 + 3, end + quarter: 8 + 3, end + quarter + 1: 8 + 6,
		end + 2*hour: 8 + 24, end + 2*hour + 1: 8 + 24, end + 5*day: 8 + 24,
	} {
		b := ok(t)(came(t).Leave(left, at("out", left)))
		if b.Owed() != due || b.At(left+day-1).State != parking.StateExited || b.At(left+day).Due != due {
			t.Errorf("gone %d s late: %d, then %d", left-end, b.Owed(), b.At(left+day).Due)
		}
	}
	o := offer
	o.Terms.Deposit = 0
	b := ok(t)(ok(t)(o.Book(parking.Booking{}, asked, ask)).Enter(begin, at("in", begin)))
	if b = ok(t)(b.Leave(end+hour, at("out", end+hour))); b.Held != 8 || b.Owed() != 8 {
		t.Errorf("nothing is held for it: %d of %d", b.Owed(), b.Held)
	}
}

// Who turned back within ten minutes has not come.
func TestTurn(t *testing.T) {
	for when, want := range map[int64]parking.Reason{
		begin - 1: parking.OtherTime, begin: parking.Allowed, begin + 10*minute: parking.Allowed, begin + 10*minute + 1: parking.OtherTime,
	} {
		if _, reason := came(t).Turn(begin+hour, at("turn", when)); reason != want {
			t.Errorf("%d s after it came: %q", when-begin, reason)
		}
	}
	b := turned(t)
	if b.Entered != (parking.Passage{}) || b.At(begin+hour).State != parking.StateNoShow || b.At(begin+100*day).Due != 4 {
		t.Errorf("%+v", b)
	}
	if _, reason := b.Turn(begin+hour, at("turn", begin+2*minute)); reason != parking.WrongState {
		t.Errorf("twice: %q", reason)
	}
	back := ok(t)(went(t).Enter(begin+90*minute, at("in2", begin+90*minute)))
	gone := ok(t)(back.Turn(begin+2*hour, at("turn", begin+91*minute)))
	if gone.State != parking.StateExited || gone.Entered.Event != "in" || gone.Exited.Event != "out" || gone.Again.At != 0 {
		t.Errorf("coming back it turned: %+v", gone)
	}
}

// What was another car's does not count, and is not sent again.
func TestCorrect(t *testing.T) {
	do, in := ok(t), came(t)
	for name, c := range map[string]struct {
		b     parking.Booking
		event string
		want  parking.Reason
		due   int64
	}{
		"the one that came":               {in, "in", parking.Allowed, 4},
		"no event":                        {in, "", parking.Incomplete, 8},
		"an event that is not known":      {in, "other", parking.OtherCar, 8},
		"the one that went":               {went(t), "out", parking.Allowed, 8},
		"the one that came, when it went": {went(t), "in", parking.Allowed, 8},
	} {
		after, reason := c.b.Correct(begin+90*minute, c.event)
		if reason != c.want || after.At(begin+100*day).Due != c.due {
			t.Errorf("%s: %q, then %+v", name, reason, after.At(begin+100*day))
		}
	}
	b := do(in.Correct(begin+minute, "in"))
	if _, reason := b.Enter(begin+minute, at("in", begin)); reason != parking.Known {
		t.Errorf("sent again: %q", reason)
	}
	if b = do(b.Enter(begin+5*minute, at("in2", begin+5*minute))); b.State != parking.StateEntered || b.Entered.Event != "in2" {
		t.Errorf("the car itself: %+v", b)
	}
	if !slices.Equal(b.Void, []string{"in"}) || in.Void != nil {
		t.Errorf("%v, %v", b.Void, in.Void)
	}
}

// A gate that was silent has seen nobody, and proves nothing against him.
func TestExcuse(t *testing.T) {
	missed, missing, end := booked(t), came(t), lunch.Until
	for name, c := range map[string]struct {
		b    parking.Booking
		now  int64
		when int64
		was  int64 // silent, for seconds
		want parking.Reason
		due  int64
	}{
		"not seen coming":                      {missed, begin + hour, begin, 0, parking.Allowed, 0},
		"as soon as it may come":               {missed, begin + hour, begin - 20*minute, 0, parking.Allowed, 0},
		"long before":                          {missed, begin + hour, begin - 20*minute - 1, 0, parking.OtherTime, 0},
		"until its time was over":              {missed, end, end, 0, parking.Allowed, 0},
		"after that":                           {missed, end + hour, end + 1, 0, parking.OtherTime, 0},
		"in an hour that is to come":           {missed, begin + hour, begin + hour + minute + 1, 0, parking.OtherTime, 0},
		"not seen going":                       {missing, end + 2*day, end, 0, parking.Allowed, 8},
		"when it could stay no more":           {missing, end + 2*day, end + 2*hour, 0, parking.Allowed, 8},
		"when nothing was paid for":            {missing, end + 2*day, end + 2*hour + 1, 0, parking.OtherTime, 0},
		"since long before, until it may come": {missed, begin + hour, begin - 20*minute, 5 * hour, parking.Allowed, 0},
		"since long before, and it spoke then": {missed, begin + hour, begin - 20*minute - 1, 5 * hour, parking.OtherTime, 0},
		"all the time":                         {missed, end + hour, end + hour, 9 * hour, parking.Allowed, 0},
		"from its end on":                      {missed, end + hour, end + hour, hour, parking.Allowed, 0},
		"after its end":                        {missed, end + hour, end + hour, hour - 1, parking.OtherTime, 0},
		"and no longer than a silence may be":  {missed, end + hour, end + hour, -9 * hour, parking.OtherTime, 0},
		"not seen going, all the time":         {missing, end + 2*day, end + 2*day, 3 * day, parking.Allowed, 8},
		"while it may come":                    {missed, begin, begin, 0, parking.WrongState, 0},
		"while it may go, be it late":          {missing, end + hour, end, 0, parking.WrongState, 0},
	} {
		after, reason := c.b.Excuse(c.now, at("silent", c.when), c.was)
		if reason != c.want || after.Due != c.due || reason == parking.Allowed && after.State != parking.StateSettled {
			t.Errorf("%s: %q, %s with %d", name, reason, after.State, after.Due)
		}
	}
}
