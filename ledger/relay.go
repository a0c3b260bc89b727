// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// outlastsHang is longer than bodies take to end an orderer that hangs, a minute, and the others to order again:
// docs/decisions/47-loss.md.
const outlastsHang = 3 * time.Minute

// Options of a relay. The zero value works.
type Options struct {
	Shards   int           // batches in flight at once; contract.Lanes if 0
	MaxBatch int           // acts in a batch; 400 if 0
	MaxBytes int           // bytes of a batch; 1.5 MB if 0
	MaxWait  time.Duration // how long, under load, a batch waits to be full; 100 ms if 0
	MaxCalls int           // how many Casts may wait at once, others queue before; 8 full batches a shard if 0
	GiveUp   time.Duration // how long acts that cannot be sent are tried; 3 min if 0
}

func (o Options) orDefaults() Options {
	setDefault(&o.Shards, contract.Lanes)
	setDefault(&o.MaxBatch, 400)
	setDefault(&o.MaxBytes, 3<<19)
	setDefault(&o.MaxWait, 100*time.Millisecond)
	setDefault(&o.MaxCalls, 8*o.Shards*o.MaxBatch)
	setDefault(&o.GiveUp, outlastsHang)
	return o
}

func setDefault[N int | time.Duration](field *N, value N) {
	if *field <= 0 {
		*field = value
	}
}

// Relay gathers signed acts into batches, one Fabric transaction each. Two acts that are numbered together, as the ballots
// of one right or the others of one signer, are never in flight in two transactions, and stay in the order in which they came.
type Relay struct {
	client *Client
	o      Options
	shards []*shard
	calls  chan struct{} // a place for every Cast
	stats  counters

	mu      sync.Mutex
	closed  bool
	pending map[[sha256.Size]byte]*entry

	ctx    context.Context //nolint:containedctx // ends with Close
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// counters are Stats being counted.
type counters struct{ acts, batches, conflicts, retries, unknown atomic.Int64 }

// Stats are counts since the relay was made.
type Stats struct {
	Acts      int64 // that were settled
	Batches   int64 // that were sent as transactions
	Conflicts int64 // transactions that another one made invalid
	Retries   int64 // batches that were tried again, for whatever reason
	Unknown   int64 // transactions whose outcome had to be looked up and was not found
	Waiting   int64 // acts not settled yet
}

// NewRelay makes a relay that sends through c. Close it before c.
func NewRelay(c *Client, o Options) *Relay {
	o = o.orDefaults()
	r := &Relay{client: c, o: o, calls: make(chan struct{}, o.MaxCalls), pending: map[[sha256.Size]byte]*entry{}}
	r.ctx, r.cancel = context.WithCancel(c.ctx)
	for range o.Shards {
		s := newShard(r)
		r.shards = append(r.shards, s)
		r.done.Go(s.run)
	}
	return r
}

// Cast returns when the act is on the ledger. The error is
//   - nil if it took effect: the receipt's code is OK, or ALREADY if it had taken effect before; of a ballot that this relay has not
//     sent itself it then names no transaction, which a mirror of the ledger knows;
//   - an *act.Error if it was refused; if the receipt names a transaction, the refusal is on the ledger, as that of a
//     ballot that breaks a rule of its election;
//   - ErrUnavailable or ErrConflict if it was not sent, or without effect, for long: cast it again;
//   - an *UnknownOutcome if ctx ended, or it was tried for long, while it was on its way: cast it again, or look it up;
//   - ErrChaincode, ErrTooLarge or ErrClosed.
//
// The same act cast again is harmless: it takes effect once.
func (r *Relay) Cast(ctx context.Context, signed act.Signed) (Receipt, error) {
	return r.queue(ctx, signed)()
}

// Answer is what Cast would return.
type Answer struct {
	Receipt
	Err error
}

// CastAll casts acts at once, in the order given where that matters: those of one right, or of one signer. It returns their
// answers in the same order.
func (r *Relay) CastAll(ctx context.Context, acts []act.Signed) []Answer {
	answers := make([]Answer, len(acts))
	var all sync.WaitGroup
	for i, signed := range acts {
		wait := r.queue(ctx, signed)
		all.Go(func() { answers[i].Receipt, answers[i].Err = wait() })
	}
	all.Wait()
	return answers
}

// queue puts an act on its way, once there is room; what it returns waits for its end and must be called.
func (r *Relay) queue(ctx context.Context, signed act.Signed) func() (Receipt, error) {
	e, err := newEntry(signed)
	if err != nil {
		return func() (Receipt, error) { return Receipt{}, err }
	}
	if len(e.raw) > r.o.MaxBytes {
		err := act.Refuse(act.TooLarge, "of", "batch", "size", len(e.raw), "most", r.o.MaxBytes)
		return func() (Receipt, error) { return Receipt{Act: e.hash}, err }
	}
	select {
	case r.calls <- struct{}{}:
	case <-ctx.Done():
		return func() (Receipt, error) { return Receipt{Act: e.hash}, &unavailable{"queue the act", ctx.Err()} }
	}
	e, err = r.join(e)
	return func() (Receipt, error) {
		defer func() { <-r.calls }()
		if err != nil {
			return Receipt{}, err
		}
		select {
		case <-e.done:
			return e.receipt, e.err
		case <-ctx.Done():
			return Receipt{Act: e.hash}, r.abandon(e, ctx.Err())
		}
	}
}

// join queues the act, or finds it on its way already.
func (r *Relay) join(e *entry) (*entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, fmt.Errorf("relay the act: %w", ErrClosed)
	}
	if known, ok := r.pending[e.id]; ok {
		known.callers++
		return known, nil
	}
	e.callers = 1
	r.pending[e.id] = e
	r.shards[e.shard(len(r.shards))].put(e)
	return e, nil
}

// abandon is what a caller who waits no longer is told.
func (r *Relay) abandon(e *entry, why error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.callers--
	if e.taken {
		return &UnknownOutcome{TxID: e.lastSent(), Err: why}
	}
	if e.callers == 0 {
		delete(r.pending, e.id) // its shard passes over it
	}
	return &unavailable{"relay the act", why}
}

// settle ends an entry's way.
func (r *Relay) settle(e *entry, receipt Receipt, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var unknown *UnknownOutcome
	if err != nil && len(e.sent) > 0 && !errors.As(err, &unknown) && act.CodeOf(err) == "" && !errors.Is(err, ErrConflict) {
		err = &UnknownOutcome{TxID: e.lastSent(), Err: err}
	}
	receipt.Act = e.hash
	e.receipt, e.err = receipt, err
	delete(r.pending, e.id)
	close(e.done)
	r.stats.acts.Add(1)
}

// Close takes no more acts, and returns when those on their way are settled or nobody waits for them any more.
func (r *Relay) Close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	for _, s := range r.shards {
		s.close()
	}
	r.done.Wait()
	r.cancel()
}

// Stats counts what the relay did.
func (r *Relay) Stats() Stats {
	r.mu.Lock()
	waiting := len(r.pending)
	r.mu.Unlock()
	return Stats{
		Acts: r.stats.acts.Load(), Batches: r.stats.batches.Load(), Conflicts: r.stats.conflicts.Load(),
		Retries: r.stats.retries.Load(), Unknown: r.stats.unknown.Load(), Waiting: int64(waiting),
	}
}
