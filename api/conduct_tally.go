// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/count"
)

const tallyWithin = 10 * time.Minute

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
		if err := g.tally(ctx, v.community, e.ID); err != nil {
			return err
		}
		if e, err = ledger.Read(ctx, g.client, vote.Elections, v.community, e.ID); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, Tallied{Election: e.ID, Hash: e.Result, Shards: len(e.ShardNames())})
}

// tally has the election counted, with the ballots from the block on that has the first of them.
func (g *conductGroup) tally(ctx context.Context, community, id string) error {
	from, err := g.index.FirstAbout(ctx, community, vote.About(id, ""))
	if err != nil {
		return err
	}
	receipt, err := count.Election(ctx, g.client, community, id, from, nil)
	if err == nil {
		readable, cancel := context.WithTimeout(ctx, readableWithin)
		defer cancel()
		g.hub.await(readable, receipt.Block)
	}
	return err
}
