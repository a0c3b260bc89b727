// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// election holds a whole vote of size rights and prints its figures.
func (b *bench) election(ctx context.Context, size int) error {
	fmt.Fprintln(os.Stdout)
	e, on, err := b.open(ctx, size)
	if err != nil {
		return err
	}
	first, err := ballots(ctx, e, on, split)
	if err != nil {
		return err
	}
	low := first[:100]
	if err := b.lowLoad(ctx, low); err != nil {
		return err
	}
	if _, err := b.fullLoad(ctx, "ballot", first[100:]); err != nil {
		return err
	}
	return b.count(ctx, e, on)
}

func (b *bench) open(ctx context.Context, size int) (*village.Election, vote.Election, error) {
	v, err := b.settle(ctx, fmt.Sprintf("bench-%d", size), size)
	if err != nil {
		return nil, vote.Election{}, err
	}
	return b.hold(ctx, v, "vote")
}

// hold opens an election of all owners.
func (b *bench) hold(ctx context.Context, v *village.Village, id string) (e *village.Election, on vote.Election, err error) {
	if e, err = v.NewElection(id); err != nil {
		return nil, on, err
	}
	on, err = b.ledger.Open(ctx, e, "Bench", vote.DraftRules{
		Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true, ProxyCap: 3,
	}, []vote.DraftContest{
		{ID: "ordinary", Options: options, Seats: 1, Threshold: election.Majority, Title: "Ordinary"},
		{ID: "special", Options: options, Seats: 1, Threshold: election.ThreeQuarters, Title: "Special"},
	})
	return e, on, err
}

// settle founds a community of so many homes, whose owners all have a passkey.
func (b *bench) settle(ctx context.Context, id string, size int) (*village.Village, error) {
	constitution, err := village.Constitute(b.ledger.Network, "bench", "rehearsal")
	if err != nil {
		return nil, err
	}
	v, err := village.New(id, constitution)
	if err != nil {
		return nil, err
	}
	if err := v.SetRoll(units(size)); err != nil {
		return nil, err
	}
	if err := b.ledger.Found(ctx, v); err != nil {
		return nil, err
	}
	began := time.Now()
	if err := b.ledger.LoadRoll(ctx, v, 1, func(int, int) {}); err != nil {
		return nil, err
	}
	line(fmt.Sprintf("%d rights: roll approved, loaded and checked", size), "%.1f s", time.Since(began).Seconds())
	began = time.Now()
	if err := b.ledger.EnrolAll(ctx, v); err != nil {
		return nil, err
	}
	took := time.Since(began)
	line(fmt.Sprintf("%d passkeys made, enrolled, confirmed", len(v.People)), "%.1f s = %.0f/s", took.Seconds(),
		float64(len(v.People))/took.Seconds())
	return v, nil
}

var options = []string{election.Agree, "disagree", "abstain"}

// split is how the voters differ.
func split(i int) election.Selections {
	return election.Selections{"ordinary": {options[i%2]}, "special": {options[i%3]}}
}

// units are homes with an owner each.
func units(size int) []community.Unit {
	all := make([]community.Unit, size)
	for i := range all {
		all[i] = community.Unit{
			ID: fmt.Sprintf("unit-%05d", i), Kind: community.Home, Status: community.Sold,
			AreaDm2: int64(6000 + i%9000), Owners: []string{fmt.Sprintf("owner-%05d", i)},
		}
	}
	return all
}

// ballots seals and signs a ballot for every right, by its number, before the clock runs: that is the work of the owners' devices.
func ballots(ctx context.Context, e *village.Election, on vote.Election, choice func(int) election.Selections) ([]act.Signed, error) {
	acts := make([]act.Signed, len(e.Rights))
	group, _ := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for i, right := range e.Rights {
		group.Go(func() (err error) {
			acts[i], err = e.Cast(on, e.Voter(right), right.ID, 1, choice(i))
			return err
		})
	}
	return acts, group.Wait()
}

// lowLoad casts one ballot after the other, at moments that have nothing to do with those at which blocks are made.
func (b *bench) lowLoad(ctx context.Context, acts []act.Signed) error {
	var times []time.Duration
	for _, signed := range acts {
		time.Sleep(100*time.Millisecond + rand.N(100*time.Millisecond)) //nolint:gosec // no secret
		began := time.Now()
		if err := b.ledger.Must(ctx, signed); err != nil {
			return err
		}
		times = append(times, time.Since(began))
	}
	line("low load, one ballot at a time: cast to committed", "p50 %.0f ms, p99 %.0f ms", ms(times, 50), ms(times, 99))
	return nil
}

// fullLoad casts acts at once, each of which does one thing and has a passkey's signature, and says how many take effect in a second.
func (b *bench) fullLoad(ctx context.Context, thing string, acts []act.Signed) (perSecond float64, err error) {
	before, used := b.ledger.Stats(), b.cpu()
	began := time.Now()
	outcomes := b.ledger.Send(ctx, acts)
	took := time.Since(began)
	times := make([]time.Duration, len(outcomes))
	for i, o := range outcomes {
		if o.Err != nil {
			return 0, fmt.Errorf("%s %d: %w", thing, i, o.Err)
		}
		times[i] = o.Took
	}
	perSecond = float64(len(acts)) / took.Seconds()
	after := b.ledger.Stats()
	line(fmt.Sprintf("full load, %d %ss through the relay, each with a passkey signature", len(acts), thing), "%.0f/s", perSecond)
	line("  ratio to raw writes", "%.1f", perSecond/b.raw)
	line("  cast to committed", "p50 %.0f ms, p99 %.0f ms", ms(times, 50), ms(times, 99))
	b.per(thing, used, len(acts))
	line("  acts a transaction", "%.0f", float64(after.Acts-before.Acts)/float64(after.Batches-before.Batches))
	if came := after.Conflicts - before.Conflicts; came > 0 {
		line("  transactions that came second, and were sent again", "%d of %d", came, after.Batches-before.Batches)
	}
	return perSecond, nil
}

func (b *bench) count(ctx context.Context, e *village.Election, on vote.Election) error {
	began := time.Now()
	if err := b.ledger.CloseAndUnseal(ctx, e, on.Bodies[1:]); err != nil {
		return err
	}
	line("closed, and three of four keys published", "%.1f s", time.Since(began).Seconds())
	used := b.cpu()
	began = time.Now()
	result, err := b.ledger.Tally(ctx, e, func(int, int) {})
	if err != nil {
		return err
	}
	took := time.Since(began)
	line(fmt.Sprintf("%d ballots opened and counted on the ledger, %d shards", result.Counted, len(on.ShardNames())),
		"%.1f s = %.0f/s", took.Seconds(), float64(result.Counted)/took.Seconds())
	b.per("ballot", used, result.Counted)
	if result.Counted != len(e.Rights) {
		return fmt.Errorf("%d ballots counted of %d", result.Counted, len(e.Rights))
	}
	return b.ledger.Publish(ctx, e, result)
}

// ms is a percentile in milliseconds.
func ms(times []time.Duration, percentile int) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return float64(sorted[(len(sorted)-1)*percentile/100].Microseconds()) / 1000
}
