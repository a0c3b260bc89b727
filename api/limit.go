// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"sync"
	"time"

	"github.com/linli-project/linli/tables"
)

// Rate is how many requests one caller may make: Burst at once, and PerSecond in the long run.
type Rate struct{ PerSecond, Burst float64 }

// Limits of requests by one address, and by one session where there is one. Zero rates become defaults. A whole estate may
// share one address, so that they are wide; what they keep out is a flood.
type Limits struct {
	Reads   Rate // of one address
	Acts    Rate // relayed by one address
	Changes Rate // everything else that changes something, by one session or address
	Logins  Rate // ceremonies of one address
	Codes   Rate // proofs of invitation codes, by one address
	Streams Rate // begun by one address, exports included
}

func (l Limits) orDefaults() Limits {
	for _, d := range []struct {
		rate     *Rate
		fallback Rate
	}{
		{&l.Reads, Rate{100, 600}}, {&l.Acts, Rate{50, 600}}, {&l.Changes, Rate{5, 60}}, {&l.Logins, Rate{5, 120}},
		{&l.Codes, Rate{0.2, 20}},
		{&l.Streams, Rate{10, 600}},
	} {
		if d.rate.PerSecond == 0 {
			*d.rate = d.fallback
		}
	}
	return l
}

// counted are the limits that several servers count together. Those of reading stay each server's own: a flood is to end before the
// database, and pages are to be read when it is away.
var counted = map[string]bool{"acts": true, "changes": true, "logins": true, "codes": true}

func limitersOf(l Limits, now func() time.Time, db tables.DB) map[string]*limiter {
	limiters := map[string]*limiter{}
	for name, rate := range map[string]Rate{
		"reads": l.Reads, "acts": l.Acts, "changes": l.Changes, "logins": l.Logins, "codes": l.Codes,
		"streams": l.Streams,
	} {
		limiters[name] = &limiter{rate: rate, now: now, buckets: map[string]bucket{}}
		if db.Shared() && counted[name] {
			limiters[name].shared = &sharedBuckets{db, name}
		}
	}
	return limiters
}

// limiter is a token bucket a caller.
type limiter struct {
	rate   Rate
	now    func() time.Time
	shared *sharedBuckets // where they are, if not here

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// maxBuckets bounds the memory that callers can take; beyond it, everybody's bucket is full again.
const maxBuckets = 200_000

// take takes a token from a caller's bucket, or refuses: also if there is no knowing whether he has any.
func (l *limiter) take(ctx context.Context, caller string) error {
	allowed := false
	var err error
	if l.shared != nil {
		allowed, err = l.shared.allow(ctx, l.rate, caller)
	} else {
		allowed = l.allow(caller)
	}
	if err == nil && !allowed {
		err = tooMany(l.refill())
	}
	return err
}

func (l *limiter) allow(caller string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, ok := l.buckets[caller]
	if !ok {
		if len(l.buckets) >= maxBuckets {
			clear(l.buckets)
		}
		b = bucket{tokens: l.rate.Burst, at: now}
	}
	b.tokens = min(l.rate.Burst, b.tokens+now.Sub(b.at).Seconds()*l.rate.PerSecond)
	b.at = now
	allowed := b.tokens >= 1
	if allowed {
		b.tokens--
	}
	l.buckets[caller] = b
	return allowed
}

// refill is how long a caller whose bucket is empty waits for the next token.
func (l *limiter) refill() time.Duration {
	return time.Duration(float64(time.Second) / l.rate.PerSecond)
}

// sweep forgets the callers whose buckets are full.
func (l *limiter) sweep() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for caller, b := range l.buckets {
		if b.tokens+l.now().Sub(b.at).Seconds()*l.rate.PerSecond >= l.rate.Burst {
			delete(l.buckets, caller)
		}
	}
}
