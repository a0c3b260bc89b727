// SPDX-License-Identifier: Apache-2.0

package order

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	rules "github.com/linli-project/linli/rules/order"
)

// OrderTriage is the body of order.triage: an officer says what an order is and whose, until a worker has accepted it.
type OrderTriage struct {
	Grid     string         `json:"grid"`
	Kind     rules.Kind     `json:"kind"`
	Order    string         `json:"order"`
	Priority rules.Priority `json:"priority"`
	Unit     string         `json:"unit"` // that it affects, if nobody has said so yet; "" for none
}

func triage(c *contract.Context, b OrderTriage) error {
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	if err := mayTriage(c, s.Order); err != nil {
		return err
	}
	g, err := loadGrid(c, b.Grid)
	if err != nil {
		return err
	}
	plan, err := planOf(c, g)
	if err != nil {
		return err
	}
	duty, err := dutyFor(c, b.Kind, s.Place)
	if err != nil {
		return err
	}
	duty.Grid, duty.Priority = b.Grid, b.Priority
	affected, err := s.namedFirst(c, b.Unit)
	if err != nil {
		return err
	}
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		after, reason := o.Triage(c.Tx.Time, b.Kind, duty, plan)
		if reason == rules.Allowed {
			after.Affected = affected
		}
		return after, reason
	})
}

// namedFirst are the affected households, with one that an officer names: he may do so only if there is none, since they alone say
// whether it is done.
func (s *standing) namedFirst(c *contract.Context, unit string) ([]string, error) {
	switch {
	case unit == "" || slices.Contains(s.Affected, unit):
		return s.Affected, nil
	case len(s.Affected) > 0:
		return nil, act.Refuse(contract.Exists, "of", "affected")
	}
	return household(c, unit)
}

// mayTriage refuses an officer of a body whose orders these are not: neither of the order's grid, nor of any that the duties name. What
// has no grid before there are duties, every officer may give to one.
func mayTriage(c *contract.Context, o Order) error {
	adopted, ok, err := Adopted.Share(c, c.Act.Community)
	switch {
	case err != nil:
		return err
	case !ok && o.Grid == "", slices.Contains(adopted.Bodies, c.Signers[0].Body):
		return nil
	case o.Grid == "":
		return act.Refuse(device.OtherBody, "of", "triage")
	}
	return ofGrid(c, o.Grid)
}

// ofGrid refuses an officer of another body than a grid's.
func ofGrid(c *contract.Context, grid string) error {
	g, err := loadGrid(c, grid)
	if err == nil && g.Body != c.Signers[0].Body {
		err = act.Refuse(device.OtherBody, "of", "order", "body", g.Body)
	}
	return err
}

// OrderAssign is the body of order.assign: an officer of the grid's body gives an order to one worker of it, also when another one has it.
type OrderAssign struct {
	Order  string `json:"order"`
	Reason string `json:"reason"` // hash of why it goes through more hands than it may; "" if it does not
	Worker string `json:"worker"`
}

func assign(c *contract.Context, b OrderAssign) error {
	s, err := load(c, c.Act.Community, b.Order)
	switch {
	case err != nil:
		return err
	case b.Reason != "" && !contract.IsHash(b.Reason):
		return act.Refuse(act.BadField, "of", "reason-text")
	case s.Grid == "":
		return act.Refuse(OrderState, "state", s.State)
	}
	if err := ofGrid(c, s.Grid); err != nil {
		return err
	}
	if err := worksFor(c, b.Worker, c.Signers[0].Body); err != nil {
		return err
	}
	if b.Reason != "" {
		s.says(c, Reason{Step: rules.StepAssign, Text: b.Reason})
	}
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Assign(c.Tx.Time, b.Worker, b.Reason != "")
	})
}

// OrderMerge is the body of order.merge: an officer sees that an order is another one's duplicate. Its households wait for that one.
type OrderMerge struct {
	Into  string `json:"into"`
	Order string `json:"order"` // the duplicate
}

func merge(c *contract.Context, b OrderMerge) error {
	duplicate, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	into, err := load(c, c.Act.Community, b.Into)
	if err != nil {
		return err
	}
	for _, o := range []*standing{duplicate, into} {
		if err := mayTriage(c, o.Order); err != nil {
			return err
		}
	}
	joined, other, reason := duplicate.Merge(c.Tx.Time, b.Order, b.Into, into.Order.Order)
	if reason != rules.Allowed {
		return refuse(reason, duplicate.Order.Order)
	}
	if err := into.put(other); err != nil {
		return err
	}
	return duplicate.put(joined)
}
