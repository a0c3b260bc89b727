// SPDX-License-Identifier: Apache-2.0

package parking

// Passage is what a gate has seen of a car. The zero one is none.
type Passage struct {
	At     int64  `json:"at"`     // when it was, as the gate's clock said less what it was ahead
	Device string `json:"device"` //
	Event  string `json:"event"`  // id
}

// Dispute is what a side says was otherwise.
type Dispute struct {
	At   int64  `json:"at"`
	By   Party  `json:"by"`
	Text string `json:"text"` // hash of what it says
	Was  State  `json:"was"`  // where the booking would stand without it; what gates say still moves that on
}

// Booking is one as it stands: an assigned right. Times are 0 for what has not happened.
type Booking struct {
	ID    string `json:"id"`
	Space string `json:"space"`
	Guest Party  `json:"guest"`
	Host  Party  `json:"host"`
	Plate string `json:"plate"` // commitment to it, as gates' events have
	Span
	Terms     Terms    `json:"terms"`
	Price     int64    `json:"price"`
	Held      int64    `json:"held"` // points that are held, or were: what is paid is never more
	State     State    `json:"state"`
	Asked     int64    `json:"asked"`
	DrawAt    int64    `json:"drawAt"`         // from when on the lot decides; 0: it does not
	Freed     int64    `json:"freed"`          // from when on others may have it, since nobody had come; 0: it is all the guest's
	Entered   Passage  `json:"entered"`        // the first time
	Again     Passage  `json:"again"`          // the last time that it came back in between
	Exited    Passage  `json:"exited"`         // the first time after that; of one that has come back, the time before
	Void      []string `json:"void,omitempty"` // events that say nothing of this car: it turned back, or was another
	Seen      int64    `json:"seen"`           // when something was last seen of it on the ledger
	Displaced int64    `json:"displaced"`      // when it was said
	Dispute   Dispute  `json:"dispute"`
	Reason    string   `json:"reason"` // hash of why it was taken back, or resolved so
	Due       int64    `json:"due"`    // points that the host has of what was held, once it is closed
	Closed    int64    `json:"closed"`
	Changed   int64    `json:"changed"` // the times of steps never go back
}

// Asked is what somebody asks for.
type Asked struct {
	ID    string
	Space string
	Guest Party
	Host  Party
	Plate string
	Span  Span
}

// Book asks for a space on an offer's terms. before is the document that the id has. Whether the space is free is asked of its days, and
// whether there are the points of the account. Who asks after the time of a draw comes after those who asked before: they are drawn first.
func (o Offer) Book(before Booking, now int64, a Asked) (Booking, Reason) {
	switch {
	case before.State != "":
		return before, Known
	case a.ID == "" || a.Space == "" || a.Plate == "" || !a.Guest.Complete() || !a.Host.Complete():
		return before, Incomplete
	case a.Guest == a.Host:
		return before, Own
	case a.Guest.Body != "" && !o.Terms.Others:
		return before, Outsider
	case !a.Span.whole() || a.Span.From <= now-Quarter || a.Span.Until-now > MaxAhead:
		return before, BadSpan
	case !o.allows(a.Span):
		return before, NotOffered
	}
	b := Booking{
		ID: a.ID, Space: a.Space, Guest: a.Guest, Host: a.Host, Plate: a.Plate, Span: a.Span, Terms: o.Terms, Price: o.Terms.Price(a.Span),
		State: StateReserved, Asked: now, Changed: now,
	}
	b.Held = b.Terms.hold(b.Price)
	if at := o.DrawAt(a.Span); at != 0 && now < at {
		b.State, b.DrawAt = StatePending, at
	}
	return b, Allowed
}

// Extend asks for more time. What it costs more is held beside what is held already. Whose gate told so late that he had come that others
// were given his time has none to add to.
func (o Offer) Extend(b Booking, now int64, by Party, until int64) (Booking, Reason) {
	after, reason := b.beginAs(StepExtend, now, by, b.Guest)
	longer := Span{b.From, until}
	_, one := o.windowDay(longer)
	switch {
	case reason != Allowed:
		return b, reason
	case until <= b.Until || !longer.whole() || until-now > MaxAhead:
		return b, BadSpan
	case !o.Covers(Span{b.Until, until}) || o.Terms.Draw != 0 && !one:
		return b, NotOffered
	case now < o.DrawAt(longer): // by what the host says since
		return b, NotDrawn
	case after.Freed != 0:
		return b, Taken
	}
	after.Span, after.Price = longer, b.Terms.Price(longer)
	after.Held = b.Terms.hold(after.Price)
	return after, Allowed
}

// begin folds what has become due, and says whether a step may be taken then. A clock that is behind is no way back.
func (b Booking) begin(step Step, now int64) (Booking, Reason) {
	now = max(now, b.Changed)
	after := b.At(now)
	switch {
	case after.State == "":
		return b, NotFound
	case after.State.Closed():
		return b, Closed
	case !step.follows(after.State):
		return b, WrongState
	}
	after.Changed = now
	return after, Allowed
}

// beginAs is begin for one side.
func (b Booking) beginAs(step Step, now int64, by, side Party) (Booking, Reason) {
	after, reason := b.begin(step, now)
	if reason == Allowed && by != side {
		return b, NotTheirs
	}
	return after, reason
}

// close ends a booking with what the host has of it.
func (b Booking) close(s State, due int64) Booking {
	b.State, b.Due, b.Closed = s, due, b.Changed
	return b
}
