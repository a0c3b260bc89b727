// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
)

// transactions are those that anybody may send when a document is due, by its kind. Of breaches it is one of two, and of
// bookings as well.
var transactions = map[string]string{
	order.Orders.Kind(): order.Due, points.Accounts.Kind(): points.TxExpire, points.Vouchers.Kind(): points.TxLapse,
	mediation.Cases.Kind(): mediation.TxClose,
}

// done is how the ledger says that there is nothing left to do.
var done = []act.Code{contract.NoEffect, contract.Already, convention.BreachState, parking.BookingClosed}

// transaction is the one that is to be sent of a document now; "" is none.
func (d *Dispatch) transaction(ctx context.Context, of name) (function string, args []string, err error) {
	if of.kind == parking.Bookings.Kind() {
		return d.moving(ctx, of.community, of.id)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	function = transactions[of.kind]
	if b, ok := d.breaches[of]; ok {
		_, function = b.Next(d.now().Unix())
	}
	return function, []string{of.community, of.id}, nil
}
