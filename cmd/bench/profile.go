// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"time"

	"github.com/google/pprof/profile"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
)

// profileFor is for how long at a time the processes are watched while ballots are cast.
const profileFor = 3 * time.Second

// profile shows what a ballot is made of: the processor time of every kind of process by what it is spent on, its bytes, and its keys.
func (b *bench) profile(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	e, on, err := b.open(ctx, b.large)
	if err != nil {
		return err
	}
	acts, err := ballots(ctx, e, on, split)
	if err != nil {
		return err
	}
	from, err := b.ledger.Height(ctx)
	if err != nil {
		return err
	}
	s, err := b.watched(ctx, acts)
	if err != nil {
		return err
	}
	s.print(os.Stdout)
	to, err := b.ledger.Height(ctx)
	if err != nil {
		return err
	}
	return b.parts(ctx, from, to-1)
}

// watched casts ballots at once and watches the processes again and again meanwhile, from when all are at work.
func (b *bench) watched(ctx context.Context, acts []act.Signed) (spending, error) {
	var s spending
	group, together := errgroup.WithContext(ctx)
	ended := make(chan struct{})
	group.Go(func() error {
		defer close(ended)
		return b.ledger.Must(together, acts...)
	})
	group.Go(func() error {
		if err := sleep(together, time.Second); err != nil {
			return err
		}
		for !isClosed(ended) {
			before, while := b.ledger.Stats().Acts, spending{}
			if err := b.take(together, while.add); err != nil {
				return err
			}
			if !isClosed(ended) { // else it was idle for some of the while
				while.acts = b.ledger.Stats().Acts - before
				s.merge(while)
			}
		}
		return nil
	})
	err := group.Wait()
	if err == nil && s.acts == 0 {
		err = fmt.Errorf("the %d ballots were all cast within %s: give -large more", len(acts), profileFor)
	}
	return s, err
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take has every process watched for the same while, and its profile added by the kind of process.
func (b *bench) take(ctx context.Context, add func(part string, p *profile.Profile)) error {
	words, err := filepath.Glob(filepath.Join(b.profiles, "*"+wordOf))
	if err != nil {
		return err
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	watch := func(part string, profiled func(context.Context) (*profile.Profile, error)) {
		group.Go(func() error {
			p, err := profiled(ctx)
			if err != nil {
				return fmt.Errorf("profile of a %s: %w", part, err)
			}
			mu.Lock()
			defer mu.Unlock()
			add(part, p)
			return nil
		})
	}
	watch("client", ownProfile)
	for _, word := range words {
		part, _, _ := strings.Cut(filepath.Base(word), "-")
		watch(part, func(ctx context.Context) (*profile.Profile, error) { return profileOf(ctx, word) })
	}
	return group.Wait()
}

func ownProfile(ctx context.Context) (*profile.Profile, error) {
	var own bytes.Buffer
	if err := pprof.StartCPUProfile(&own); err != nil {
		return nil, err
	}
	err := sleep(ctx, profileFor)
	pprof.StopCPUProfile()
	if err != nil {
		return nil, err
	}
	return profile.Parse(&own)
}

// profileOf asks the process that left a word for its profile.
func profileOf(ctx context.Context, word string) (*profile.Profile, error) {
	at, err := os.ReadFile(word)
	if err != nil {
		return nil, err
	}
	url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%.0f", at, profileFor.Seconds())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(response.Body)
		return nil, fmt.Errorf("GET %s: %s: %s", url, response.Status, said)
	}
	return profile.Parse(response.Body)
}
