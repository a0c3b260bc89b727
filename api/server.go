// SPDX-License-Identifier: Apache-2.0

// Package api is the server of one body: the operations of openapi.yaml over HTTP. It relays signed acts, reads the ledger's
// mirror, and keeps sessions, acts that await a second signature, and the way to the personal-data store. It cannot forge or
// alter an act, and no choice of a voter is ever in its hands before the ballots are opened.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/verify"
)

// Config is what a server works with. All fields down to Random are needed.
type Config struct {
	Body     string // id of the body whose server this is
	Channel  string
	Origin   string // of its pages, for example "https://garden.example"
	Trust    []byte // the trust file of the ledger, JSON
	Database string // SQLite file of the server's own, made if there is none; of sessions and waiting acts too, if nobody shares them
	Shared   string // URL of the PostgreSQL database in which the body's servers share those; "": this one has them for itself
	Client   *ledger.Client
	Relay    *ledger.Relay
	Index    *index.Index
	Tree     *tree.Tree // of the own peer's blocks; who opened it has them followed
	Store    *identity.Store
	Notify   *notify.Notifier
	Log      *slog.Logger // gets no names, numbers, pseudonyms or addresses
	Now      func() time.Time
	Random   io.Reader
	Web      http.Handler                 // the pages; nil serves the API alone
	IP       func(r *http.Request) string // of who asks, for limits only; nil is the connection's
	Limits   Limits
	// Identity signs results (result.jwt); nil signs none.
	Identity *Identity
	// Admit puts a body's officer's passkey on the ledger, where the body's administrator has let this server; it may be asked for
	// the same one again. nil leaves that to the administrator.
	Admit   func(ctx context.Context, community, body string, key people.OfficerKey) error
	Oracle  *oracle.Oracle // hears the body's devices of one community; nil: this server hears none
	Contact string         // URI to which weaknesses are reported, for example "mailto:security@garden.example"; "" if there is none
	// Standing is how the network stood when it was last looked at; nil: nobody looks at it.
	Standing func() standing.Standing
	// Stampers are URLs of time-stamping authorities, who stamp the heads that evidence rests on; none: evidence has no stamps.
	Stampers []string
}

// Server serves the API. Make it with New, start it with Run. Its operations are those of its groups: contents.go.
type Server struct {
	Config
	genesis string // hash of the channel's first block
	db      *database
	hub     *hub
	handler http.Handler
	groups

	// what several groups work with
	gate     *gate
	mirror   mirror
	register register
	heights  heights
	turnouts turnouts
	logins   *logins
	sender   *sender
	analyst  *analyst
	imports  imports
	enclosed enclosures
	dispatch *dispatch.Dispatch

	closing   context.Context //nolint:containedctx // ends with Run, and with it the streams
	close     context.CancelFunc
	streaming sync.WaitGroup
}

// New makes a server. Close it, after Run has returned.
func New(ctx context.Context, c Config) (*Server, error) {
	if c.IP == nil {
		c.IP = echo.ExtractIPDirect()
	}
	s := &Server{Config: c, hub: newHub()}
	s.closing, s.close = context.WithCancel(context.Background())
	var err error
	if s.genesis, err = c.Client.Genesis(ctx); err != nil {
		return nil, err
	}
	if s.db, err = openDatabase(ctx, c.Database, c.Shared); err != nil {
		return nil, err
	}
	at, err := s.db.checkpoint(ctx)
	if err == nil && c.Shared == "" { // nobody else may be sending them
		err = s.db.waiting(c.Index).TakeBackSent(ctx, math.MaxInt64)
	}
	if err != nil {
		return nil, errors.Join(err, s.db.close())
	}
	s.hub.start(at.Blocks)
	s.compose()
	if s.handler, err = s.routes(); err != nil {
		return nil, errors.Join(err, s.db.close())
	}
	return s, nil
}

// compose puts the parts together.
func (s *Server) compose() {
	s.gate = &gate{ip: s.IP, limits: limitersOf(s.Limits.orDefaults(), s.Now, s.db.shared)}
	s.mirror = mirror{index: s.Index, now: s.Now}
	s.register = register{mirror: s.mirror, store: s.Store, oracle: s.Oracle}
	s.enclosed = enclosures{s.register, s.Body}
	s.dispatch = dispatch.New(s.Client, s.Index, s.Log, s.Now)
	s.turnouts = turnouts{mirror: s.mirror, db: s.db}
	s.logins = &logins{register: s.register, db: s.db, sessions: newSessions(s.db, secure(s.Origin), s.Now), log: s.Log}
	s.heights = heights{mirror: s.mirror, hub: s.hub, several: s.db.shared.Shared(), cookie: s.logins.sessions.Cookie}
	s.sender = &sender{heights: s.heights, relays: s.Relay, db: s.db, patience: relayWithin}
	s.analyst = &analyst{register: s.register, notify: s.Notify, body: s.Body}
	s.groups = groupsOf(s)
}

// Analysis is the analysis of a published election: index.ErrNotFound if there is no such election, ErrNotPublished.
func (s *Server) Analysis(ctx context.Context, community, id string) (analysis.Report, error) {
	return s.analyst.published(ctx, community, id)
}

// PointsSheet is the balance sheet of a community's points at the last block that is mirrored.
func (s *Server) PointsSheet(ctx context.Context, community string) (verify.PointsSheet, error) {
	return s.groups.points.sheets.of(ctx, community)
}

// BreachSheet is what became of the breaches of a convention's text, without persons, at the last block that is mirrored.
func (s *Server) BreachSheet(ctx context.Context, community, hash string) (analysis.BreachSheet, error) {
	return s.groups.conventions.sheet(ctx, community, hash)
}

func secure(origin string) bool { return strings.HasPrefix(origin, "https://") }

// Run follows the ledger, for the mirror and the notices too, and asks for what orders have missed, until ctx ends; Handler answers
// meanwhile. That the ledger is another one ends it, and that the mirror cannot be written to.
func (s *Server) Run(ctx context.Context) error {
	defer s.close()
	go s.sweep(ctx)
	var asking sync.WaitGroup
	defer asking.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	asking.Go(func() { s.dispatch.Run(ctx) })
	if err := s.follow(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("follow the ledger: %w", err)
	}
	return nil
}

// Handler answers requests.
func (s *Server) Handler() http.Handler { return s.handler }

// HangUp ends the streams, which would otherwise keep a server from shutting down.
func (s *Server) HangUp() { s.close() }

// Close closes the server's own database.
func (s *Server) Close() error {
	s.close()
	s.streaming.Wait()
	return s.db.close()
}

// sweepEvery is how often what has expired is deleted.
const sweepEvery = 10 * time.Minute

func (s *Server) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := s.db.sweep(ctx, s.Now().Unix()); err != nil && ctx.Err() == nil {
			s.Log.Error("delete what has expired", "error", err)
		}
		for _, l := range s.gate.limits {
			l.sweep()
		}
		s.imports.sweep(s.Now())
		if err := s.enclosed.sweep(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("delete what was left for orders", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
