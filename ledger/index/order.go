// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
)

// An Order is one as the ledger has it.
type Order struct {
	order.Order

	Community, ID string
}

// OpenOrders yields the orders of all communities that are not closed.
func (x *Index) OpenOrders(ctx context.Context) iter.Seq2[Order, error] {
	return x.orders(ctx, "o.closed", "o.closed = 0")
}

// OrdersRaised yields a community's orders that were raised from a time until before another (Unix seconds), the first raised first.
func (x *Index) OrdersRaised(ctx context.Context, community string, from, until int64) iter.Seq2[Order, error] {
	return x.orders(ctx, "o.raised", "o.community = ? AND o.raised >= ? AND o.raised < ?", community, from, until)
}

// OrdersNaming yields a community's orders that name one of these: who raised it, a household, or the hash of what is said or shown in
// it. The last raised are first.
func (x *Index) OrdersNaming(ctx context.Context, community string, names ...string) iter.Seq2[Order, error] {
	args := []any{community, community}
	for _, name := range names {
		args = append(args, name)
	}
	return x.orders(ctx, "-o.raised", `o.community = ? AND o.key IN (SELECT key FROM order_names WHERE community = ? AND name IN (`+
		strings.TrimPrefix(strings.Repeat(",?", len(names)), ",")+"))", args...)
}

// ClosedOrders is which closed orders are asked for; what is "" or 0 leaves none out. Times are Unix seconds.
type ClosedOrders struct {
	Kind, Grid, State string
	From, Until       int64 // raised from the one on, and before the other
	Before            int64 // closed before
}

// OrdersClosed yields closed orders of a community, the last closed first.
func (x *Index) OrdersClosed(ctx context.Context, community string, asked ClosedOrders) iter.Seq2[Order, error] {
	where, args := "o.community = ? AND o.closed > 0", []any{community}
	for is, value := range map[string]string{"o.kind": asked.Kind, "o.grid": asked.Grid, "o.state": asked.State} {
		if value != "" {
			where, args = where+" AND "+is+" = ?", append(args, value)
		}
	}
	for is, value := range map[string]int64{"o.raised >=": asked.From, "o.raised <": asked.Until, "o.closed <": asked.Before} {
		if value > 0 {
			where, args = where+" AND "+is+" ?", append(args, value)
		}
	}
	return x.orders(ctx, "-o.closed", where, args...)
}

// orders yields those of a condition by a number, and by their ids where it is the same.
func (x *Index) orders(ctx context.Context, by, where string, args ...any) iter.Seq2[Order, error] {
	from := "SELECT " + by + ", d.key, d.json, d.block, d.tx FROM orders o JOIN documents d ON d.key = o.key WHERE " + where
	return inTurn("list orders", from, by+", o.key", args, func(query string, args []any) ([]Order, []any, error) {
		return x.orderPage(ctx, query, args)
	})
}

// orderPage is the orders of a query, and what the last one is ordered by.
func (x *Index) orderPage(ctx context.Context, query string, args []any) (page []Order, last []any, err error) {
	rows, err := x.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var by int64
		d, err := scan(after{rows, &by})
		if err != nil {
			return nil, nil, err
		}
		o := Order{Community: d.Attributes[0], ID: d.Attributes[1]}
		if o.Order, err = order.Orders.Decode(d.Value); err != nil {
			return nil, nil, err
		}
		page, last = append(page, o), []any{by, []byte(order.Orders.Key(d.Attributes...))}
	}
	return page, last, rows.Err()
}

// after is a row without its first column, which is put elsewhere.
type after struct {
	row   interface{ Scan(to ...any) error }
	first any
}

// Scan reads the rest of the row.
func (a after) Scan(to ...any) error { return a.row.Scan(append([]any{a.first}, to...)...) }

// keepOrder notes by what an order is looked for.
func keepOrder(ctx context.Context, tx *sql.Tx, community string, w ledger.Write) error {
	o, err := order.Orders.Decode(w.Value)
	if w.Deleted || err != nil {
		return nil // no order of this version: a contract that is newer keeps them elsewhere
	}
	key := []byte(w.Key)
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO orders (key, community, kind, grid, state, raised, closed)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, key, community, o.Kind, o.Grid, o.State, o.Raised, o.Closed); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM order_names WHERE key = ?", key); err != nil {
		return err
	}
	for _, name := range slices.Concat([]string{o.Reporter, o.Text, o.Note}, o.Affected, o.Photos, o.WorkPhotos) {
		if name == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO order_names (community, name, key) VALUES (?, ?, ?)", community, name,
			key); err != nil {
			return err
		}
	}
	return nil
}
