// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/device"
	orders "github.com/linli-project/linli/rules/order"
)

// presses are how many buttons call for help, one after the other.
const presses = 50

// orders measures the way of a call for help from its button to the order, as the server of the worker who is called has it: his page is
// told of it from there.
func (h *hearing) orders(ctx context.Context) error {
	if err := h.adoptDuties(ctx); err != nil {
		return err
	}
	var took []float64
	for i := range presses {
		if err := h.enrolDevice(ctx, fmt.Sprint("help-", i), rules.SOS); err != nil {
			return err
		}
	}
	if err := h.connect(ctx); err != nil {
		return err
	}
	for i := range presses {
		one, err := h.press(ctx, fmt.Sprint("help-", i))
		if err != nil {
			return err
		}
		took = append(took, one.Seconds())
	}
	slices.Sort(took)
	line(fmt.Sprintf("button to order, %d one after the other (aim p99 2 s)", presses), "p50 %.2f s, p99 %.2f s", percentile(took, 50),
		percentile(took, 99))
	return nil
}

// adoptDuties has the community say whose orders are: of a grid in which nobody works yet.
func (h *hearing) adoptDuties(ctx context.Context) error {
	err := h.act(ctx, order.TypeGridSet, order.GridSet{
		Body: h.oracle.Body, Grid: "all", Languages: []order.Speaker{}, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: h.village.Convener().Key.ID(), Workers: []string{},
	})
	if err != nil {
		return err
	}
	return h.act(ctx, order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("0", 64), Duties: []order.Duty{{Grid: "all", Hands: 1, Priority: orders.Emergency}}, Version: 1,
	})
}

// press has somebody press a button, and says how long it took to become an order.
func (h *hearing) press(ctx context.Context, id string) (time.Duration, error) {
	s := h.devices[id]
	began := time.Now()
	bodies, err := s.says(rules.SOS, nil, 1)
	if err == nil {
		err = s.publish(bodies...)
	}
	if err != nil {
		return 0, err
	}
	for {
		changed := h.mirror.Changed()
		alarm, err := h.oracle.Store.Alarm(ctx, h.village.ID, id, rules.SOS)
		if err != nil {
			return 0, err
		}
		o, err := index.Optional(ctx, h.mirror, order.Orders, h.village.ID, alarm.Event)
		if err != nil || o.Act != "" {
			return time.Since(began), err
		}
		select {
		case <-changed:
		case <-time.After(20 * time.Millisecond): // the oracle may note the event after the block
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}
