// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/order"
)

// peers are what a dispatch sends to. They fold an order's deadlines as the ledger does, and hand the blocks on.
type peers struct {
	*testing.T
	d *Dispatch

	mu     sync.Mutex
	orders map[string]rules.Order
	sent   []string // order and time
	away   error
}

func (p *peers) Submit(ctx context.Context, function string, args ...string) (ledger.Receipt, []byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if function != order.Due || len(args) != 2 || args[0] != "garden" {
		p.Errorf("%s %v", function, args)
	}
	now := time.Now()
	p.sent = append(p.sent, fmt.Sprintf("%s %d", args[1], now.Unix()))
	if p.away != nil {
		return ledger.Receipt{}, nil, p.away
	}
	before := p.orders[args[1]]
	if at, _, ok := before.Next(); !ok || at > now.Unix() {
		return ledger.Receipt{}, nil, act.Refuse(contract.NoEffect)
	}
	p.write(args[1], before.Due(now.Unix()))
	return ledger.Receipt{}, nil, ctx.Err()
}

// write has an order be as it is on the ledger; p.mu is held.
func (p *peers) write(id string, o rules.Order) {
	p.orders[id] = o
	value, err := json.Marshal(order.Order{Order: o})
	if err != nil {
		p.Fatal(err)
	}
	if err := p.d.Apply(p.Context(), ledger.Block{Transactions: []ledger.Transaction{
		{Code: peer.TxValidationCode_MVCC_READ_CONFLICT, Writes: []ledger.Write{{Key: order.Orders.Key("garden", id), Value: []byte("{")}}},
		{Code: peer.TxValidationCode_VALID, Writes: []ledger.Write{{Key: order.Orders.Key("garden", id), Value: value}}},
	}}); err != nil {
		p.Error(err)
	}
}

func (p *peers) times() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sent)
}

// report raises an order for which somebody is called.
func (p *peers) report(id string) rules.Order {
	p.mu.Lock()
	defer p.mu.Unlock()
	o, reason := rules.Raise(time.Now().Unix(), rules.Report{Kind: rules.SOS, Place: "3-2", Affected: []string{"h"}},
		rules.Duty{Grid: "g", Hands: 3, Priority: rules.Emergency},
		rules.Plan{Grid: "g", Called: []string{"a"}, Waiting: []string{"b", "c", "d"}, Supervisor: "s"})
	if reason != rules.Allowed {
		p.Fatal(reason)
	}
	p.write(id, o)
	return o
}

// run has a test with a dispatch that runs, in which time passes when nothing else is to be done.
func run(t *testing.T, test func(t *testing.T, p *peers, start int64)) {
	synctest.Test(t, func(t *testing.T) {
		p := &peers{T: t, orders: map[string]rules.Order{}}
		p.d = New(p, nil, slog.New(slog.DiscardHandler), time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { p.d.Run(ctx) })
		test(t, p, time.Now().Unix())
		cancel()
		running.Wait()
	})
}

func TestDueIsAskedForAtItsTime(t *testing.T) {
	run(t, func(t *testing.T, p *peers, start int64) {
		p.report("one")
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		// 60 s: the next two; 5 min: the supervisor; then again every 5 min; 18 min: a breach.
		var want []string
		for _, after := range []int64{60, 300, 600, 900, 1080, 1200, 1500, 1800} {
			want = append(want, fmt.Sprintf("one %d", start+after))
		}
		if got := p.times(); !slices.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
		if o := p.orders["one"]; o.Level != rules.LevelBreach || len(o.Called) != 3 {
			t.Errorf("%+v", o)
		}
	})
}

func TestClosedOrdersAreForgotten(t *testing.T) {
	run(t, func(t *testing.T, p *peers, _ int64) {
		p.report("one")
		time.Sleep(time.Second)
		o := p.report("two")
		if open := p.d.Open("garden"); len(open) != 2 || open[0].ID != "one" || open[1].ID != "two" || len(p.d.Open("park")) != 0 {
			t.Errorf("%+v", open)
		}
		o.Terms, o.State = nil, rules.Withdrawn
		p.mu.Lock()
		p.write("two", o)
		p.mu.Unlock()
		if open := p.d.Open("garden"); len(open) != 1 || open[0].ID != "one" {
			t.Errorf("%+v", open)
		}
		time.Sleep(90 * time.Second)
		synctest.Wait()
		if got := p.times(); len(got) != 1 || !strings.HasPrefix(got[0], "one ") {
			t.Errorf("%v", got)
		}
	})
}

// While nobody answers it is asked again, at longer and longer intervals; when somebody does, every order that was due is seen to.
func TestLedgerAway(t *testing.T) {
	run(t, func(t *testing.T, p *peers, start int64) {
		const orders = 3 * atOnce
		p.mu.Lock()
		p.away = ledger.ErrUnavailable
		p.mu.Unlock()
		for i := range orders {
			p.report(strconv.Itoa(i))
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		of0 := slices.DeleteFunc(p.times(), func(s string) bool { return !strings.HasPrefix(s, "0 ") })
		var want []string
		for _, after := range []int64{60, 61, 63, 67, 75, 85, 95, 105, 115} {
			want = append(want, fmt.Sprintf("0 %d", start+after))
		}
		if !slices.Equal(of0, want) {
			t.Errorf("%v, not %v", of0, want)
		}
		p.mu.Lock()
		p.away = nil
		p.mu.Unlock()
		time.Sleep(longest)
		synctest.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		for id, o := range p.orders {
			if o.Level != rules.LevelNext || o.Missed[0].At != start+60 {
				t.Errorf("%s: %+v", id, o)
			}
		}
	})
}

// Another body's server was first: nothing is asked for twice.
func TestWhoComesSecond(t *testing.T) {
	run(t, func(t *testing.T, p *peers, start int64) {
		o := p.report("one")
		time.Sleep(60*time.Second - time.Millisecond)
		p.mu.Lock()
		p.write("one", o.Due(start+60))
		p.mu.Unlock()
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := p.times(); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
}

func TestRunEndsWhileSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d := New(hanging{}, nil, slog.New(slog.DiscardHandler), time.Now)
		p := &peers{T: t, d: d, orders: map[string]rules.Order{}}
		for i := range 2 * atOnce {
			p.report(strconv.Itoa(i))
		}
		var running sync.WaitGroup
		running.Go(func() { d.Run(ctx) })
		time.Sleep(61 * time.Second)
		cancel()
		running.Wait()
	})
}

// hanging never answers.
type hanging struct{}

func (hanging) Submit(ctx context.Context, _ string, _ ...string) (ledger.Receipt, []byte, error) {
	<-ctx.Done()
	return ledger.Receipt{}, nil, ctx.Err()
}
