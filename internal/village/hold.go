// SPDX-License-Identifier: Apache-2.0

package village

import (
	"golang.org/x/sync/errgroup"

	"context"
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// Ledger is a community's way to a running network: a client of the first body, and a relay on it.
type Ledger struct {
	*ledger.Client
	*ledger.Relay
	Network *network.Network
}

// Connect connects as the first body.
func Connect(ctx context.Context, n *network.Network) (*Ledger, error) {
	client, err := n.Connect(ctx, n.Here()[0].ID, network.Client)
	if err != nil {
		return nil, err
	}
	return &Ledger{Client: client, Relay: ledger.NewRelay(client, ledger.Options{}), Network: n}, nil
}

// Close ends relay and client.
func (l *Ledger) Close() {
	l.Relay.Close()
	l.Client.Close()
}

// Outcome is what an act came to, and how long that took the caller.
type Outcome struct {
	ledger.Receipt
	Err  error
	Took time.Duration
}

// inFlight is how many acts Send lets wait for their blocks at a time.
const inFlight = 2000

// Send relays acts and returns what became of each, in order. All are on their way at once: the relay keeps those of one signer in order.
func (l *Ledger) Send(ctx context.Context, acts []act.Signed) []Outcome {
	outcomes := make([]Outcome, len(acts))
	var group errgroup.Group
	group.SetLimit(inFlight)
	for _, run := range runs(acts) {
		group.Go(func() error {
			began := time.Now()
			those := make([]act.Signed, len(run))
			for k, i := range run {
				those[k] = acts[i]
			}
			answers := l.CastAll(ctx, those)
			for k, i := range run {
				outcomes[i] = Outcome{Receipt: answers[k].Receipt, Err: answers[k].Err, Took: time.Since(began)}
			}
			return nil
		})
	}
	_ = group.Wait() // never fails: each outcome has its own error
	return outcomes
}

// runs groups the places of acts that have to keep their order. Ballots are numbered by right and person, and cast at once.
func runs(acts []act.Signed) [][]int {
	var all [][]int
	of := map[string]int{}
	for i, signed := range acts {
		a, err := act.Parse(signed.Text, len(signed.Text))
		if known, ok := of[a.By]; ok && err == nil && !strings.HasPrefix(a.Type, "ballot.") {
			all[known] = append(all[known], i)
			continue
		}
		of[a.By] = len(all)
		all = append(all, []int{i})
	}
	return all
}

// Must relays acts of which every one has to take effect.
func (l *Ledger) Must(ctx context.Context, acts ...act.Signed) error {
	for i, outcome := range l.Send(ctx, acts) {
		if outcome.Err != nil {
			return fmt.Errorf("%s: %w", typeOf(acts[i]), outcome.Err) //nolint:gosec // a place in all
		}
	}
	return nil
}

// Do relays one act that has to take effect: Do(ctx)(e.Step("election.open")).
func (l *Ledger) Do(ctx context.Context) func(act.Signed, error) error {
	return func(signed act.Signed, err error) error {
		if err != nil {
			return err
		}
		return l.Must(ctx, signed)
	}
}
