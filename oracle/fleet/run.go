// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/rules/device"
)

// Options of a run. The zero value is a story without an end, as fast as it is acknowledged.
type Options struct {
	Rate   float64      // events a second; 0: as many as are acknowledged
	Events int          // after which it ends, beside what devices say when they are switched on; 0: it does not end by itself
	Seed   uint64       // of the story
	Script []Said       // what is said, instead of a story; nil: a story
	Log    *slog.Logger // nil: no log. It is told of connections.
	Told   func(Report) // nil: nobody asks. It is called when something is acknowledged, by one at a time.
}

// Report is that something was acknowledged.
type Report struct {
	Device *Device
	Said
	At time.Time // when it was acknowledged
}

// Tally is what became of a run.
type Tally struct {
	Said         int // by devices
	Acknowledged int // of it
	Connections  int // that were made
	Commands     int // that devices were told
	Kinds        map[device.Kind]int
}

// ErrRefused is that of a device that is not let in by what it proves its name with, or does not know who it speaks to.
var ErrRefused = errors.New("refused")

const (
	firstWait = 100 * time.Millisecond // between tries to connect or to push
	longWait  = 5 * time.Second
	refusals  = 3                // that a device takes before it gives up, if it was never let in
	ahead     = 256              // events that a device may be behind the story
	patience  = 20 * time.Second // for answers
)

// run is one run of a fleet.
type run struct {
	Options
	*Fleet
	tls   *tls.Config
	lines map[string]*line // by the name that connects

	mu    sync.Mutex
	tally Tally
}

// A line is how one device connects, or a bridge with those behind it: what it has to say waits here.
type line struct {
	*run
	*Device
	place  int // of the device in the fleet
	queue  chan saying
	number int64 // the last one of its messages
}

// saying is something to be said, and what it is as a message.
type saying struct {
	Said
	at time.Time
	message
}

// Run tells a story by the fleet's devices until as many events as asked for are acknowledged, or ctx ends; then its error is ctx's. It is
// an ErrRefused if a device is not let in. The tally is what was acknowledged by then.
func (f *Fleet) Run(ctx context.Context, o Options) (Tally, error) {
	r := &run{Options: o, Fleet: f, lines: map[string]*line{}, tls: f.tls(), tally: Tally{Kinds: map[device.Kind]int{}}}
	if r.Log == nil {
		r.Log = slog.New(slog.DiscardHandler)
	}
	// A counter goes on after a restart, as long as a device says less than one thing a millisecond.
	began := time.Now().UnixMilli()
	for i := range f.Devices {
		if _, behind := f.Devices[i].bridge(); !behind {
			r.lines[f.Devices[i].Name] = &line{run: r, Device: &f.Devices[i], place: i, queue: make(chan saying, ahead), number: began}
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, l := range r.lines {
		if l.pushes() {
			group.Go(func() error { return l.push(ctx) })
		} else {
			group.Go(func() error { return l.connect(ctx) })
		}
	}
	group.Go(func() error { return r.tell(ctx) })
	err := group.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tally, err
}

func (f *Fleet) tls() *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(f.Authority))
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}

// tell tells the story to the end.
func (r *run) tell(ctx context.Context) error {
	defer func() {
		for _, l := range r.lines {
			close(l.queue)
		}
	}()
	if r.Script != nil {
		return r.follow(ctx)
	}
	story := NewStory(r.things(), r.Seed)
	for _, said := range story.Opening() {
		if err := r.hand(ctx, said); err != nil {
			return err
		}
	}
	began := time.Now()
	for n := 0; r.Events == 0 || n < r.Events; n++ {
		if err := r.pace(ctx, began, n); err != nil {
			return err
		}
		said, ok := story.Next()
		if !ok {
			return nil
		}
		if err := r.hand(ctx, said); err != nil {
			return err
		}
	}
	return nil
}

// follow says what is in the script, one after the other.
func (r *run) follow(ctx context.Context) error {
	began := time.Now()
	for n, said := range r.Script {
		if err := r.pace(ctx, began, n); err != nil {
			return err
		}
		if err := r.hand(ctx, said); err != nil {
			return err
		}
	}
	return nil
}

// pace waits until it is time for an event, by its number.
func (r *run) pace(ctx context.Context, began time.Time, n int) error {
	if r.Rate == 0 {
		return ctx.Err()
	}
	return pause(ctx, time.Until(began.Add(time.Duration(float64(n)/r.Rate*float64(time.Second)))))
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hand gives a device something to say. A device that is far behind has the story wait.
func (r *run) hand(ctx context.Context, said Said) error {
	d := &r.Devices[said.Device]
	name := d.Name
	if bridge, behind := d.bridge(); behind {
		name = bridge
	}
	select {
	case r.lines[name].queue <- saying{Said: said, at: time.Now()}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write makes a message of something to be said, once: it is sent again as it is.
func (l *line) write(s saying) (saying, error) {
	l.number++
	var err error
	s.message, err = l.Devices[s.Said.Device].speak(s.Said, l.number, s.at)
	if err == nil {
		l.count(func(t *Tally) { t.Said++ })
	}
	return s, err
}

func (l *line) count(change func(*Tally)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.tally)
}

// acknowledged notes that something has arrived.
func (l *line) acknowledged(s saying) {
	l.count(func(t *Tally) {
		t.Acknowledged++
		t.Kinds[s.Kind]++
		if l.Told != nil {
			l.Told(Report{Device: &l.Devices[s.Said.Device], Said: s.Said, At: time.Now()})
		}
	})
}

// tries are what a device has tried to be let in.
type tries struct {
	wait    time.Duration
	refused int
	in      bool // it was let in once
}

// again waits before the next try, longer each time. It returns the error that was, if it is one that no try mends.
func (l *line) again(ctx context.Context, t *tries, err error) error {
	if errors.Is(err, ErrRefused) && !t.in {
		if t.refused++; t.refused >= refusals {
			return err
		}
	}
	t.wait = min(max(2*t.wait, firstWait), longWait)
	l.Log.WarnContext(ctx, "a device is not connected", "device", l.Name, "error", err, "again", t.wait)
	return pause(ctx, t.wait)
}

// good notes that a device was let in.
func (t *tries) good() { *t = tries{in: true} }
