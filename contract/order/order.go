// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/order"
)

// Order is an order on the ledger: as it stands, and what of it only hashes are here. Its id is the hash of the act that raised it, or the
// id of the alarm's event, so that none is raised twice.
type Order struct {
	rules.Order
	Act        string   `json:"act"`                  // hash of the act that raised it
	Alarm      *Alarm   `json:"alarm,omitempty"`      // what raised it, if a device did
	By         string   `json:"by"`                   // who raised it: a credential, or an oracle
	Note       string   `json:"note,omitempty"`       // hash of what the worker last wrote when it was done
	Photos     []string `json:"photos,omitempty"`     // hashes of those of the report
	Reasons    []Reason `json:"reasons,omitempty"`    // the last MaxReasons that were given, the first one first
	Taken      string   `json:"taken,omitempty"`      // the body that took it for somebody on the telephone
	Text       string   `json:"text,omitempty"`       // hash of what the report says in its own words
	WorkPhotos []string `json:"workPhotos,omitempty"` // hashes of the worker's last ones
}

// Alarm is which device's alarm an order was raised for. The event is the order's id.
type Alarm struct {
	Device string `json:"device"`
	Oracle string `json:"oracle"`
}

// MaxReasons is how many reasons an order keeps. Where no duty bounds its hands it may be handed on for ever.
const MaxReasons = 32

// Reason is why somebody reopened an order, handed it on, or gave it to one more than it may go through.
type Reason struct {
	At   int64      `json:"at"` // Unix time
	By   string     `json:"by"` // credential
	Step rules.Step `json:"step"`
	Text string     `json:"text,omitempty"` // hash
	Why  rules.Why  `json:"why,omitempty"`
}

// says keeps a reason for the step that is being taken.
func (s *standing) says(c *contract.Context, r Reason) {
	r.At, r.By = c.Tx.Time, c.Act.By
	s.Reasons = append(s.Reasons, r)
	s.Reasons = s.Reasons[max(len(s.Reasons)-MaxReasons, 0):]
}

// Orders are a community's.
const Orders contract.Ref[Order] = "order" // C~id: an order, as it stands

// Bounds of what is open at a time.
const (
	MaxOpen        = 20   // that one person reported
	MaxOpenOfficer = 1000 // that one officer took for others
)

// openOrders counts those that somebody raised and that are not closed.
type openOrders struct {
	Open int `json:"open"`
}

const reported contract.Ref[openOrders] = "reported" // C~kind~by: how many of a person's reports, or of what an officer took, are open

// standing is an order as a transaction found it.
type standing struct {
	contract.Viewer
	Order
	community, id string
	open          bool
}

// load reads an order.
func load(v contract.Viewer, community, id string) (*standing, error) {
	if !contract.IsHash(id) {
		return nil, act.Refuse(contract.NotFound, "of", "order")
	}
	o, ok, err := Orders.Get(v, community, id)
	if err != nil || !ok {
		return nil, cmp.Or(err, act.Refuse(contract.NotFound, "of", "order"))
	}
	return &standing{v, o, community, id, !o.State.Closed()}, nil
}

// put keeps what has become of an order.
func (s *standing) put(after rules.Order) error {
	s.Order.Order = after
	if err := s.recount(); err != nil {
		return err
	}
	return Orders.Put(s, s.Order, s.community, s.id)
}

// recount keeps the number of those that are open, of whoever raised the order. A reopening is never refused for it.
func (s *standing) recount() error {
	open := !s.State.Closed()
	if s.Reporter == "" || open == s.open {
		return nil
	}
	all, _, err := reported.Get(s, s.reportedBy()...)
	if err != nil {
		return err
	}
	if open {
		all.Open++
	} else {
		all.Open--
	}
	return reported.Put(s, all, s.reportedBy()...)
}

// reportedBy is where the orders are counted of whoever raised this one.
func (s *standing) reportedBy() []string {
	kind := contract.Owner
	if s.Taken != "" {
		kind = contract.Officer
	}
	return []string{s.community, string(kind), s.Reporter}
}

// step has somebody take a step of an order.
func step(c *contract.Context, id string, take func(o rules.Order) (rules.Order, rules.Reason)) error {
	s, err := load(c, c.Act.Community, id)
	if err != nil {
		return err
	}
	return s.take(take)
}

func (s *standing) take(take func(o rules.Order) (rules.Order, rules.Reason)) error {
	after, reason := take(s.Order.Order)
	if reason != rules.Allowed {
		return refuse(reason, s.Order.Order)
	}
	return s.put(after)
}
