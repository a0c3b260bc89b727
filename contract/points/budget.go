// SPDX-License-Identifier: Apache-2.0

package points

import (
	"strconv"

	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/points"
)

// Lease is a part of a rule's budget that is issued in one place, so that those who earn at once need no document in common: the acts of
// one queue of one body's relays.
type Lease struct {
	Granted int64 `json:"granted"` // out of the budget
	Issued  int64 `json:"issued"`  // of what was granted
}

// Pool is the rest of a rule's budget: what of it is in leases, and what came back.
type Pool struct {
	Granted  int64 `json:"granted"`  // to all leases
	Reversed int64 `json:"reversed"` // of what was issued
}

// Documents of a budget.
const (
	Leases contract.Ref[Lease] = "issued" // C~rule~MSP~lane: how much of a rule's budget may be issued in one place, and has been
	Pools  contract.Ref[Pool]  = "budget" // C~rule: how much of a rule's budget is in its leases, and how much came back
)

// pieces is in how many a budget is divided of which a lease takes one when what it had is issued.
const pieces = 128

// elsewhere is the place of transactions that are none of the community's bodies'.
const elsewhere = "-"

// lane is that of acts that write an account.
func lane(unit string) []string { return []string{"points", unit} }

// leaseOf is the lease for an account in a transaction: as many in each body as its relays have queues.
func leaseOf(c *contract.Context, rule, unit string) []string {
	place := elsewhere
	if _, ok := c.Community.BodyOf(c.Tx.MSP); ok {
		place = c.Tx.MSP
	}
	queue := contract.QueueOf(append([]string{c.Act.Community}, lane(unit)...), contract.Lanes)
	return leaseAt(c, rule, place, queue)
}

func leaseAt(c *contract.Context, rule, place string, queue int) []string {
	return []string{c.Act.Community, rule, place, strconv.Itoa(queue)}
}

// allLeases are those that a rule can have.
func allLeases(c *contract.Context, rule string) (all [][]string, err error) {
	var keys []string
	places := []string{elsewhere}
	for _, body := range c.Community.Bodies {
		places = append(places, body.MSP)
	}
	for _, place := range places {
		for queue := range contract.Lanes {
			lease := leaseAt(c, rule, place, queue)
			all, keys = append(all, lease), append(keys, Leases.Key(lease...))
		}
	}
	return all, c.Prefetch(keys)
}

// draw is the lease at a place with so much in it that an amount can be issued, if the budget has it.
func draw(c *contract.Context, rule Rule, at []string, amount int64) (Lease, error) {
	l, _, err := Leases.Get(c, at...)
	need := amount - (l.Granted - l.Issued)
	if err != nil || need <= 0 {
		return l, err
	}
	pool, _, err := Pools.Get(c, c.Act.Community, rule.Rule)
	if err != nil {
		return l, err
	}
	piece := max(0, min(max(need, int64(rule.Budget)/pieces), pool.free(rule)))
	l.Granted += piece
	pool.Granted += piece
	if err := Pools.Put(c, pool, c.Act.Community, rule.Rule); err != nil {
		return l, err
	}
	if need > piece {
		found, err := gather(c, rule.Rule, at, need-piece)
		l.Granted += found
		return l, err
	}
	return l, nil
}

// gather takes from other leases what they have not issued, until it is so much.
func gather(c *contract.Context, rule string, without []string, need int64) (found int64, err error) {
	all, err := allLeases(c, rule)
	for _, at := range all {
		if err != nil || found == need {
			return found, err
		}
		if Leases.Key(at...) == Leases.Key(without...) {
			continue
		}
		var other Lease
		if other, _, err = Leases.Get(c, at...); err != nil {
			return found, err
		}
		if part := min(other.Granted-other.Issued, need-found); part > 0 {
			found += part
			other.Granted -= part
			err = Leases.Put(c, other, at...)
		}
	}
	return found, err
}

// spread takes back what no lease of a rule has issued, and gives half of what the rule's budget then has to all leases alike, so that
// they need nothing in common for long. The other half is for those by which more is earned.
func spread(c *contract.Context, rule Rule) error {
	all, err := allLeases(c, rule.Rule)
	if err != nil {
		return err
	}
	pool, _, err := Pools.Get(c, c.Act.Community, rule.Rule)
	if err != nil {
		return err
	}
	leases := make([]Lease, len(all))
	pool.Granted = 0
	for i, at := range all {
		if leases[i], _, err = Leases.Get(c, at...); err != nil {
			return err
		}
		pool.Granted += leases[i].Issued
	}
	share := max(0, pool.free(rule)) / int64(2*len(all))
	for i, at := range all {
		leases[i].Granted = leases[i].Issued + share
		pool.Granted += share
		if err := Leases.Put(c, leases[i], at...); err != nil {
			return err
		}
	}
	return Pools.Put(c, pool, c.Act.Community, rule.Rule)
}

// free is what of a rule's budget is in no lease.
func (p Pool) free(rule Rule) int64 { return int64(rule.Budget) - p.Granted + p.Reversed }

// giveBack puts what was issued by a rule back into its budget.
func giveBack(c *contract.Context, rule string, amount int64) error {
	pool, _, err := Pools.Get(c, c.Act.Community, rule)
	if err != nil {
		return err
	}
	pool.Reversed += amount
	return Pools.Put(c, pool, c.Act.Community, rule)
}

// budget is the lease as the rules count it.
func (l Lease) budget() rules.Budget { return rules.Budget{Limit: l.Granted, Used: l.Issued} }
