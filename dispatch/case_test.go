// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/mediation"
)

// registry is a ledger with one case, which time moves as the rules do.
type registry struct {
	*testing.T
	d    *Dispatch
	c    rules.Case
	sent []string // function and time
}

func (r *registry) Submit(_ context.Context, function string, _ ...string) (ledger.Receipt, []byte, error) {
	now := time.Now().Unix()
	r.sent = append(r.sent, fmt.Sprint(function, " ", now))
	after, reason := r.c.Settle(now)
	if reason != rules.Allowed {
		return ledger.Receipt{}, nil, act.Refuse(contract.NoEffect)
	}
	r.write(after)
	return ledger.Receipt{}, nil, nil
}

func (r *registry) write(c rules.Case) {
	r.c = c
	value, err := json.Marshal(c)
	if err != nil {
		r.Error(err)
	}
	write := ledger.Write{Key: mediation.Cases.Key("garden", "c"), Value: value}
	err = r.d.Apply(r.Context(), ledger.Block{Hash: []byte{1}, Transactions: []ledger.Transaction{
		{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: []ledger.Write{write}},
	}})
	if err != nil {
		r.Error(err)
	}
}

// Silence is written down in the first second after its days: first that of a proposal, then that nothing was agreed.
func TestCasesRunTheirDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &registry{T: t}
		r.d = New(r, nil, slog.New(slog.DiscardHandler), time.Now)
		start, by := time.Now().Unix(), rules.Mediator{Body: "street", Person: "m"}
		sides := [2]rules.Side{{Home: "1"}, {Home: "2"}}
		c, _ := rules.Request(rules.Case{}, start, "c", sides, rules.Matter{Kind: "request", Text: "t"})
		c, _ = c.Take(start, by)
		c, _ = c.Join(start, sides[1])
		c, reason := c.Propose(start, by, "p", 7)
		if reason != rules.Allowed {
			t.Fatal(reason)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { r.d.Run(ctx) })
		r.write(c)
		time.Sleep(100 * 24 * time.Hour)
		cancel()
		running.Wait()
		want := []string{fmt.Sprint("CloseCase ", calendar.After(start, 7)), fmt.Sprint("CloseCase ", calendar.After(start, rules.EndWithin))}
		if !slices.Equal(r.sent, want) || r.c.State != rules.StateFailed {
			t.Errorf("%v, not %v; %s", r.sent, want, r.c.State)
		}
	})
}
