// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
)

// residents is how many of them cast at the same moment.
const residents = 200

// server measures a body's server over HTTP: reads, and residents who cast at once. Server and client share the machine.
func (b *bench) server(ctx context.Context) error {
	e, on, err := b.open(ctx, residents)
	if err != nil {
		return err
	}
	acts, err := ballots(ctx, e, on, split)
	if err != nil {
		return err
	}
	at, stop, err := b.serve(ctx)
	if err != nil {
		return err
	}
	if err := b.castAtOnce(ctx, at, acts); err != nil {
		return errors.Join(err, stop())
	}
	return errors.Join(b.reads(ctx, at, e), stop())
}

// serve starts the server, without the limits that keep one caller from taking it all.
func (b *bench) serve(ctx context.Context) (at string, stop func() error, err error) {
	mirror, err := index.Open(filepath.Join(b.dir, "index.db"))
	if err != nil {
		return "", nil, err
	}
	store, err := identity.Open(ctx, filepath.Join(b.dir, "people.db"))
	if err != nil {
		return "", nil, err
	}
	none := api.Rate{PerSecond: 1e6, Burst: 1e6}
	server, err := api.New(ctx, api.Config{
		Body: "owners", Channel: network.Channel, Origin: "http://localhost", Database: filepath.Join(b.dir, "server.db"),
		Client: b.ledger.Client, Relay: b.ledger.Relay, Index: mirror, Store: store, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Random: rand.Reader, Limits: api.Limits{Reads: none, Acts: none, Changes: none},
	})
	if err != nil {
		return "", nil, err
	}
	running, end := context.WithCancel(ctx)
	var parts sync.WaitGroup
	parts.Go(func() { _ = server.Run(running) })
	front := httptest.NewServer(server.Handler())
	return front.URL + api.Base, func() error {
		end()
		server.HangUp()
		front.Close()
		parts.Wait()
		return errors.Join(server.Close(), store.Close(), mirror.Close())
	}, nil
}

// castAtOnce posts every ballot at the same moment, and asks whether each is in its box.
func (b *bench) castAtOnce(ctx context.Context, at string, acts []act.Signed) error {
	if err := b.caughtUp(ctx, at); err != nil {
		return err
	}
	var group errgroup.Group
	began := time.Now()
	for _, signed := range acts {
		group.Go(func() error { return post(ctx, at, signed) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	took := time.Since(began)
	var turnout struct{ Ballots int }
	if err := get(ctx, at+"/communities/bench-200/elections/vote/turnout", &turnout); err != nil {
		return err
	}
	if turnout.Ballots != len(acts) {
		return fmt.Errorf("%d ballots in the boxes, of %d", turnout.Ballots, len(acts))
	}
	line(fmt.Sprintf("%d residents cast at the same moment over HTTP, each once in a box", len(acts)), "%.2f s", took.Seconds())
	return nil
}

func post(ctx context.Context, at string, signed act.Signed) error {
	raw, err := json.Marshal(signed)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at+"/acts", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", rand.Text())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		text, _ := io.ReadAll(response.Body)
		return fmt.Errorf("POST /acts: %s %s", response.Status, text)
	}
	return nil
}

// readFor is how long each route is read.
const readFor = 4 * time.Second

// reads reads three routes, and for comparison a handler that answers the same bytes and does nothing else.
func (b *bench) reads(ctx context.Context, at string, e *village.Election) error {
	base := at + "/communities/" + e.Village.ID
	for _, path := range []string{"", "/elections/vote", "/elections/vote/turnout"} {
		var body json.RawMessage
		if err := get(ctx, base+path, &body); err != nil {
			return err
		}
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
		of, err := rateOf(ctx, bare.URL)
		bare.Close()
		if err != nil {
			return err
		}
		rate, err := rateOf(ctx, base+path)
		if err != nil {
			return err
		}
		line("reads of …/"+e.Village.ID+path, "%.0f/s, %.2f of a handler that only answers", rate, rate/of)
	}
	return nil
}

// rateOf is how many times a second an address can be read by 32 clients.
func rateOf(ctx context.Context, url string) (float64, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	defer client.CloseIdleConnections()
	group, ctx := errgroup.WithContext(ctx)
	var count atomic.Int64
	began := time.Now()
	for range 32 {
		group.Go(func() error {
			for time.Since(began) < readFor {
				if err := read(ctx, client, url, io.Discard); err != nil {
					return err
				}
				count.Add(1)
			}
			return nil
		})
	}
	err := group.Wait()
	return float64(count.Load()) / time.Since(began).Seconds(), err
}

func read(ctx context.Context, client *http.Client, url string, w io.Writer) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", url, response.Status)
	}
	_, err = io.Copy(w, response.Body)
	return err
}

func get(ctx context.Context, url string, into any) error {
	var text bytes.Buffer
	if err := read(ctx, http.DefaultClient, url, &text); err != nil {
		return err
	}
	return json.Unmarshal(text.Bytes(), into)
}

// caughtUp returns once the server has every block there is.
func (b *bench) caughtUp(ctx context.Context, at string) error {
	height, err := b.ledger.Client.Height(ctx)
	if err != nil {
		return err
	}
	for {
		var on struct{ Height uint64 }
		if err := get(ctx, at+"/ledger", &on); err != nil || on.Height >= height {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
