// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"math"
	"slices"
)

// ended says whether nothing can be paid with a lot any more.
func (l Lot) ended(now int64) bool { return l.Until != 0 && now >= l.Until }

// end is when a lot ends; those without an end do last.
func (l Lot) end() int64 {
	if l.Until == 0 {
		return math.MaxInt64
	}
	return l.Until
}

// before is the order in which payments take lots: what ends first, then what is older.
func (l Lot) before(o Lot) int { return cmp.Or(cmp.Compare(l.end(), o.end()), cmp.Compare(l.At, o.At)) }

// of is a lot's points, as many as are said.
func (l Lot) of(amount int64) Lot {
	l.Amount = amount
	return l
}

// sum is how many points there are in lots.
func sum(lots []Lot) int64 {
	total := int64(0)
	for _, l := range lots {
		total += l.Amount
	}
	return total
}

// join puts lots to those of an account, at their places. What comes back to its lot is one with it.
func join(lots, more []Lot) []Lot {
	joined := slices.Clone(lots)
	for _, l := range more {
		same := func(o Lot) bool { return o.of(l.Amount) == l }
		if i := slices.IndexFunc(joined, same); i >= 0 {
			joined[i].Amount += l.Amount
			continue
		}
		i := len(joined)
		for i > 0 && l.before(joined[i-1]) < 0 {
			i--
		}
		joined = slices.Insert(joined, i, l)
	}
	return joined
}

// take takes an amount from those lots that may be taken, the first ones first, and says what was taken and what is left. If they have less,
// it takes what they have.
func take(lots []Lot, amount int64, may func(Lot) bool) (taken, left []Lot) {
	for _, l := range lots {
		part := int64(0)
		if may(l) {
			part = min(l.Amount, amount)
		}
		amount -= part
		if part > 0 {
			taken = append(taken, l.of(part))
		}
		if part < l.Amount {
			left = append(left, l.of(l.Amount-part))
		}
	}
	return taken, left
}

// fold forgets of which earnings lots are if there are more than an account can have: those that end together become one.
func fold(lots []Lot, most int) []Lot {
	if len(lots) <= most {
		return lots
	}
	var folded []Lot
	for _, l := range lots {
		l.Earning = ""
		if last := len(folded) - 1; last >= 0 && folded[last].Until == l.Until {
			folded[last].Amount += l.Amount
			continue
		}
		folded = append(folded, l)
	}
	return folded
}

// transfers are those that move lots.
func transfers(from, to string, lots []Lot) []Transfer {
	moved := make([]Transfer, len(lots))
	for i, l := range lots {
		moved[i] = Transfer{From: from, To: to, Amount: l.Amount, Until: l.Until, Earning: l.Earning}
	}
	return moved
}
