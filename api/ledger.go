// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/oracle"
)

// ledgerGroup is what anybody may read of the ledger as a whole.
type ledgerGroup struct {
	mirror
	exporting
	heights       heights
	body, channel string
	genesis       string // hash of the channel's first block
	trusting      trusting
	log           *slog.Logger
	oracle        *oracle.Oracle // nil if this server hears no devices
	standing      func() standing.Standing
}

// exporting gives away what is made of many blocks, to so many at a time.
type exporting struct {
	seen    mirror
	gate    *gate
	client  *ledger.Client
	tree    *tree.Tree
	exports *places
	stamper *stamper
}

func (g *ledgerGroup) getLedger(c *echo.Context) error {
	height := int64(g.heights.height()) //nolint:gosec // far below
	return tagged(c, Ledger{Channel: g.channel, Genesis: g.genesis, Height: height, Body: g.body})
}

func (g *ledgerGroup) getTrust(c *echo.Context) error {
	trust, err := g.trusting.trust(c.Request().Context())
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := trust.Write(&text); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.JSONBlob(http.StatusOK, text.Bytes())
}

// getNetwork tells what was seen last: nobody who asks has anything looked at.
func (g *ledgerGroup) getNetwork(c *echo.Context) error {
	if g.standing == nil {
		return refuse("not-found", "这台服务器不查看账本的网络。", "This server does not look at the ledger's network.")
	}
	return tagged(c, g.standing())
}
