// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// bundleWithin is how long a bundle may take to be made: its blocks are read from a peer, which may be slow.
const bundleWithin = 2 * time.Minute

// unsigned is the refusal while there is no head of the ledger that has what is asked for.
var unsigned = refuse("not-possible-now", "各单位还没有共同签署到这一笔，通常每小时签署一次，请稍后再试。",
	"The bodies have not co-signed the ledger up to this yet. They usually do every hour: try again later.")

// unread is the refusal while the tree has not the blocks that the mirror has.
var unread = refuse("not-possible-now", "服务器还在整理账本的最新区块，请稍后再试。",
	"The server is still sorting the ledger's newest blocks. Try again in a while.")

// getEvidence makes a bundle of what is on the ledger, of which anybody may have all of it: no word and no name is in it that is not there.
func (g *ledgerGroup) getEvidence(c *echo.Context) (err error) {
	asked := build.Asked{
		Kind: evidence.Kind(c.QueryParam("of")), ID: c.QueryParam("id"), Community: c.QueryParam("community"), Profile: evidence.Small,
	}
	if c.QueryParam("profile") == evidence.Full {
		asked.Profile = evidence.Full
	}
	if asked.Kind == evidence.Event {
		if asked.Event, err = g.eventProof(c.Request().Context(), asked); err != nil {
			return err
		}
	}
	return g.bundle(c, asked)
}

// bundle answers with a bundle of evidence. What the ledger does not have costs nobody a place, and no block is read for it.
func (e exporting) bundle(c *echo.Context, asked build.Asked) error {
	if err := e.there(c.Request().Context(), asked); err != nil {
		return whyNoBundle(err)
	}
	if read, err := e.tree.Size(c.Request().Context()); err != nil || read < e.seen.index.Height() {
		return cmp.Or(err, unread)
	}
	leave, err := e.gate.takePlace(c, e.exports, text{"正在导出的人较多，请稍候。", "Others are exporting; wait a little."})
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(c.Request().Context(), bundleWithin)
	defer cancel()
	until := e.seen.now().Add(bundleWithin + writeWithin)
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(until) // tests' writers have none
	made, err := build.Bundle(ctx, build.Peer{Context: ctx, Client: e.client}, e.tree, asked, "")
	if err != nil {
		return whyNoBundle(err)
	}
	raw, err := e.stamper.stamp(ctx, made).Pack()
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="linli-%s-%.12s.zip"`, asked.Kind, asked.ID))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "application/zip", raw)
}

// there looks up the document that evidence is asked of, as far as this server has read the ledger.
func (e exporting) there(ctx context.Context, asked build.Asked) error {
	claim := evidence.Claim{Community: asked.Community, ID: asked.ID, Kind: asked.Kind}
	var oracle string
	var size int64
	if p := asked.Event; p != nil {
		oracle, size = p.Oracle, int64(p.Size)
	}
	_, names, _ := contract.SplitKey(evidence.DocumentKey(claim, oracle, size))
	_, err := e.seen.index.Get(ctx, evidence.DocumentOf(asked.Kind), names...)
	return err
}

// whyNoBundle says to people why there is no evidence; other errors are handed on.
func whyNoBundle(err error) error {
	switch {
	case errors.Is(err, build.ErrNotCosigned):
		return unsigned
	case errors.Is(err, build.ErrTooLarge):
		return &refusal{kind: "too-large", cause: err, detail: text{"证据超出了一个文件的上限：请改取不含区块的小份证据，或导出整个账本。",
			"The evidence is more than one file takes: take the small one, without blocks, or the whole ledger."}}
	case errors.Is(err, build.ErrNotThere), errors.Is(err, index.ErrNotFound):
		return refuse("not-found", "账本上没有这一项。", "The ledger has no such thing.")
	}
	return err
}

// eventProof is what the oracle of this server has of an event, without what the device said: that is for officers (getEventProof).
func (g *ledgerGroup) eventProof(ctx context.Context, asked build.Asked) (*rules.EventProof, error) {
	unheard := refuse("not-found", "这台服务器没有收到过这个事件，请到接收该设备的单位的网页上下载。",
		"This server has not heard this event: ask the server of the body that hears the device.")
	if g.oracle == nil || g.oracle.Community != asked.Community {
		return nil, unheard
	}
	proof, err := g.oracle.Prove(ctx, asked.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, unheard
	case errors.Is(err, store.ErrNotLogged):
		return nil, unsigned
	case err != nil:
		return nil, err
	}
	proof.Event = ""
	return &proof, nil
}
