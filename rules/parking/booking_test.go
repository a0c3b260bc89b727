// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"math"
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

func TestBook(t *testing.T) {
	of := func(say func(*parking.Asked)) parking.Asked {
		a := ask
		say(&a)
		return a
	}
	spanned := func(from, until int64) parking.Asked {
		return of(func(a *parking.Asked) { a.Span = parking.Span{From: from, Until: until} })
	}
	body := parking.Party{Body: "clinic"}
	for name, c := range map[string]struct {
		a    parking.Asked
		now  int64
		want parking.Reason
	}{
		"good":                        {ask, asked, parking.Allowed},
		"of a body":                   {of(func(a *parking.Asked) { a.Host = body }), asked, parking.Allowed},
		"no id":                       {of(func(a *parking.Asked) { a.ID = "" }), asked, parking.Incomplete},
		"no space":                    {of(func(a *parking.Asked) { a.Space = "" }), asked, parking.Incomplete},
		"no plate":                    {of(func(a *parking.Asked) { a.Plate = "" }), asked, parking.Incomplete},
		"nobody":                      {of(func(a *parking.Asked) { a.Guest = parking.Party{} }), asked, parking.Incomplete},
		"two at once":                 {of(func(a *parking.Asked) { a.Guest.Body = "clinic" }), asked, parking.Incomplete},
		"of nobody":                   {of(func(a *parking.Asked) { a.Host = parking.Party{} }), asked, parking.Incomplete},
		"his own":                     {of(func(a *parking.Asked) { a.Guest = host }), asked, parking.Own},
		"a body, where none may":      {of(func(a *parking.Asked) { a.Guest = body }), asked, parking.Outsider},
		"from within a quarter":       {spanned(begin+minute, begin+hour), asked, parking.BadSpan},
		"to within a quarter":         {spanned(begin, begin+hour+minute), asked, parking.BadSpan},
		"nothing":                     {spanned(begin, begin), asked, parking.BadSpan},
		"back in time":                {spanned(begin, begin-hour), asked, parking.BadSpan},
		"a week":                      {spanned(begin, begin+7*day), asked, parking.Allowed},
		"longer":                      {spanned(begin, begin+7*day+quarter), asked, parking.BadSpan},
		"in sixty days":               {spanned(begin, begin+quarter), begin + quarter - 60*day, parking.Allowed},
		"farther away":                {spanned(begin, begin+quarter), begin + quarter - 60*day - 1, parking.BadSpan},
		"the quarter that is now":     {spanned(begin, begin+quarter), begin + quarter - 1, parking.Allowed},
		"one that is over":            {spanned(begin, begin+hour), begin + quarter, parking.BadSpan},
		"all of time":                 {spanned(math.MinInt64/quarter*quarter, math.MaxInt64/quarter*quarter), asked, parking.BadSpan},
		"when the offer does not say": {spanned(begin+999*day, begin+1001*day), begin + 990*day, parking.NotOffered},
	} {
		b, reason := offer.Book(parking.Booking{}, c.now, c.a)
		if reason != c.want || (b.State != "") != (reason == parking.Allowed) {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
	}
	if _, reason := offer.Book(booked(t), asked, ask); reason != parking.Known {
		t.Errorf("again: %q", reason)
	}
	o := offer
	o.Terms.Others = true
	if _, reason := o.Book(parking.Booking{}, asked, of(func(a *parking.Asked) { a.Guest = body })); reason != parking.Allowed {
		t.Errorf("a body, where they may: %q", reason)
	}
	if b := booked(t); b.Price != 8 || b.Held != 8+8*3 || b.DrawAt != 0 || b.Guest.Name() != "1-101" || body.Name() != "body:clinic" {
		t.Errorf("%+v", b)
	}
}

// Who books a quarter that has begun has the same time to come as anybody.
func TestBookedAtTheLastMoment(t *testing.T) {
	o := offer
	o.Terms.NoShow = 10 * minute
	now := begin + quarter - 1
	b := ok(t)(o.Book(parking.Booking{}, now, ask))
	if b.At(now+10*minute-1).State != parking.StateReserved || b.At(now+10*minute).State != parking.StateNoShow {
		t.Errorf("%s, then %s", b.At(now+10*minute-1).State, b.At(now+10*minute).State)
	}
}

func TestExtend(t *testing.T) {
	in, end := came(t), lunch.Until
	freed := ok(t)(booked(t).Enter(begin+hour, at("in", begin))) // the gate told late, when others could have the rest
	for name, c := range map[string]struct {
		b     parking.Booking
		now   int64
		by    parking.Party
		until int64
		want  parking.Reason
	}{
		"by one quarter":          {in, begin + hour, guest, end + quarter, parking.Allowed},
		"before it begins":        {booked(t), asked, guest, end + hour, parking.Allowed},
		"by the host":             {in, begin + hour, host, end + hour, parking.NotTheirs},
		"to when it ends":         {in, begin + hour, guest, end, parking.BadSpan},
		"to within a quarter":     {in, begin + hour, guest, end + minute, parking.BadSpan},
		"to longer than a week":   {in, begin + hour, guest, begin + 7*day + quarter, parking.BadSpan},
		"when its time is over":   {in, end, guest, end + hour, parking.WrongState},
		"into time not offered":   {in, begin + hour, guest, end + 2*day, parking.NotOffered},
		"when others have a part": {freed, begin + hour, guest, end + hour, parking.Taken},
	} {
		o := offer
		o.Until = end + day
		after, reason := o.Extend(c.b, c.now, c.by, c.until)
		if reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
		if reason == parking.Allowed && (after.Until != c.until || after.Price != terms.Price(after.Span) || after.Held != after.Price+24) {
			t.Errorf("%s: %+v", name, after)
		}
	}
	far := ask
	far.Span = parking.Span{From: begin + 58*day, Until: begin + 60*day}
	b := ok(t)(offer.Book(parking.Booking{}, begin, far))
	if _, reason := offer.Extend(b, begin, guest, far.Span.Until+quarter); reason != parking.BadSpan {
		t.Errorf("farther away: %q", reason)
	}
	if _, reason := lottery().Extend(b, begin, guest, far.Span.Until-quarter); reason != parking.BadSpan {
		t.Errorf("shorter: %q", reason)
	}
	drawn := lottery()
	for until, want := range map[int64]parking.Reason{end + quarter: parking.NotDrawn, begin + 13*hour: parking.NotOffered} {
		early := booked(t)
		if _, reason := drawn.Extend(early, asked-day, guest, until); reason != want {
			t.Errorf("into what is drawn since the host says so: %q", reason)
		}
	}
	if after := ok(t)(drawn.Extend(booked(t), begin-13*hour, guest, end+quarter)); after.Until != end+quarter {
		t.Errorf("after the draw: %+v", after)
	}
	dearer := offer
	dearer.Terms.Hour = 100
	if after := ok(t)(dearer.Extend(in, begin+hour, guest, end+hour)); after.Price != 12 {
		t.Errorf("by terms that came later it costs %d", after.Price)
	}
}

// Until its last second it costs nothing not to come, and what the terms say after it; time that is not used goes back to others.
func TestCancel(t *testing.T) {
	for now, due := range map[int64]int64{asked: 0, begin - 2*hour: 0, begin - 2*hour + 1: 4, begin: 4, begin + 24*minute: 4} {
		b := booked(t)
		after := ok(t)(b.Cancel(now, guest))
		freed, frees := b.Frees(after)
		if after.Due != due || after.Closed != now || !frees || freed != lunch {
			t.Errorf("at %d: %+v, %v", now-begin, after, freed)
		}
	}
	if _, reason := booked(t).Cancel(asked, host); reason != parking.NotTheirs {
		t.Errorf("by the host: %q", reason)
	}
	pending := requested(t)
	after := ok(t)(pending.Cancel(pending.DrawAt-1, guest))
	if _, frees := pending.Frees(after); after.Due != 0 || frees {
		t.Errorf("it costs %d, and gives back what it never had: %v", after.Due, frees)
	}
}

// A host takes it back with notice, or displaces; never once it has begun.
func TestRetract(t *testing.T) {
	b := booked(t)
	for _, c := range []struct {
		now  int64
		by   parking.Party
		why  string
		want parking.Reason
		to   parking.State
	}{
		{begin - 3*hour, host, "h", parking.Allowed, parking.StateCancelled},
		{begin - 3*hour + 1, host, "h", parking.Allowed, parking.StateDisplaced},
		{begin - 1, host, "h", parking.Allowed, parking.StateDisplaced},
		{begin, host, "h", parking.TooLate, parking.StateReserved},
		{asked, guest, "h", parking.NotTheirs, parking.StateReserved},
		{asked, host, "", parking.Incomplete, parking.StateReserved},
	} {
		after, reason := b.Retract(c.now, c.by, c.why)
		if reason != c.want || after.State != c.to || after.Owed() != 0 {
			t.Errorf("at %d: %q, %s", c.now-begin, reason, after.State)
		}
		if _, frees := b.Frees(after); frees != (c.to == parking.StateCancelled) {
			t.Errorf("at %d: others have it: %v", c.now-begin, frees)
		}
	}
}

// What has not been drawn displaces nobody, however late it is taken back.
func TestRetractRequest(t *testing.T) {
	b := requested(t)
	b.Terms.Notice = 14 * day
	if after := ok(t)(b.Retract(b.DrawAt, host, "h")); after.State != parking.StateCancelled || after.Due != 0 {
		t.Errorf("%+v", after)
	}
}

// What two bodies say is within what is held; what they do not say in time is as if nobody had said anything.
func TestDispute(t *testing.T) {
	out := went(t)
	for name, c := range map[string]struct {
		by   parking.Party
		text string
		now  int64
		want parking.Reason
	}{
		"the guest":    {guest, "h", begin + hour, parking.Allowed},
		"the host":     {host, "h", begin + hour + day - 1, parking.Allowed},
		"a stranger":   {stranger, "h", begin + hour, parking.NotTheirs},
		"says nothing": {host, "", begin + hour, parking.Incomplete},
		"too late":     {host, "h", begin + hour + day, parking.Closed},
	} {
		after, reason := out.Contest(c.now, c.by, c.text)
		if reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
		if reason != parking.Allowed {
			continue
		}
		want := parking.Dispute{At: c.now, By: c.by, Text: "h", Was: parking.StateExited}
		if after.Dispute != want || after.At(c.now+60*day-1).State != parking.StateDisputed || after.At(c.now+60*day).Due != 8 {
			t.Errorf("%s: %+v", name, after)
		}
	}
	d := disputed(t, out)
	for _, c := range []struct {
		due  int64
		why  string
		want parking.Reason
	}{
		{0, "h", parking.Allowed}, {32, "h", parking.Allowed}, {33, "h", parking.BadAmount}, {-1, "h", parking.BadAmount},
		{1, "", parking.Incomplete},
	} {
		after, reason := d.Resolve(begin+2*day, c.due, c.why)
		if reason != c.want || reason == parking.Allowed && after.Due != c.due {
			t.Errorf("%d: %q, %+v", c.due, reason, after)
		}
	}
}

// What gates tell in a dispute counts as it would without it.
func TestEvidenceInADispute(t *testing.T) {
	do, end := ok(t), lunch.Until
	in, missed := disputed(t, came(t)), disputed(t, booked(t).At(begin+hour))
	for name, c := range map[string]struct {
		b    parking.Booking
		owed int64
	}{
		"not seen going":   {in, 8},
		"went in time":     {do(in.Leave(end+day, at("out", end))), 8},
		"went late":        {do(in.Leave(end+day, at("out", end+1))), 11},
		"did not come":     {missed, 4},
		"came":             {do(missed.Enter(begin+2*hour, at("in", begin))), 8},
		"another car came": {do(in.Correct(begin+hour, "in")), 4},
		"came back":        {do(disputed(t, went(t)).Enter(begin+90*minute, at("in2", begin+90*minute))), 8},
	} {
		if c.b.State != parking.StateDisputed || c.b.Owed() != c.owed || c.b.At(begin+100*day).Due != c.owed {
			t.Errorf("%s: %d, then %d", name, c.b.Owed(), c.b.At(begin+100*day).Due)
		}
	}
	if _, reason := disputed(t, went(t)).Leave(begin+day, at("next", begin+day)); reason != parking.Known {
		t.Errorf("the exit of the next day: %q", reason)
	}
}

// A guest says that he has no place from when the gate lets him in, and half an hour after he came at the latest. Without a gate that saw
// him it is as if he had not come.
func TestDisplace(t *testing.T) {
	do := ok(t)
	for name, c := range map[string]struct {
		b    parking.Booking
		now  int64
		by   parking.Party
		want parking.Reason
	}{
		"before the gate lets in": {booked(t), begin - 20*minute - 1, guest, parking.OtherTime},
		"as it does":              {booked(t), begin - 20*minute, guest, parking.Allowed},
		"by the host":             {booked(t), begin, host, parking.NotTheirs},
		"soon":                    {came(t), begin + 30*minute, guest, parking.Allowed},
		"late":                    {came(t), begin + 30*minute + 1, guest, parking.TooLate},
	} {
		if _, reason := c.b.Displace(c.now, c.by); reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
	}
	end := lunch.Until
	told := do(booked(t).Displace(begin, guest))
	noPlace := do(came(t).Displace(begin+10*minute, guest))
	taken := do(booked(t).Retract(begin-hour, host, "h"))
	unaware := do(taken.Enter(begin, at("in", begin)))
	for name, c := range map[string]struct {
		b   parking.Booking
		due int64
	}{
		"nobody came":                      {told, 4},
		"a gate saw him later":             {do(told.Enter(end, at("in", begin))), 0},
		"he came":                          {noPlace, 0},
		"and went soon":                    {do(noPlace.Leave(end, at("out", begin+40*minute))), 0},
		"and stayed":                       {do(noPlace.Leave(end, at("out", begin+40*minute+1))), 8},
		"and stayed too long":              {do(noPlace.Leave(end+hour, at("out", end+20*minute))), 14},
		"and went, and came back":          {back(t, noPlace), 8},
		"the host took it":                 {taken, 0},
		"and he did not know, and went":    {do(unaware.Leave(end, at("out", begin+30*minute))), 0},
		"and he did not mind, and stayed":  {do(unaware.Leave(end, at("out", begin+30*minute+1))), 8},
		"and a gate saw him only going":    {do(taken.Leave(end, at("out", begin+20*minute))), 0},
		"another one's exit was corrected": {do(do(noPlace.Leave(end, at("out", end))).Correct(end, "out")), 0},
	} {
		if last := c.b.At(begin + 100*day); last.Due != c.due || last.State != parking.StateSettled {
			t.Errorf("%s: %s with %d, not %d", name, last.State, last.Due, c.due)
		}
	}
}

// back is a guest who had no place, went, came back, and stayed.
func back(t *testing.T, b parking.Booking) parking.Booking {
	t.Helper()
	do := ok(t)
	b = do(b.Leave(begin+20*minute, at("out", begin+20*minute)))
	b = do(b.Enter(begin+30*minute, at("in2", begin+30*minute)))
	return do(b.Leave(begin+90*minute, at("out2", begin+90*minute)))
}
