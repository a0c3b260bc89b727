// SPDX-License-Identifier: Apache-2.0

// Bench measures the ledger on one machine, all in one run on one network, so that its figures are ratios of each other:
// raw Fabric writes against ballots, latencies at low and at full load, the count, transfers of points and bookings of spaces against both,
// the recount, a body's server, its oracle, and how late orders escalate. It links software passkeys, which bin/linli never does.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

func main() {
	if err := asFabric(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if code, handled := network.Dispatch(newChaincode); handled {
		os.Exit(code)
	}
	b := bench{}
	var only alone
	flag.StringVar(&b.linli, "linli", "bin/linli", "the linli program")
	flag.DurationVar(&b.rawFor, "raw", 15*time.Second, "how long to write raw transactions")
	flag.IntVar(&b.large, "large", 20_000, "rights of the large community; 0 leaves it out")
	flag.DurationVar(&b.steadyFor, "steady", time.Minute, "how long devices speak under a steady load")
	flag.IntVar(&b.spaces, "spaces", 1000, "spaces that are booked at once")
	flag.BoolVar(&only.oracle, "oracle", false, "measure the oracle alone")
	flag.BoolVar(&only.orders, "orders", false, "measure the escalation of orders alone")
	flag.BoolVar(&only.points, "points", false, "measure transfers of points alone, beside raw writes and ballots")
	flag.BoolVar(&only.parking, "parking", false, "measure bookings of spaces alone, beside raw writes")
	flag.BoolVar(&only.profile, "profile", false, "show alone what the processor time, the bytes and the keys of a ballot are")
	flag.IntVar(&only.growth, "growth", 0, "measure alone what ballots cost while the ledger grows by so many")
	flag.Parse()
	b.profiled, b.ballots = only.profile, cmp.Or(only.growth, shortGrowth)
	b.steps = b.chosen(only)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := b.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

// bench is one run.
type bench struct {
	linli   string
	rawFor  time.Duration
	large   int
	spaces  int
	ballots int
	steps   []step
	dir     string
	raw     float64 // writes a second, to compare with

	steadyFor time.Duration
	ledger    *village.Ledger

	profiled bool   // the network's processes show what they spend their time on
	profiles string // where each leaves word of where
}

type step = func(context.Context) error

// alone says what is to be measured, if it is not to be all.
type alone struct {
	oracle, orders, points, parking, profile bool
	growth                                   int // ballots
}

// chosen are the measurements that are asked for: all, unless some alone are.
func (b *bench) chosen(only alone) (steps []step) {
	if only.oracle {
		steps = append(steps, b.ingest, b.oracle)
	}
	if only.orders {
		steps = append(steps, b.escalations)
	}
	if only.points {
		steps = append(steps, b.writes, b.points)
	}
	if only.parking {
		steps = append(steps, b.writes, b.parking)
	}
	if only.profile {
		steps = append(steps, b.profile)
	}
	if only.growth > 0 {
		steps = append(steps, b.growth)
	}
	if steps == nil {
		steps = []step{b.writes, b.votes, b.growth, b.points, b.parking, b.recount, b.people, b.server, b.ingest, b.oracle, b.escalations}
	}
	return steps
}

func (b *bench) run(ctx context.Context) (err error) {
	machine(os.Stdout)
	if b.dir, err = os.MkdirTemp("", "linli-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	options := network.Options{Attached: true, Version: chapters.Current().Version}
	if b.profiled {
		if b.profiles, err = os.MkdirTemp("", "linli-bench-profiles-"); err != nil {
			return err
		}
		defer os.RemoveAll(b.profiles)
		if options.FabricBin, err = profiledPrograms(ctx, b.profiles); err != nil {
			return err
		}
	}
	started := time.Now()
	n, err := network.Up(ctx, b.dir, options)
	if err != nil {
		return err
	}
	defer n.Down(context.WithoutCancel(ctx)) //nolint:errcheck // it ends with this process at the latest
	line("network of 4 bodies, from nothing to ready", "%.1f s", time.Since(started).Seconds())
	if b.ledger, err = village.Connect(ctx, n); err != nil {
		return err
	}
	defer b.ledger.Close()
	for _, step := range b.steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// votes measures elections against raw writes.
func (b *bench) votes(ctx context.Context) error {
	for _, size := range []int{1950, b.large} {
		if size == 0 {
			continue
		}
		if err := b.election(ctx, size); err != nil {
			return fmt.Errorf("election of %d rights: %w", size, err)
		}
	}
	return nil
}

// line prints one figure.
func line(what, format string, args ...any) {
	fmt.Fprintf(os.Stdout, "%-72s %s\n", what, fmt.Sprintf(format, args...))
}
