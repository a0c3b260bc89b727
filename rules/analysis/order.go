// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/linli-project/linli/rules/order"
)

// Orders is the analysis of the orders that were raised in a period, beside those of as long a time before it. Whoever asks for periods of
// his own choice could learn of single orders by what two of them differ by: callers give whole weeks or months.
type Orders struct {
	From   int64        `json:"from"` // Unix seconds
	To     int64        `json:"to"`   // the first second after it
	Now    Counts       `json:"now"`
	Before Counts       `json:"before"`
	Kinds  []OrderGroup `json:"kinds"`
	Places []OrderGroup `json:"places"`
	Grids  []OrderGroup `json:"grids"`
	Hours  []OrderGroup `json:"hours"` // of the day, in China, at which they were raised
}

// An OrderGroup is a line of a table. Several names are groups that were too small to stand alone.
type OrderGroup struct {
	Names  []string `json:"names"`
	Now    Counts   `json:"now"`
	Before Counts   `json:"before"`

	now, before []order.Order
}

// Counts are the numbers of some orders. Those that were taken back or another's duplicate are none of them. How many are closed says
// nothing without how many are solved and satisfied.
type Counts struct {
	Orders     int   `json:"orders"`
	Closed     int   `json:"closed"`     // confirmed, or unanswered
	Solved     int   `json:"solved"`     // an affected household confirmed it, and the worker had solved it
	Satisfied  int   `json:"satisfied"`  // it was confirmed, with 4 of 5 and more for the result by the mean of the households
	Prompt     int   `json:"prompt"`     // the same for the speed
	Unanswered int   `json:"unanswered"` // nobody said whether it was done
	Reopened   int   `json:"reopened"`   // at least once
	Escalated  int   `json:"escalated"`  // a deadline of who was called was missed
	Breached   int   `json:"breached"`   // nobody was there, or it was not done, in time
	Hands      int   `json:"hands"`      // all that they went through
	Accept     Times `json:"accept"`     // from the raising until somebody accepted
	Arrive     Times `json:"arrive"`     // and until he was there
	Done       Times `json:"done"`       // and until it was done for good: of those that are closed
}

// Times are how long something took, in seconds: the median and the 90th percentile, by the nearest rank. Of is how many came to it.
type Times struct {
	Of     int   `json:"of"`
	Median int64 `json:"median"`
	P90    int64 `json:"p90"`
}

// Good is from which mean of ratings on a household is satisfied.
const Good = 4

// OfOrders analyses the orders raised from a time until before another, as they stand now.
func OfOrders(orders []order.Order, from, to, now int64) Orders {
	var current, earlier []order.Order
	for _, o := range orders {
		o = o.Due(now)
		switch {
		case o.State == order.Joined || o.State == order.Withdrawn:
		case o.Raised >= from && o.Raised < to:
			current = append(current, o)
		case o.Raised >= from-(to-from) && o.Raised < from:
			earlier = append(earlier, o)
		}
	}
	by := func(name func(order.Order) string) []OrderGroup { return grouped(current, earlier, name) }
	return Orders{
		From: from, To: to, Now: numbersOf(current), Before: numbersOf(earlier),
		Kinds:  told(merge(by(func(o order.Order) string { return string(o.Kind) }), OrderGroup.enough)),
		Places: told(merge(by(func(o order.Order) string { return o.Place }), OrderGroup.enough)),
		Grids:  told(merge(by(func(o order.Order) string { return o.Grid }), OrderGroup.enough)),
		Hours:  told(neighbours(by(hourOf))),
	}
}

// hourOf is the hour of the day at which an order was raised, in two digits.
func hourOf(o order.Order) string {
	h := (o.Raised + China) % day / hour
	return strconv.FormatInt(h/10, 10) + strconv.FormatInt(h%10, 10)
}

// grouped divides orders by a name, in the order of the names.
func grouped(now, before []order.Order, name func(order.Order) string) []OrderGroup {
	groups := map[string]OrderGroup{}
	for i, o := range slices.Concat(now, before) {
		g := groups[name(o)]
		if i < len(now) {
			g.now = append(g.now, o)
		} else {
			g.before = append(g.before, o)
		}
		groups[name(o)] = g
	}
	list := []OrderGroup{}
	for _, n := range slices.Sorted(maps.Keys(groups)) {
		list = append(list, OrderGroup{Names: []string{n}, now: groups[n].now, before: groups[n].before})
	}
	return list
}

func (g OrderGroup) plus(other OrderGroup) OrderGroup {
	return OrderGroup{
		Names: slices.Concat(g.Names, other.Names), now: slices.Concat(g.now, other.now), before: slices.Concat(g.before, other.before),
	}
}

func (g OrderGroup) smaller(than OrderGroup) bool {
	return cmp.Or(cmp.Compare(concerned(g.now), concerned(than.now)), cmp.Compare(concerned(g.before), concerned(than.before))) < 0
}

// enough says whether a group may be told, of now and of before.
func (g OrderGroup) enough() bool { return many(concerned(g.now)) && many(concerned(g.before)) }

// concerned is how many households some orders are of. One that is of none, such as a common lift's, counts as one.
func concerned(orders []order.Order) int64 {
	households, none := map[string]bool{}, 0
	for _, o := range orders {
		if len(o.Affected) == 0 {
			none++
		}
		for _, h := range o.Affected {
			households[h] = true
		}
	}
	return int64(len(households) + none)
}

// neighbours joins each group that is too small with the one after it, and what is left at the end with the one before.
func neighbours(groups []OrderGroup) []OrderGroup {
	joined := []OrderGroup{}
	for i, g := range groups {
		last := len(joined) - 1
		if i > 0 && !joined[last].enough() {
			joined[last] = joined[last].plus(g)
		} else {
			joined = append(joined, g)
		}
	}
	// Together they may be too small again: one had nobody now, and the other has one.
	for last := len(joined) - 1; last > 0 && !joined[last].enough(); last-- {
		joined[last-1] = joined[last-1].plus(joined[last])
		joined = joined[:last]
	}
	return joined
}

// told counts the orders of groups.
func told(groups []OrderGroup) []OrderGroup {
	for i, g := range groups {
		groups[i].Now, groups[i].Before = numbersOf(g.now), numbersOf(g.before)
	}
	return groups
}

func numbersOf(orders []order.Order) Counts {
	var c Counts
	var accept, arrive, done []int64
	for _, o := range orders {
		first := firstRound(o)
		accept = took(accept, o.Raised, first.Accepted)
		arrive = took(arrive, o.Raised, first.Arrived)
		if o.State.Closed() {
			done = took(done, o.Raised, o.Round.Done)
		}
		c.add(o)
	}
	c.Accept, c.Arrive, c.Done = timesOf(accept), timesOf(arrive), timesOf(done)
	return c
}

// add counts an order.
func (c *Counts) add(o order.Order) {
	confirmed := o.State == order.Confirmed
	speed, result := ratings(o)
	c.Orders++
	c.Hands += o.Hands
	for number, is := range map[*int]bool{
		&c.Closed:     o.State.Closed(),
		&c.Solved:     confirmed && o.Outcome == order.Solved,
		&c.Satisfied:  confirmed && result,
		&c.Prompt:     confirmed && speed,
		&c.Unanswered: o.State == order.Unanswered,
		&c.Reopened:   o.Reopened() > 0,
		&c.Escalated:  len(o.Missed) > 0,
		&c.Breached: slices.ContainsFunc(o.Missed, func(t order.Term) bool {
			return t.What == order.DeadlineArrive || t.What == order.DeadlineDone
		}),
	} {
		if is {
			*number++
		}
	}
}

// ratings says whether the mean of an order's ratings is good, of its speed and of its result.
func ratings(o order.Order) (speed, result bool) {
	var s, r int
	for _, rating := range o.Ratings {
		s, r = s+rating.Speed, r+rating.Result
	}
	least := Good * len(o.Ratings)
	return least > 0 && s >= least, least > 0 && r >= least
}

// firstRound is the way of an order before it was reopened: who came late the first time was late.
func firstRound(o order.Order) order.Round {
	if len(o.Past) > 0 {
		return o.Past[0]
	}
	return o.Round
}

// took adds how long something took that has happened.
func took(all []int64, from, at int64) []int64 {
	if at == 0 {
		return all
	}
	return append(all, at-from)
}

func timesOf(all []int64) Times {
	slices.Sort(all)
	return Times{Of: len(all), Median: rank(all, 50), P90: rank(all, 90)}
}

// rank is a percentile of a sorted list by the nearest rank: the smallest that so many of a hundred are not above; 0 of none.
func rank(sorted []int64, percent int) int64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(percent*len(sorted)+99)/100-1]
}
