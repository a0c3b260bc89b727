// SPDX-License-Identifier: Apache-2.0

package api

import (
	"strconv"

	"github.com/labstack/echo/v5"
)

// heights knows how many blocks the answers are true for.
type heights struct {
	mirror
	hub *hub
}

// height is how many blocks the answers are true for. The mirror is behind only while it is made anew.
func (h heights) height() uint64 { return min(h.hub.height(), h.index.Height()) }

// tellHeight says how many blocks an answer is true for. It is called before anything is read.
func (h heights) tellHeight(c *echo.Context) {
	c.Response().Header().Set("Linli-Height", strconv.FormatUint(h.height(), 10))
}
