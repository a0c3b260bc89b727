// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/calendar"
)

// court is a ledger with breaches, which takes their steps as the rules do.
type court struct {
	*testing.T
	d *Dispatch

	mu       sync.Mutex
	breaches map[string]rules.Breach
	sent     []string // function, breach and time
}

func (c *court) Submit(_ context.Context, function string, args ...string) (ledger.Receipt, []byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now().Unix()
	c.sent = append(c.sent, fmt.Sprintf("%s %s %d", function, args[1], now))
	b, reason := c.breaches[args[1]].Apply(now)
	if function == convention.TxSettle {
		b, reason = c.breaches[args[1]].Settle(now)
	}
	if reason != rules.Allowed {
		return ledger.Receipt{}, nil, act.Refuse(contract.NoEffect)
	}
	c.write(args[1], b)
	return ledger.Receipt{}, nil, nil
}

// write has a breach be as it is on the ledger; c.mu is held.
func (c *court) write(id string, b rules.Breach) {
	c.breaches[id] = b
	if err := c.d.Apply(c.Context(), blockOf(c.T, id, b)); err != nil {
		c.Error(err)
	}
}

func blockOf(t *testing.T, id string, b rules.Breach) ledger.Block {
	value, err := json.Marshal(convention.Breach{Breach: b})
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Block{Hash: []byte{1}, Transactions: []ledger.Transaction{
		{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: []ledger.Write{{Key: convention.Breaches.Key("garden", id), Value: value}}},
	}}
}

// terms are three days to cure, seven to appeal, thirty until it counts no more.
var terms = rules.Terms{Rung: rules.Rung{Effect: rules.Board, Days: 14}, CureDays: 3, AppealDays: 7, DecayDays: 30}

func foundAt(t *testing.T, now int64) rules.Breach {
	b, reason := rules.Find(rules.Breach{}, now, rules.Found{Cause: "c", Home: "h", Convention: "t", Article: 1, Terms: terms})
	if reason != rules.Allowed {
		t.Fatal(reason)
	}
	return b
}

func noticedAt(t *testing.T, now int64) rules.Breach {
	b, reason := foundAt(t, now).Notice(now)
	if reason != rules.Allowed {
		t.Fatal(reason)
	}
	return b
}

// What a household was told takes effect in the first second after its days, once, and is settled when it counts no more; of what it was
// not told, and of an appeal that nobody decides, time alone is written down.
func TestBreachesRunTheirDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &court{T: t, breaches: map[string]rules.Breach{}}
		c.d = New(c, nil, slog.New(slog.DiscardHandler), time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { c.d.Run(ctx) })
		start := time.Now().Unix()
		appealed, _ := noticedAt(t, start).Appeal(start)
		c.mu.Lock()
		c.write("told", noticedAt(t, start))
		c.write("found", foundAt(t, start))
		c.write("appealed", appealed)
		c.write("long ago", noticedAt(t, start-100*24*3600))
		c.mu.Unlock()
		time.Sleep(100 * 24 * time.Hour)
		synctest.Wait()
		c.mu.Lock()
		want := []string{
			fmt.Sprintf("Settle long ago %d", start),
			fmt.Sprintf("Enforce told %d", calendar.After(start, 7)),
			fmt.Sprintf("Settle found %d", calendar.After(start, 30)), fmt.Sprintf("Settle told %d", calendar.After(start, 30)),
			fmt.Sprintf("Settle appealed %d", calendar.After(start, 60)),
		}
		slices.Sort(want)
		slices.Sort(c.sent)
		if !slices.Equal(c.sent, want) {
			t.Errorf("%v, not %v", c.sent, want)
		}
		c.mu.Unlock()
		cancel()
		running.Wait()
	})
}

// A server that starts knows from its mirror what is to come.
func TestBreachesAtTheStart(t *testing.T) {
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	b := noticedAt(t, time.Now().Unix())
	if err := x.Apply(t.Context(), blockOf(t, "c", b)); err != nil {
		t.Fatal(err)
	}
	d := New(nil, x, slog.New(slog.DiscardHandler), time.Now)
	if _, err := d.Checkpoint(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if at, ok := d.schedule.next(); !ok || at.Unix() != b.AppealBy {
		t.Errorf("%s, not %d", at, b.AppealBy)
	}
	if function, _, err := d.transaction(t.Context(), name{convention.Breaches.Kind(), "garden", "c"}); function != convention.TxEnforce {
		t.Errorf("%q is sent, %v", function, err)
	}
}
