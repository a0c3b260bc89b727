// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
)

const (
	tallyAtOnce = 4 // shards
	tallyWithin = 10 * time.Minute
)

func (g *conductGroup) tallyElection(c *echo.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), tallyWithin)
	defer cancel()
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(g.now().Add(tallyWithin)) // tests' writers have none
	v := who(c)
	e, err := ledger.Read(ctx, g.client, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		if act.CodeOf(err) == contract.NotFound {
			return refuse("not-found", "", "")
		}
		return err
	}
	if e.Result == "" {
		if err := g.tallyAll(ctx, v.community, e); err != nil {
			return err
		}
		if e, err = ledger.Read(ctx, g.client, vote.Elections, v.community, e.ID); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, Tallied{Election: e.ID, Hash: e.Result, Shards: len(e.ShardNames())})
}

// tallyAll counts the shards, and then adds them up.
func (g *conductGroup) tallyAll(ctx context.Context, community string, e vote.Election) error {
	places := make(chan struct{}, tallyAtOnce)
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, shard := range e.ShardNames() {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := g.tallyShard(ctx, community, e.ID, shard); err != nil {
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if failed != nil {
		return failed
	}
	return g.tallyShard(ctx, community, e.ID, vote.Whole)
}

func (g *conductGroup) tallyShard(ctx context.Context, community, election, shard string) error {
	receipt, _, err := g.client.Submit(ctx, "Tally", community, election, shard)
	if act.CodeOf(err) == contract.Already {
		return nil
	}
	if err == nil && shard == vote.Whole {
		readable, cancel := context.WithTimeout(ctx, readableWithin)
		defer cancel()
		g.hub.await(readable, receipt.Block)
	}
	return err
}
