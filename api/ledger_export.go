// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v5"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify"
)

// writeWithin is how long one piece of a long answer may take its reader.
const writeWithin = 30 * time.Second

// How many exports there may be at once, since each reads the peer's whole ledger, and how many of one address.
const (
	exportsAtOnce = 4
	exportsOfOne  = 1
)

// exportLedger writes every block as the peer has it, as `linli export` does. What goes wrong after the first block can only cut
// the file short, which `linli verify` sees.
func (g *ledgerGroup) exportLedger(c *echo.Context) error {
	leave, err := g.gate.takePlace(c, g.exports, text{"正在导出的人较多，请稍候。", "Others are exporting; wait a little."})
	if err != nil {
		return err
	}
	defer leave()
	ctx := c.Request().Context()
	height, err := g.client.Height(ctx)
	if err != nil {
		return err
	}
	w := c.Response()
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="ledger.linli"`)
	w.Header().Set("Cache-Control", "no-store")
	out, err := verify.NewWriter(w)
	if err != nil {
		return err
	}
	for raw, err := range ledger.Blocks(ctx, g.client, 0, height-1) {
		if err != nil {
			g.log.Error("an export ended early", "error", err)
			panic(http.ErrAbortHandler) // so that the reader sees that it is cut short
		}
		block, err := proto.Marshal(raw)
		if err == nil {
			_ = control.SetWriteDeadline(g.now().Add(writeWithin)) // tests' writers have none
			err = out.Append(block)
		}
		if err != nil {
			panic(http.ErrAbortHandler)
		}
	}
	if err := out.Close(); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}
