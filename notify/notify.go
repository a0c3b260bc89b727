// SPDX-License-Identifier: Apache-2.0

// Package notify tells people and programs what happened on the ledger. It turns the blocks into notices: for the pages, by e-mail to
// confirmed addresses, to webhooks and to groups' robots. It reads who has voted, to remind who has not, and has no way to what anybody
// voted. Its file holds pseudonyms and no other personal data: an address is looked up when a mail leaves.
package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/tables"
)

// Config is what a Notifier works with. All fields down to Random are needed.
type Config struct {
	File     string // of notices, and what is on its way: SQLite, made if there is none, or the PostgreSQL URL of several servers
	Before   string // SQLite file that had them before several servers shared them, if there is one
	Origin   string // of the pages, for links: "https://garden.example"
	Index    *index.Index
	Store    *identity.Store
	Log      *slog.Logger // gets no names, pseudonyms or addresses
	Now      func() time.Time
	Random   io.Reader
	Mail     *Mail // nil: no e-mail is sent, and no address can be confirmed
	Webhooks []Webhook

	Operators []string // addresses that alarms go to, by Mail
}

// Notifier keeps notices and delivers them. It is a ledger.Projection, and safe for concurrent use; what it does at its own time
// starts with Run.
type Notifier struct {
	Config
	db   tables.DB
	ways []way

	firstRetry   time.Duration
	answerWithin time.Duration
}

// Open opens a notifier's file. Close it, after Run has returned.
func Open(ctx context.Context, c Config) (*Notifier, error) {
	db, err := tables.Open(ctx, c.File, schemas)
	if err != nil { // a URL may hold a password: it is not part of the message
		return nil, fmt.Errorf("open the notices: %w", err)
	}
	n := &Notifier{Config: c, db: db, firstRetry: firstRetry, answerWithin: answerWithin}
	if err := n.takeOver(ctx, c.Before); err != nil {
		return nil, errors.Join(fmt.Errorf("open the notices: %w", err), n.Close())
	}
	if c.Mail != nil {
		by := &post{Notifier: n, mail: c.Mail}
		n.ways = append(n.ways, by)
		for _, address := range c.Operators {
			n.ways = append(n.ways, &operator{post: by, address: address})
		}
	}
	for _, w := range c.Webhooks {
		n.ways = append(n.ways, n.wayTo(w))
	}
	return n, nil
}

// Run reminds and delivers until ctx ends, in one of the servers that share the notices. Failures are logged, and what failed is done
// again: it goes on where it was.
func (n *Notifier) Run(ctx context.Context) { n.db.Alone(ctx, "notify", n.run) }

func (n *Notifier) run(ctx context.Context) {
	var parts sync.WaitGroup
	parts.Go(func() { n.every(ctx, remindEvery, "remind", n.remind) })
	parts.Go(func() { n.every(ctx, remindEvery, "remind of orders", n.remindToConfirm) })
	parts.Go(func() { n.every(ctx, remindEvery, "remind of deadlines", n.remindOfDeadlines) })
	parts.Go(func() { n.every(ctx, remindEvery, "remind of bookings", n.remindOfBookings) })
	parts.Go(func() { n.every(ctx, endsEvery, "remind of points", n.remindOfPoints) })
	parts.Go(func() { n.every(ctx, endsEvery, "remind of cases", n.remindOfCases) })
	parts.Go(func() { n.every(ctx, sweepEvery, "delete what is done", n.sweep) })
	for _, w := range n.ways {
		deliver := func(ctx context.Context) error { return n.deliver(ctx, w) }
		parts.Go(func() { n.every(ctx, deliverEvery, "deliver", deliver) })
	}
	parts.Wait()
}

const (
	remindEvery  = time.Minute
	endsEvery    = time.Hour
	sweepEvery   = time.Hour
	deliverEvery = time.Second
)

// every does something at once and then at intervals until ctx ends.
func (n *Notifier) every(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			n.Log.Error("notify: "+what, "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
