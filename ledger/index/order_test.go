// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/sqlitefile"
)

// ordered is an order that was raised by somebody at a time and, unless that is 0, closed at another.
func ordered(by string, raised, closed int64) order.Order {
	o := order.Order{Order: rules.Order{Kind: rules.Noise, State: rules.Raised, Reporter: by, Raised: raised, Closed: closed}}
	if closed > 0 {
		o.State = rules.Confirmed
	}
	return o
}

// keepOrders has an index mirror a block that writes orders.
func keepOrders(t *testing.T, x *index.Index, orders map[string]order.Order) {
	t.Helper()
	var writes []ledger.Write
	for id, o := range orders {
		value, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		writes = append(writes, ledger.Write{Key: order.Orders.Key("garden", id), Value: value})
	}
	if err := x.Apply(t.Context(), ledger.Block{Number: x.Height(), Hash: []byte{1},
		Transactions: []ledger.Transaction{{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: writes}}}); err != nil {
		t.Fatal(err)
	}
}

// unreadable makes all orders but these unreadable, so that a list that reads another one fails.
func unreadable(t *testing.T, path string, but ...string) {
	t.Helper()
	file, err := sqlitefile.Open(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}()
	query, args := "UPDATE documents SET json = '!' WHERE true", []any{}
	for _, id := range but {
		query, args = query+" AND key <> ?", append(args, []byte(order.Orders.Key("garden", id)))
	}
	if _, err := file.Write.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// ids are those of the first orders of a list, at most so many.
func ids(t *testing.T, list iter.Seq2[index.Order, error], most int) []string {
	t.Helper()
	all := []string{}
	for o, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o.ID)
		if len(all) == most {
			break
		}
	}
	return all
}

// Each list of orders reads what it lists, and no other of the many that ever were.
func TestOrdersReadWhatTheyShow(t *testing.T) {
	closed := map[string]order.Order{}
	for i := range 1000 {
		closed[fmt.Sprintf("old-%03d", i)] = ordered("ann", int64(i+1), int64(i+2))
	}
	var history []string // as much as is read from the file at once
	for i := 999; i > 999-64; i-- {
		history = append(history, fmt.Sprintf("old-%03d", i))
	}
	for name, c := range map[string]struct {
		list func(x *index.Index) iter.Seq2[index.Order, error]
		want []string
	}{
		"open": {
			func(x *index.Index) iter.Seq2[index.Order, error] { return x.OpenOrders(t.Context()) },
			[]string{"a", "b"},
		},
		"a month": {
			func(x *index.Index) iter.Seq2[index.Order, error] {
				return x.OrdersRaised(t.Context(), "garden", 500, 503)
			},
			[]string{"old-499", "old-500", "old-501"},
		},
		"mine": {
			func(x *index.Index) iter.Seq2[index.Order, error] {
				return x.OrdersNaming(t.Context(), "garden", "bob", "home")
			},
			[]string{"b", "a"},
		},
		"history": {
			func(x *index.Index) iter.Seq2[index.Order, error] {
				return x.OrdersClosed(t.Context(), "garden", index.ClosedOrders{})
			},
			history,
		},
		"history by its filters": {
			func(x *index.Index) iter.Seq2[index.Order, error] {
				return x.OrdersClosed(t.Context(), "garden", index.ClosedOrders{Kind: string(rules.Noise), State: string(rules.Confirmed),
					From: 10, Until: 12, Before: 12})
			},
			[]string{"old-009"},
		},
		"elsewhere": {
			func(x *index.Index) iter.Seq2[index.Order, error] {
				return x.OrdersClosed(t.Context(), "elsewhere", index.ClosedOrders{})
			},
			[]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "index.db")
			x := openIndex(t, path)
			keepOrders(t, x, closed)
			home := ordered("cat", 2000, 0)
			home.Affected = []string{"home"}
			keepOrders(t, x, map[string]order.Order{"a": home, "b": ordered("bob", 2001, 0)})
			unreadable(t, path, c.want...)
			if got := ids(t, c.list(x), 64); !slices.Equal(got, c.want) {
				t.Errorf("%v", got)
			}
		})
	}
}

// What an order says now is what it is listed by.
func TestOrdersAsTheyAre(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	before := ordered("bob", 1, 0)
	before.Affected = []string{"one", "two"}
	keepOrders(t, x, map[string]order.Order{"a": before})
	after := ordered("bob", 1, 5)
	after.Affected = []string{"two"}
	keepOrders(t, x, map[string]order.Order{"a": after})
	for name, c := range map[string]struct {
		list iter.Seq2[index.Order, error]
		want int
	}{
		"open":          {x.OpenOrders(t.Context()), 0},
		"closed":        {x.OrdersClosed(t.Context(), "garden", index.ClosedOrders{}), 1},
		"not any more":  {x.OrdersNaming(t.Context(), "garden", "one"), 0},
		"still, once":   {x.OrdersNaming(t.Context(), "garden", "bob", "two"), 1},
		"closed before": {x.OrdersClosed(t.Context(), "garden", index.ClosedOrders{Before: 5}), 0},
	} {
		if got := ids(t, c.list, 100); len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	keepOrders(t, x, map[string]order.Order{"a": before})
	if got := ids(t, x.OpenOrders(t.Context()), 100); len(got) != 1 {
		t.Errorf("reopened: %v", got)
	}
}
