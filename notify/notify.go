// SPDX-License-Identifier: Apache-2.0

// Package notify tells people and programs what happened on the ledger. It follows the blocks and turns them into notices: for
// the pages, by e-mail to confirmed addresses, and to webhooks. It reads who has voted, to remind who has not, and has no way
// to what anybody voted. Its file holds pseudonyms and no other personal data: an address is looked up when a mail leaves.
package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Config is what a Notifier works with. All fields but Mail and Webhooks are needed.
type Config struct {
	File     string // SQLite: notices, and what is on its way; made if there is none
	Origin   string // of the pages, for links: "https://garden.example"
	Client   *ledger.Client
	Index    *index.Index
	Store    *identity.Store
	Log      *slog.Logger // gets no names, pseudonyms or addresses
	Now      func() time.Time
	Random   io.Reader
	Mail     *Mail // nil: no e-mail is sent, and no address can be confirmed
	Webhooks []Webhook
}

// Notifier keeps notices and delivers them. It is safe for concurrent use; start it with Run.
type Notifier struct {
	Config
	write, read *sql.DB
	ways        []way

	firstRetry   time.Duration
	answerWithin time.Duration
}

// Open opens a notifier's file. Close it, after Run has returned.
func Open(ctx context.Context, c Config) (*Notifier, error) {
	n := &Notifier{Config: c, firstRetry: firstRetry, answerWithin: answerWithin}
	if err := n.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the notices %s: %w", c.File, err), n.Close())
	}
	if c.Mail != nil {
		n.ways = append(n.ways, &post{Notifier: n, mail: c.Mail})
	}
	for _, w := range c.Webhooks {
		n.ways = append(n.ways, newHook(n, w))
	}
	return n, nil
}

// Run follows the ledger, reminds and delivers until ctx ends, or until the ledger turns out to be another one. Other failures
// are logged, and what failed is done again: it goes on where it was.
func (n *Notifier) Run(ctx context.Context) error {
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return n.every(running, followAgain, "follow the ledger", n.follow) })
	group.Go(func() error { return n.every(running, remindEvery, "remind", n.remind) })
	group.Go(func() error { return n.every(running, sweepEvery, "delete what is done", n.sweep) })
	for _, w := range n.ways {
		deliver := func(ctx context.Context) error { return n.deliver(ctx, w) }
		group.Go(func() error { return n.every(running, deliverEvery, "deliver", deliver) })
	}
	if err := group.Wait(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

const (
	followAgain  = 5 * time.Second // after a failure
	remindEvery  = time.Minute
	sweepEvery   = time.Hour
	deliverEvery = time.Second
)

// every does something at once and then at intervals until ctx ends.
func (n *Notifier) every(ctx context.Context, interval time.Duration, what string, do func(context.Context) error) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		err := do(ctx)
		if errors.Is(err, ledger.ErrOtherChain) {
			return err
		}
		if err != nil && ctx.Err() == nil {
			n.Log.Error("notify: "+what, "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}
