// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/order"
)

// soon is which part of a deadline's time is left when who has the order is told: a quarter, so 18 hours of three days.
const soon = 4

// remindOfDeadlines tells workers that a deadline of what they have accepted is near.
func (n *Notifier) remindOfDeadlines(ctx context.Context) error {
	now := n.Now().Unix()
	for o, err := range n.Index.OpenOrders(ctx) {
		if err != nil {
			return err
		}
		at, near := anOrder(o.Order).near(now)
		if !near {
			continue
		}
		notice := Notice{
			Community: o.Community, Kind: OrderSoon, Subject: o.ID, At: now,
			audience: toWorker(o.Worker), occasion: strconv.FormatInt(at, 10),
		}
		if err := n.db.InTransaction(ctx, func(tx *sql.Tx) error { return n.keep(ctx, tx, notice) }); err != nil {
			return fmt.Errorf("order %s: %w", o.ID, err)
		}
	}
	return nil
}

// near is the next deadline of whoever has an order, and whether most of its time is over. What is over is said otherwise.
func (o anOrder) near(now int64) (at int64, near bool) {
	if !o.State.Held() {
		return 0, false
	}
	for _, t := range o.Terms { // the next first
		if t.What == order.DeadlineArrive || t.What == order.DeadlineDone {
			return t.At, now < t.At && now >= t.At-(t.At-o.Since)/soon
		}
	}
	return 0, false
}

// stillWanted returns errHopeless for a notice that asks somebody for what he need not do any more: another has accepted the order, or it
// is done.
func (n *Notifier) stillWanted(ctx context.Context, notice Notice) error {
	if asks := n.waiting(notice.Kind); asks != nil {
		wanted, err := asks(ctx, notice)
		if err == nil && !wanted {
			err = fmt.Errorf("%w: nobody waits for it any more", errHopeless)
		}
		return err
	}
	if !notice.Kind.ofOrder() {
		return nil
	}
	o, err := index.Read(ctx, n.Index, orders.Orders, notice.Community, notice.Subject)
	if err != nil {
		return err
	}
	if !anOrder(o).asks(notice) {
		return fmt.Errorf("%w: nobody waits for it any more", errHopeless)
	}
	return nil
}

// waiting says of a kind whether its notices still ask for something; it is nil for a kind of which that is not asked, and for orders.
func (n *Notifier) waiting(k Kind) func(context.Context, Notice) (bool, error) {
	switch {
	case k.ofPoints():
		return n.waitsFor
	case k.ofCase():
		return n.caseWaits
	case k.ofParking():
		return n.bookingWaits
	}
	return nil
}

// asks says whether an order, as it stands, still asks for what a notice of it says.
func (o anOrder) asks(n Notice) bool {
	switch n.Kind {
	case OrderCalled:
		return o.State == order.Assigned && slices.Contains(o.acting(), n.audience)
	case OrderWaits:
		return o.State == order.Raised || o.State == order.Triaged
	case OrderAgain, OrderEscalated:
		return o.State.Working() && slices.Contains(append(o.acting(), o.supervisor()), n.audience)
	case OrderSoon:
		return o.State.Held() && n.audience == toWorker(o.Worker)
	case OrderHelp:
		return o.State.Held()
	}
	return true
}
