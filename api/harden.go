// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v5"
)

// pagePolicy lets pages run what this server gives them and nothing else, and be framed by nobody.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// harden is what every request passes before its route: headers, and whether it comes from the own pages.
func (s *Server) harden(e *echo.Echo) (http.Handler, error) {
	origin := http.NewCrossOriginProtection()
	if err := origin.AddTrustedOrigin(s.Origin); err != nil { // behind a proxy that names another host
		return nil, fmt.Errorf("the origin %q: %w", s.Origin, err)
	}
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.survive(e, w, r)
		if err := origin.Check(r); err != nil {
			s.fail(e.NewContext(r, w), &refusal{kind: "cross-origin", cause: err})
			return
		}
		e.ServeHTTP(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy",
			"publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(self), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("Content-Security-Policy", pagePolicy)
		if strings.HasPrefix(r.URL.Path, "/api/") {
			h.Set("Content-Security-Policy", dataPolicy)
		}
		if secure(s.Origin) {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		inner.ServeHTTP(w, r)
	}), nil
}

// HTTP is the server around Handler, with its time limits. Streams and exports lengthen their own.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug), // it names addresses
	}
}

// survive answers a request whose handler has panicked. What it panicked with is logged, and goes to nobody.
func (s *Server) survive(e *echo.Echo, w http.ResponseWriter, r *http.Request) {
	switch fault := recover(); fault {
	case nil:
	case http.ErrAbortHandler: // as an export that is cut short
		panic(fault)
	default:
		s.fail(e.NewContext(r, w), fmt.Errorf("panic: %v\n%s", fault, debug.Stack()))
	}
}

// contactFor is how long a copy of security.txt may be believed.
const contactFor = 90 * 24 * time.Hour

// securityText says to whom weaknesses are reported (RFC 9116).
func (s *Server) securityText(c *echo.Context) error {
	return c.String(http.StatusOK,
		fmt.Sprintf("Contact: %s\nExpires: %s\nPreferred-Languages: zh, en\nCanonical: %s/.well-known/security.txt\n",
			s.Contact, s.Now().Add(contactFor).UTC().Format(time.RFC3339), s.Origin))
}
