// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v5"
)

// network is the one that --proxy names; the zero Prefix if there is none.
func (o *serving) network() (netip.Prefix, error) {
	if o.proxy == "" {
		return netip.Prefix{}, nil
	}
	prefix, err := netip.ParsePrefix(o.proxy)
	if err != nil {
		return prefix, usageError{fmt.Errorf("--proxy is a network such as 10.0.0.5/32: %w", err)}
	}
	return prefix.Masked(), nil
}

// addressOf says where the limits find a caller's address: in the connection, or in what the proxy says of it.
func (o *serving) addressOf() (func(*http.Request) string, error) {
	prefix, err := o.network()
	if err != nil || !prefix.IsValid() {
		return nil, err // the connection's, which is the default
	}
	trusted := &net.IPNet{IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}
	return echo.ExtractIPFromXFFHeader(echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false),
		echo.TrustIPRange(trusted)), nil
}

// fromProxy has a listener without TLS take connections from the proxy's network alone. Whoever comes from elsewhere is hung up on
// before he sends anything, so that no session passes in clear. With TLS, or without a proxy, which is on loopback then, it takes all.
func (o *serving) fromProxy(listener net.Listener, log *slog.Logger) (net.Listener, error) {
	prefix, err := o.network()
	if err != nil || !prefix.IsValid() || o.cert != "" {
		return listener, err
	}
	return &proxyListener{Listener: listener, network: prefix, log: log}, nil
}

type proxyListener struct {
	net.Listener
	network netip.Prefix
	log     *slog.Logger
	told    time.Time
}

// tellAgain is how often it is logged that others than the proxy come.
const tellAgain = time.Minute

// Accept implements net.Listener.
func (l *proxyListener) Accept() (net.Conn, error) {
	for {
		connection, err := l.Listener.Accept()
		if err != nil || l.isProxy(connection.RemoteAddr()) {
			return connection, err
		}
		_ = connection.Close() // nothing was said yet
		if now := time.Now(); now.Sub(l.told) > tellAgain {
			l.told = now
			l.log.Warn("a connection without TLS from outside --proxy's network was closed", "network", l.network)
		}
	}
}

func (l *proxyListener) isProxy(from net.Addr) bool {
	at, err := netip.ParseAddrPort(from.String())
	return err == nil && l.network.Contains(at.Addr().Unmap().WithZone(""))
}
