// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v5"
)

// gate keeps out who asks too much.
type gate struct {
	ip     func(*http.Request) string
	limits map[string]*limiter
}

// caller names who asks, for limits: the address, of which the network alone in IPv6, where everybody has many.
func (g *gate) caller(r *http.Request) string {
	text := g.ip(r)
	address, err := netip.ParseAddr(text)
	if err != nil || address.Unmap().Is4() {
		return text
	}
	network, err := address.Prefix(64)
	if err != nil {
		return text
	}
	return network.String()
}

// take takes a token of who asks, for one of the limits.
func (g *gate) take(c *echo.Context, limit string) error {
	return g.limits[limit].take(c.Request().Context(), g.caller(c.Request()))
}

// takePlace takes a place for a request, which the request's end has to leave; or says that there is none.
func (g *gate) takePlace(c *echo.Context, p *places, none text) (leave func(), err error) {
	caller := g.caller(c.Request())
	ok, hasAll := p.take(caller)
	switch {
	case ok:
		return func() { p.leave(caller) }, nil
	case hasAll:
		none = text{"来自您的网络的同类连接已达上限。" + none.zh, "Your network has as many of these as one may have. " + none.en}
	}
	return nil, refuse("too-many-requests", none.zh, none.en)
}
