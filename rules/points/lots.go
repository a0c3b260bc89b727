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

// compare is the order in which payments take lots: what ends first, then what is older; of what is as old, everybody takes the same first.
func (l Lot) compare(o Lot) int {
	return cmp.Or(cmp.Compare(l.end(), o.end()), cmp.Compare(l.At, o.At), cmp.Compare(l.Earning, o.Earning))
}

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

// join puts lots to others. What is alike in all but the amount is one lot.
func join(lots, more []Lot) []Lot {
	all := slices.Concat(lots, more)
	slices.SortFunc(all, Lot.compare)
	return one(all, func(a, b Lot) bool { return a.compare(b) == 0 })
}

// one makes one lot of neighbours that are the same.
func one(lots []Lot, same func(a, b Lot) bool) []Lot {
	var joined []Lot
	for _, l := range lots {
		if last := len(joined) - 1; last >= 0 && same(joined[last], l) {
			joined[last].Amount += l.Amount
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// take takes an amount from those lots that may be taken, the first ones first, and says what was taken and what is left. If they have
// less, it takes what they have.
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

// forget forgets when and by which earning points came, so that lots which end together are one.
func forget(lots []Lot) []Lot {
	nameless := slices.Clone(lots)
	for i := range nameless {
		nameless[i].At, nameless[i].Earning = 0, ""
	}
	return one(nameless, func(a, b Lot) bool { return a.Until == b.Until })
}

// transfers are those that move lots.
func transfers(from, to string, lots []Lot) []Transfer {
	moved := make([]Transfer, len(lots))
	for i, l := range lots {
		moved[i] = Transfer{From: from, To: to, Amount: l.Amount, Until: l.Until, Earning: l.Earning}
	}
	return moved
}
