// SPDX-License-Identifier: Apache-2.0

package points

// HoldState is where a hold stands.
type HoldState string

// The states of a hold. It ends once.
const (
	HoldOpen     HoldState = "open"
	HoldPosted   HoldState = "posted"
	HoldReleased HoldState = "released"
)

// Hold is points set aside for something that is booked. The zero one is none.
type Hold struct {
	ID    string    `json:"id"`
	From  string    `json:"from"` // account
	Lots  []Lot     `json:"lots,omitempty"`
	Until int64     `json:"until"` // it can be posted before
	State HoldState `json:"state"`
}

// Booking is the documents that a hold is made of.
type Booking struct {
	Account Account
	Hold    Hold
}

// HoldFor takes an amount out of an account into a hold. Refusals, in this order: BadAmount, BadUntil, NoBalance, TooManyLots.
func (a Account) HoldFor(now int64, id string, amount, until int64) (Booking, []Transfer, Reason) {
	same := Booking{Account: a}
	switch {
	case amount <= 0:
		return same, nil, BadAmount
	case until <= now:
		return same, nil, BadUntil
	case a.Usable(now) < amount:
		return same, nil, NoBalance
	}
	taken, left := a.pay(now, amount)
	a.Lots = left
	a.Held += amount
	a.HeldLots += len(taken)
	a, fits := a.fit()
	if !fits {
		return same, nil, TooManyLots
	}
	h := Hold{ID: id, From: a.ID, Lots: taken, Until: until, State: HoldOpen}
	return Booking{a, h}, h.transfers(a.ID, Held, taken), Allowed
}

// Amount is how much is held.
func (h Hold) Amount() int64 { return sum(h.Lots) }

// Post pays for what was booked with an amount of what is held; the rest goes back. Refusals, in this order: NoHold, HoldOver, BadAmount.
func (b Booking) Post(now, amount int64) (Booking, []Transfer, Reason) {
	switch {
	case b.Hold.State == "":
		return b, nil, NoHold
	case b.Hold.State != HoldOpen, now >= b.Hold.Until:
		return b, nil, HoldOver
	case amount <= 0, amount > b.Hold.Amount():
		return b, nil, BadAmount
	}
	posted, rest := take(b.Hold.Lots, amount, func(Lot) bool { return true })
	after, back := b.end(HoldPosted, rest)
	return after, append(b.Hold.transfers(Held, Spent, posted), back...), Allowed
}

// More takes an amount more out of the account into the hold. Refusals, in this order: NoHold, HoldOver, BadAmount, NoBalance, TooManyLots.
func (b Booking) More(now, amount int64) (Booking, []Transfer, Reason) {
	switch {
	case b.Hold.State == "":
		return b, nil, NoHold
	case b.Hold.State != HoldOpen:
		return b, nil, HoldOver
	case amount <= 0:
		return b, nil, BadAmount
	case b.Account.Usable(now) < amount:
		return b, nil, NoBalance
	}
	taken, left := b.Account.pay(now, amount)
	after := b
	after.Account.Lots = left
	after.Hold.Lots = join(b.Hold.Lots, taken)
	after.Account.Held += amount
	after.Account.HeldLots += len(after.Hold.Lots) - len(b.Hold.Lots)
	var fits bool
	if after.Account, fits = after.Account.fit(); !fits {
		return b, nil, TooManyLots
	}
	return after, b.Hold.transfers(b.Account.ID, Held, taken), Allowed
}

// PayTo pays another account an amount of what is held, at any time; the rest goes back. Lots keep their ends, and whose earning they were.
// What the other one has no room for is spent, so that no hold stays for want of it. Refusals, in this order: NoHold, HoldOver, Self,
// BadAmount.
func (b Booking) PayTo(p Program, to Account, amount int64) (Booking, Account, []Transfer, Reason) {
	switch {
	case b.Hold.State == "":
		return b, to, nil, NoHold
	case b.Hold.State != HoldOpen:
		return b, to, nil, HoldOver
	case to.ID == b.Account.ID:
		return b, to, nil, Self
	case amount <= 0, amount > b.Hold.Amount():
		return b, to, nil, BadAmount
	}
	posted, rest := take(b.Hold.Lots, amount, func(Lot) bool { return true })
	paid, left := to.room(p, posted)
	receiver, _ := to.put(paid)
	after, back := b.end(HoldPosted, rest)
	moved := append(b.Hold.transfers(Held, to.ID, paid), b.Hold.transfers(Held, Spent, left)...)
	return after, receiver, append(moved, back...), Allowed
}

// room says what of some lots an account has room for, and what it has not.
func (a Account) room(p Program, lots []Lot) (fits, left []Lot) {
	most := int64(MaxBalance)
	if p.MaxBalance != 0 {
		most = p.MaxBalance
	}
	fits, left = take(lots, max(0, most-a.Balance()), func(Lot) bool { return true })
	for len(fits) > 0 {
		if _, room := a.put(fits); room {
			break
		}
		last := len(fits) - 1
		fits, left = fits[:last], append(left, fits[last])
	}
	return fits, left
}

// Release gives back what is held, at any time. Refusals, in this order: NoHold, HoldOver.
func (b Booking) Release() (Booking, []Transfer, Reason) {
	switch b.Hold.State {
	case "":
		return b, nil, NoHold
	case HoldOpen:
		after, back := b.end(HoldReleased, b.Hold.Lots)
		return after, back, Allowed
	default:
		return b, nil, HoldOver
	}
}

// end ends a hold; what is given goes back with its ends.
func (b Booking) end(state HoldState, back []Lot) (Booking, []Transfer) {
	b.Account.Held -= b.Hold.Amount()
	b.Account.HeldLots -= len(b.Hold.Lots)
	b.Account.Lots = join(b.Account.Lots, back)
	b.Hold.Lots, b.Hold.State = nil, state
	return b, b.Hold.transfers(Held, b.Account.ID, back)
}

// transfers are those that move lots in or out of a hold.
func (h Hold) transfers(from, to string, lots []Lot) []Transfer {
	moved := transfers(from, to, lots)
	for i := range moved {
		moved[i].Hold = h.ID
	}
	return moved
}
