// SPDX-License-Identifier: Apache-2.0

package points

// Balance is all an account has, held and ended lots included.
func (a Account) Balance() int64 { return sum(a.Lots) + a.Held }

// Usable is what can be paid with.
func (a Account) Usable(now int64) int64 {
	usable, _ := a.pay(now, a.Balance())
	return sum(usable)
}

// NextEnd is when the first of its lots ends, as a Unix time; 0: none does. One that has ended and was not taken out is the first.
func (a Account) NextEnd() int64 {
	if len(a.Lots) == 0 {
		return 0
	}
	return a.Lots[0].Until
}

// pay takes an amount of what is usable.
func (a Account) pay(now, amount int64) (taken, left []Lot) {
	return take(a.Lots, amount, func(l Lot) bool { return !l.ended(now) })
}

// over says whether an account with so many points more has too many.
func (a Account) over(p Program, amount int64) bool {
	most := int64(MaxBalance)
	if p.MaxBalance != 0 {
		most = p.MaxBalance
	}
	return amount > most-a.Balance()
}

// put puts lots to an account, and says whether there is room for them.
func (a Account) put(lots []Lot) (after Account, room bool) {
	a.Lots = join(a.Lots, lots)
	return a.fit()
}

// fit says whether an account has no more lots than can be. One that has more forgets first which earnings they are of, which costs nobody
// a point: a reversal then takes what a payment would.
func (a Account) fit() (after Account, fits bool) {
	if len(a.Lots)+a.HeldLots > MaxLots {
		a.Lots = forget(a.Lots)
	}
	return a, len(a.Lots)+a.HeldLots <= MaxLots
}

// Gift gives an amount of one account to another; lots keep their ends, and whose earning they were.
func Gift(now int64, p Program, from, to Account, amount int64) (payer, receiver Account, moved []Transfer, reason Reason) {
	switch {
	case amount <= 0:
		return from, to, nil, BadAmount
	case !p.Gifts:
		return from, to, nil, GiftsOff
	case from.ID == to.ID:
		return from, to, nil, Self
	case from.Usable(now) < amount:
		return from, to, nil, NoBalance
	case to.over(p, amount):
		return from, to, nil, OverMax
	}
	payer = from
	taken, left := from.pay(now, amount)
	payer.Lots = left
	receiver, room := to.put(taken)
	if !room {
		return from, to, nil, TooManyLots
	}
	return payer, receiver, transfers(from.ID, to.ID, taken), Allowed
}

// Spend pays an amount for a service.
func (a Account) Spend(now, amount int64) (Account, []Transfer, Reason) {
	switch {
	case amount <= 0:
		return a, nil, BadAmount
	case a.Usable(now) < amount:
		return a, nil, NoBalance
	}
	taken, left := a.pay(now, amount)
	a.Lots = left
	return a, transfers(a.ID, Spent, taken), Allowed
}

// Withhold ends usable points before their time, as many as there are and no more than an amount.
func (a Account) Withhold(now, most int64) (Account, []Transfer, Reason) {
	amount := min(most, a.Usable(now))
	switch {
	case most <= 0:
		return a, nil, BadAmount
	case amount == 0:
		return a, nil, Nothing
	}
	taken, left := a.pay(now, amount)
	a.Lots = left
	return a, transfers(a.ID, Expired, taken), Allowed
}

// Restore gives back the lots that Withhold took, whatever the account has by now; one that has ended since ends like any other.
func (a Account) Restore(taken []Lot) (Account, []Transfer, Reason) {
	after, room := a.put(taken)
	if !room {
		return a, nil, TooManyLots
	}
	return after, transfers(Expired, a.ID, taken), Allowed
}

// Expire takes every ended lot out of an account, the oldest first. Anybody may have it done.
func (a Account) Expire(now int64) (Account, []Transfer, Reason) {
	taken, left := take(a.Lots, a.Balance(), func(l Lot) bool { return l.ended(now) })
	if len(taken) == 0 {
		return a, nil, Nothing
	}
	a.Lots = left
	return a, transfers(a.ID, Expired, taken), Allowed
}
