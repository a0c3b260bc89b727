// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	rules "github.com/linli-project/linli/rules/order"
)

// emergencies are how many orders nobody accepts.
const emergencies = 200

// escalations measures how late after its time the next workers are called for an emergency that nobody accepts, on the machine as it is
// and while loops take all of its cores.
func (b *bench) escalations(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	v, err := b.unattended(ctx)
	if err != nil {
		return err
	}
	at, stop, err := b.serve(ctx)
	if err != nil {
		return err
	}
	other, err := b.ledger.Network.Connect(ctx, v.Constitution.Bodies[1].ID, network.Client)
	if err != nil {
		return errors.Join(err, stop())
	}
	defer other.Close()
	ctx, cancel := context.WithCancel(ctx)
	group, ctx := errgroup.WithContext(ctx)
	w := &watch{community: v.ID, changed: make(chan struct{}, 1)}
	group.Go(func() error { return w.follow(ctx, other) })
	group.Go(func() error { return w.listen(ctx, at) })
	group.Go(func() error {
		defer cancel()
		for _, loops := range []int{0, runtime.NumCPU()} {
			if err := b.escalate(ctx, v, w, loops); err != nil {
				return err
			}
		}
		return nil
	})
	if err = group.Wait(); errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, stop())
}

// unattended founds a community with five workers, who are called for everything and accept nothing.
func (b *bench) unattended(ctx context.Context) (*village.Village, error) {
	constitution, err := village.Constitute(b.ledger.Network, "bench", "rehearsal")
	if err != nil {
		return nil, err
	}
	v, err := village.New("bench-escalations", constitution)
	if err != nil {
		return nil, err
	}
	if err := b.ledger.Found(ctx, v); err != nil {
		return nil, err
	}
	officer := v.Convener()
	var workers []string
	for range 5 {
		id, err := b.hire(ctx, v, officer)
		if err != nil {
			return nil, err
		}
		workers = append(workers, id)
	}
	err = b.ledger.Do(ctx)(v.Act(order.TypeGridSet, order.GridSet{
		Body: officer.Body, Grid: "all", Languages: []order.Speaker{}, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: officer.Key.ID(), Workers: workers,
	}, v.Two()...))
	if err != nil {
		return nil, err
	}
	return v, b.ledger.Do(ctx)(v.Act(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("0", 64), Duties: []order.Duty{{Grid: "all", Hands: 1, Priority: rules.Emergency}}, Version: 1,
	}, v.Two()...))
}

// hire enrols a worker of an officer's body, and returns his id.
func (b *bench) hire(ctx context.Context, v *village.Village, officer *village.Signer) (string, error) {
	w, err := v.Stranger()
	if err != nil {
		return "", err
	}
	w.Body = officer.Body
	enrolment, err := v.Employ(w)
	if err != nil {
		return "", err
	}
	return w.Key.ID(), b.ledger.Do(ctx)(v.Act(order.TypeWorkerEnrol, enrolment, officer))
}

// escalate has orders be raised, waits until all have escalated, and says how late they were.
func (b *bench) escalate(ctx context.Context, v *village.Village, w *watch, loops int) error {
	defer busy(ctx, loops)()
	acts, ids, err := calls(v)
	if err != nil {
		return err
	}
	w.expect(ids)
	began := time.Now()
	if err := b.ledger.Must(ctx, acts...); err != nil {
		return err
	}
	raised := time.Since(began)
	onLedger, told, err := w.late(ctx)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("%d emergencies that nobody accepts, %d loops on %d cores", emergencies, loops, runtime.NumCPU()), "raised in %.0f s",
		raised.Seconds())
	line("  the next workers are called, on the ledger (aim 1 s after the minute)", "%s", spread(onLedger))
	line("  the same, told to the pages of their server", "%s", spread(told))
	return nil
}

// calls are what the bodies' officers take down, each in turn, and the ids of the orders. Those of one go one after the other.
func calls(v *village.Village) (acts []act.Signed, ids []string, err error) {
	for i := range emergencies {
		officer := v.Officers[v.Constitution.Bodies[i%len(v.Constitution.Bodies)].ID]
		signed, err := v.Act(order.TypeOrderTake, order.OrderTake{Kind: rules.Smoke, Photos: []string{}}, officer)
		if err != nil {
			return nil, nil, err
		}
		acts, ids = append(acts, signed), append(ids, act.HashOf(signed.Text).String())
	}
	return acts, ids, nil
}

// busy has so many processes do nothing but take the processors' time, until they are stopped.
func busy(ctx context.Context, loops int) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var looping sync.WaitGroup
	for range loops {
		looping.Go(func() { _ = exec.CommandContext(ctx, "sh", "-c", "while :; do :; done").Run() })
	}
	return func() { cancel(); looping.Wait() }
}

// spread is how some seconds are spread.
func spread(late []float64) string {
	slices.Sort(late)
	return fmt.Sprintf("p50 %.2f s, p99 %.2f s, max %.2f s", percentile(late, 50), percentile(late, 99), percentile(late, 100))
}
