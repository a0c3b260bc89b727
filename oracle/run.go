// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/push"
)

// Run hears devices on two listeners, of MQTT over TLS and of HTTP; either may be nil. It works until ctx ends, or something is wrong
// that only another process can mend, and goes on where it was.
func (o *Oracle) Run(ctx context.Context, mqtt, http net.Listener) error {
	news := make(chan struct{}, 1)   // there is something for the ledger
	logged := make(chan struct{}, 1) // there is something more in the log, of which an alarm may become an order
	seen := make(chan struct{}, 1)   // and which may be about a booking
	group, ctx := errgroup.WithContext(ctx)
	if mqtt != nil {
		group.Go(func() error { return o.afterLooking(ctx, func() error { return o.broker.Run(ctx, mqtt) }) })
	}
	if http != nil {
		group.Go(func() error { return o.afterLooking(ctx, func() error { return o.takePushes(ctx, http) }) })
	}
	if o.subscriber != nil {
		group.Go(func() error {
			o.subscriber.Run(ctx)
			return ctx.Err()
		})
	}
	group.Go(func() error { return o.work(ctx, news) })
	group.Go(func() error { return o.watch(ctx, news) })
	group.Go(func() error { return o.write(ctx, news, logged, seen) })
	group.Go(func() error { return o.raise(ctx, logged) })
	group.Go(func() error { return o.pass(ctx, seen) })
	group.Go(func() error { return o.admit(ctx) })
	group.Go(func() error { return o.tell(ctx) })
	return group.Wait()
}

// lookWithin is how long devices wait to be let in until it is known which are enrolled by now. If the ledger is away for longer, those
// are let in that were enrolled when it was last seen.
const lookWithin = 10 * time.Second

// afterLooking takes connections once it is known whose.
func (o *Oracle) afterLooking(ctx context.Context, take func() error) error {
	looking, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	if err := o.abreast(looking); err != nil && ctx.Err() != nil {
		return err
	}
	if _, err := o.ear(ctx); err != nil {
		return err
	}
	return take()
}

// refused is an ingest.Refused.
func (o *Oracle) refused(r ingest.Refusal) {
	o.metrics.refused.WithLabelValues(string(r.Reason)).Inc()
	o.knocks.add(r, o.Now().UnixMilli())
}

// Limits of who pushes: a camera sends at once what it sends.
const (
	headersWithin = 10 * time.Second
	idleFor       = 2 * time.Minute
	endWithin     = 5 * time.Second
)

func (o *Oracle) takePushes(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           push.New(push.Options{Lookup: o.account, Keep: o.Keep, Refused: o.refused, Log: o.Log}),
		ReadHeaderTimeout: headersWithin, IdleTimeout: idleFor, MaxHeaderBytes: 16 << 10,
	}
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
		defer cancel()
		_ = server.Shutdown(ending) // what it cuts off was not answered, and comes again
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
