// SPDX-License-Identifier: Apache-2.0

package order

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/order"
)

// OrderAccept is the body of order.accept: a worker who is called, or on the order's grid, takes it.
type OrderAccept struct {
	At    act.Int `json:"at"` // Unix time by the worker's clock: he may have been without a connection
	Order string  `json:"order"`
}

func accept(c *contract.Context, b OrderAccept) error {
	return step(c, b.Order, func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Accept(c.Tx.Time, int64(b.At), c.Act.By)
	})
}

// OrderDepart is the body of order.depart: he is on his way.
type OrderDepart struct {
	At    act.Int `json:"at"`
	Order string  `json:"order"`
}

func depart(c *contract.Context, b OrderDepart) error {
	return step(c, b.Order, func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Depart(c.Tx.Time, int64(b.At), c.Act.By)
	})
}

// OrderArrive is the body of order.arrive: he is there.
type OrderArrive struct {
	At    act.Int `json:"at"`
	Order string  `json:"order"`
}

func arrive(c *contract.Context, b OrderArrive) error {
	return step(c, b.Order, func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Arrive(c.Tx.Time, int64(b.At), c.Act.By)
	})
}

// OrderFinish is the body of order.finish: in his word it is done.
type OrderFinish struct {
	At      act.Int       `json:"at"`
	Note    string        `json:"note"` // hash of what he writes about it, or ""
	Order   string        `json:"order"`
	Outcome rules.Outcome `json:"outcome"`
	Photos  []string      `json:"photos"` // hashes
}

func finish(c *contract.Context, b OrderFinish) error {
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	if err := checkTexts(b.Note, b.Photos); err != nil {
		return err
	}
	s.Note, s.WorkPhotos = b.Note, b.Photos
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Finish(c.Tx.Time, int64(b.At), c.Act.By, b.Outcome)
	})
}

// OrderTransfer is the body of order.transfer: the worker who has an order hands it on, to a worker of his body or to another grid.
type OrderTransfer struct {
	At     act.Int   `json:"at"`
	Grid   string    `json:"grid"` // "" for a worker
	Order  string    `json:"order"`
	Why    rules.Why `json:"why"`
	Worker string    `json:"worker"` // "" for a grid
}

func transfer(c *contract.Context, b OrderTransfer) error {
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	plan, err := s.handOn(c, b)
	if err != nil {
		return err
	}
	s.says(c, Reason{Step: rules.StepTransfer, Why: b.Why})
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Transfer(c.Tx.Time, int64(b.At), c.Act.By, b.Why, plan)
	})
}

// handOn is who is called for an order that is handed on.
func (s *standing) handOn(c *contract.Context, b OrderTransfer) (rules.Plan, error) {
	if (b.Grid == "") == (b.Worker == "") || b.Worker == c.Act.By {
		return rules.Plan{}, act.Refuse(act.BadField, "of", "transfer-to")
	}
	if b.Worker != "" {
		return s.To(b.Worker), worksFor(c, b.Worker, c.Signers[0].Body)
	}
	g, err := loadGrid(c, b.Grid)
	if err != nil {
		return rules.Plan{}, err
	}
	return planOf(c, g)
}

// OrderHelp is the body of order.help: the worker who has an order has the next grid's workers called beside him.
type OrderHelp struct {
	At    act.Int `json:"at"`
	Order string  `json:"order"`
}

func help(c *contract.Context, b OrderHelp) error {
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	plan, err := s.nextGrid(c)
	if err != nil {
		return err
	}
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.CallHelp(c.Tx.Time, int64(b.At), c.Act.By, plan)
	})
}

// nextGrid is who is called for help: nobody, if the order's grid has no next one.
func (s *standing) nextGrid(c *contract.Context) (rules.Plan, error) {
	if s.Grid == "" {
		return rules.Plan{}, nil
	}
	own, err := loadGrid(c, s.Grid)
	if err != nil || own.Next == "" {
		return rules.Plan{}, err
	}
	next, err := loadGrid(c, own.Next)
	if err != nil {
		return rules.Plan{}, err
	}
	return planOf(c, next)
}
