// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/order"
)

const orderID = "0dde0dde"

// course is the course of one order, written to the ledger as its chapter does.
type course struct {
	*town
	orders.Order
	written int
}

// raise has an owner report something, or nobody of it if the plan is empty.
func (tw *town) raise(p order.Plan, haste order.Priority) *course {
	tw.t.Helper()
	alone, _ := tw.heads()
	o, reason := order.Raise(tw.clock().Unix(), order.Report{
		Kind: order.RepairWater, Place: "3-2", Reporter: alone.Owners[0], Affected: []string{alone.Units[0].ID},
	}, order.Duty{Priority: haste, Hands: 3}, p)
	c := &course{town: tw, Order: orders.Order{Order: o}}
	c.step(o, reason)
	return c
}

var grid = order.Plan{Grid: "east", Called: []string{"w1"}, Waiting: []string{"w2", "w3", "w4"}, Supervisor: "boss"}

// step writes what has become of the order.
func (c *course) step(o order.Order, reason order.Reason) {
	c.t.Helper()
	if reason != order.Allowed {
		c.t.Fatal(reason)
	}
	c.Order.Order = o
	c.written++
	must(c.t, c.book.Append(ledger.Transaction{
		ID: fmt.Sprintf("order-%d", c.written), Code: peer.TxValidationCode_VALID, Timestamp: c.clock(),
		Writes: []ledger.Write{{Key: orders.Orders.Key(garden, orderID), Value: jsonOf(c.t, c.Order)}},
	}))
}

// due lets time pass and has the time-outs of it be folded, as the server's ticker does.
func (c *course) due(d time.Duration) {
	c.t.Helper()
	c.pass(d)
	c.step(c.Due(c.clock().Unix()), order.Allowed)
}

// finish has a worker accept, come and be done.
func (c *course) finish(worker string) {
	c.t.Helper()
	now := func() int64 { c.pass(time.Second); return c.clock().Unix() }
	at := now()
	c.step(c.Accept(at, at, worker))
	at = now()
	c.step(c.Arrive(at, at, worker))
	at = now()
	c.step(c.Finish(at, at, worker, order.Solved))
}

// news are the kinds of notices of the order that somebody has, with those of them that are new to him first.
func (c *course) news(r Reader) map[Kind]int64 {
	c.t.Helper()
	all := map[Kind]int64{}
	for _, n := range c.notices(r) {
		if n.Kind.ofOrder() {
			all[n.Kind] = n.ID
		}
	}
	return all
}

func kindsOf(all map[Kind]int64) []Kind {
	list := []Kind{}
	for k := range all {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func worker(id string) Reader { return Reader{Worker: true, Credential: id} }

var boss, colleague = Reader{Body: "property", Credential: "boss"}, Reader{Body: "property", Credential: "other"}

// expect holds what people have been told against what they should have been.
func (c *course) expect(when string, want map[Reader][]Kind) {
	c.t.Helper()
	for r, kinds := range want {
		slices.Sort(kinds)
		if diff := cmp.Diff(kinds, kindsOf(c.news(r))); diff != "" {
			c.t.Errorf("%s, %+v (-want +got)\n%s", when, r, diff)
		}
	}
}

// TestOrderEscalates: who is called is told, then the next ones, then the supervisor; and all who still have to act again and again.
func TestOrderEscalates(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	c := tw.raise(grid, order.Emergency)
	c.expect("raised", map[Reader][]Kind{worker("w1"): {OrderCalled}, worker("w2"): {}, boss: {}, colleague: {}})
	first := c.news(worker("w1"))[OrderCalled]
	c.due(time.Minute)
	c.expect("nobody accepted", map[Reader][]Kind{
		worker("w1"): {OrderCalled}, worker("w2"): {OrderCalled}, worker("w3"): {OrderCalled}, worker("w4"): {}, boss: {},
	})
	if again := c.news(worker("w1"))[OrderCalled]; again != first {
		t.Error("who was called was told so twice by one call")
	}
	c.due(4 * time.Minute)
	c.expect("five minutes", map[Reader][]Kind{worker("w1"): {OrderCalled}, boss: {OrderEscalated}, colleague: {}})
	c.due(5 * time.Minute)
	c.expect("ten minutes", map[Reader][]Kind{
		worker("w1"): {OrderAgain, OrderCalled}, worker("w4"): {}, boss: {OrderAgain, OrderEscalated}, colleague: {},
	})
	told := []map[Kind]int64{c.news(worker("w1")), c.news(boss)}
	c.due(5 * time.Minute)
	now := []map[Kind]int64{c.news(worker("w1")), c.news(boss)}
	for i := range told {
		if now[i][OrderAgain] <= told[i][OrderAgain] {
			t.Errorf("who must act was told once: %v, %v", told[i], now[i])
		}
	}
	at := c.clock().Unix()
	c.step(c.Accept(at, at, "w2"))
	if c.news(worker("w1"))[OrderAgain] != now[0][OrderAgain] {
		t.Error("who need not act any more was told again")
	}
	c.due(5 * time.Minute) // 20 minutes: the breach line is passed
	if got := c.news(boss)[OrderEscalated]; got <= now[1][OrderEscalated] {
		t.Error("the supervisor was not told of the breach")
	}
	c.due(5 * time.Minute)
	if got := c.news(worker("w2"))[OrderAgain]; got == 0 {
		t.Error("who has it was not told again")
	}
}

// TestOrderIsConfirmed: the affected household is asked, once more two days before the end, and told of the end; who reported it is told
// that it was reopened.
func TestOrderIsConfirmed(t *testing.T) {
	m, mail := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = mail })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(alone.Owners[0], "wang@mail.example")
	household, other := Reader{Person: alone.Owners[0], Confirmed: true}, Reader{Person: shared.Owners[0], Confirmed: true}
	c := tw.raise(grid, order.Ordinary)
	c.finish("w1")
	c.expect("done", map[Reader][]Kind{household: {OrderDone}, other: {}, boss: {}})
	first := c.news(household)[OrderDone]
	tw.pass(2 * time.Hour)
	at := c.clock().Unix()
	c.step(c.Reopen(at, alone.Units[0].ID))
	c.expect("reopened", map[Reader][]Kind{household: {OrderDone, OrderReopened}, boss: {OrderReopened}, worker("w1"): {OrderCalled}})
	c.finish("w1")
	if c.news(household)[OrderDone] == first {
		t.Error("that it is done again is no news")
	}
	must(t, tw.remindToConfirm(t.Context()))
	c.expect("done again", map[Reader][]Kind{household: {OrderDone, OrderReopened}})
	tw.pass(5*24*time.Hour + time.Minute)
	for range 3 {
		must(t, tw.remindToConfirm(t.Context()))
	}
	c.expect("five days later", map[Reader][]Kind{household: {OrderConfirmSoon, OrderDone, OrderReopened}, other: {}})
	tw.deliverAll()
	c.due(2 * 24 * time.Hour)
	must(t, tw.remindToConfirm(t.Context()))
	c.expect("a week later", map[Reader][]Kind{household: {OrderConfirmSoon, OrderDone, OrderReopened, OrderUnanswered}})
	tw.deliverAll()
	var subjects []string
	for _, mail := range m.Sent() {
		subjects = append(subjects, mail.Subject)
		for _, word := range []string{alone.Owners[0], alone.Units[0].ID, "3-2", "water", "w1"} {
			if strings.Contains(mail.Subject+strings.ReplaceAll(mail.Text, "#/orders/"+orderID, ""), word) {
				t.Errorf("a mail says %s:\n%s", word, mail.Text)
			}
		}
	}
	for _, want := range []string{"请确认", "还剩不到两天", "没有人确认"} {
		if !strings.Contains(strings.Join(subjects, "\n"), want) {
			t.Errorf("no mail says %s: %q", want, subjects)
		}
	}
}

// TestOrderWithoutDuty: all officers are told of what nobody was called for, and whoever has it to assign after that.
func TestOrderWithoutDuty(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	c := tw.raise(order.Plan{}, order.Emergency)
	c.expect("raised", map[Reader][]Kind{boss: {OrderWaits}, colleague: {OrderWaits}, worker("w1"): {}})
	c.due(time.Minute)
	c.expect("a minute later", map[Reader][]Kind{colleague: {OrderEscalated, OrderWaits}})
	c.due(time.Hour)
	c.expect("an hour later", map[Reader][]Kind{colleague: {OrderAgain, OrderEscalated, OrderWaits}})
}

// TestOrdersToGroups: a group that asks for orders is told each thing once, however many people it is told to; one that does not, nothing.
func TestOrdersToGroups(t *testing.T) {
	r := newReceiver(t, secretOf(1))
	silent := newReceiver(t, secretOf(2))
	var tw *town
	g := newGroup(t, WeCom, func() time.Time { return tw.clock() })
	tw = newTown(t, func(c *Config) {
		robot := g.webhook()
		robot.Types = []Kind{OrderCalled, OrderEscalated, OrderAgain}
		c.Webhooks = []Webhook{{URL: r.URL, Secret: secretOf(1), Types: publicKinds}, {URL: silent.URL, Secret: secretOf(2)}, robot}
	})
	tw.enrol()
	c := tw.raise(grid, order.Emergency)
	for _, d := range []time.Duration{time.Minute, 4 * time.Minute, 5 * time.Minute, 5 * time.Minute} {
		c.due(d)
	}
	c.finish("w3")
	tw.deliverAll()
	want := map[Kind]int{OrderCalled: 2, OrderEscalated: 1, OrderAgain: 2, OrderDone: 1}
	// what is superseded before it leaves is not sent
	for _, kind := range []Kind{OrderCalled, OrderAgain} {
		want[kind] = 1
	}
	if diff := cmp.Diff(want, tally(r.types())); diff != "" {
		t.Errorf("delivered (-want +got)\n%s", diff)
	}
	if len(silent.types()) != 0 {
		t.Errorf("who did not ask for orders got %v", silent.types())
	}
	all := strings.Join(g.texts, "\n")
	if len(g.texts) != 3 || !strings.Contains(all, "紧急") || !strings.Contains(all, "emergency") || strings.Contains(all, "3-2") {
		t.Errorf("the group was told %q", g.texts)
	}
}

// TestOrderWordings: every kind of notice of an order has words in both languages.
func TestOrderWordings(t *testing.T) {
	for _, kind := range publicKinds {
		if !kind.ofOrder() {
			continue
		}
		for _, lang := range []Language{Chinese, English} {
			if w := orderWordings[kind][lang]; w.title == "" || w.text == "" {
				t.Errorf("%s in %s: %q", kind, lang, w)
			}
		}
	}
}
