// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v5"
)

// heights knows how many blocks the answers are true for.
type heights struct {
	mirror
	hub     *hub
	several bool              // whether the body may have other servers, which may be further
	cookie  scs.SessionCookie // of sessions, as which theirs is
}

// height is how many blocks the answers are true for. The mirror is behind only while it is made anew.
func (h heights) height() uint64 { return min(h.hub.height(), h.index.Height()) }

// tellHeight says how many blocks an answer is true for. It is called before anything is read.
func (h heights) tellHeight(c *echo.Context) {
	c.Response().Header().Set("Linli-Height", strconv.FormatUint(h.height(), 10))
}

const (
	readableWithin = 2 * time.Second // how long an answer waits for a block to be readable here
	elsewhereFor   = time.Minute     // how long a browser says that it knows of a block from another server
	furtherAtMost  = 100             // blocks; whoever says that he knows of later ones is not believed
)

// The name has no "-", as those of ceremonies have.
func (h heights) cookieName() string { return h.cookie.Name + "_height" }

// noteBlock has a browser say to the body's other servers that it knows of a block.
func (h heights) noteBlock(c *echo.Context, block uint64) {
	if !h.several || block == 0 {
		return
	}
	c.SetCookie(&http.Cookie{ //nolint:gosec // Secure but on plain http://localhost
		Name: h.cookieName(), Value: strconv.FormatUint(block, 10), Path: "/", MaxAge: int(elsewhereFor.Seconds()), Secure: h.cookie.Secure,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// awaitNoted waits a little for the block that the browser knows of, so that nobody misses here what he has just done elsewhere.
func (h heights) awaitNoted(c *echo.Context) {
	cookie, err := c.Cookie(h.cookieName())
	if err != nil || !h.several {
		return
	}
	block, err := strconv.ParseUint(cookie.Value, 10, 63)
	if err != nil || block > h.height()+furtherAtMost {
		return
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), readableWithin)
	defer cancel()
	h.hub.await(ctx, block)
}
