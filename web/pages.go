// SPDX-License-Identifier: Apache-2.0

// Package web is what people see. The pages of the observer (a community's votes, notices, results, rejected ballots,
// receipts and how to verify all of it) are rendered here and work without JavaScript; residents and officers get a
// frame of the same look, in which the scripts of dist run.
package web

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/program"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/verify"
)

// Ledger is what the pages read: a mirror of the ledger's documents. *index.Index is one.
type Ledger interface {
	Get(ctx context.Context, documents contract.Documents, attributes ...string) (index.Document, error)
	List(ctx context.Context, documents contract.Documents, attributes ...string) iter.Seq2[index.Document, error]
	Count(ctx context.Context, documents contract.Documents, attributes ...string) (int, error)
	Act(ctx context.Context, hash string) (index.Act, error)
	ActsNumbered(ctx context.Context, community, number string) ([]index.Act, error)
	Height() uint64
}

// Pages are the web pages of one server. The zero value of everything but Ledger works.
type Pages struct {
	Ledger Ledger
	Log    *slog.Logger // nil: slog.Default()
	// Analysis is the analysis of an election whose result is published; nil: there is no such page. It knows what the ledger does not.
	Analysis func(ctx context.Context, community, election string) (analysis.Report, error)

	// PointsSheet is the balance sheet of a community's points; nil: there is no such page.
	PointsSheet func(ctx context.Context, community string) (verify.PointsSheet, error)

	// BreachSheet is what became of breaches of a convention's text, by its hash; nil: nothing is said of them.
	BreachSheet func(ctx context.Context, community, hash string) (analysis.BreachSheet, error)

	// Checkpoint is the newest head of the ledger that enough bodies have co-signed, one of no blocks if there is none; nil: nothing is
	// said of it.
	Checkpoint func(ctx context.Context) (checkpoint.Cosigned, error)

	Program program.Program // which this server runs; the zero value: nothing is said of it

	// Standing is how the network of bodies stood when it was last looked at; nil: there is no such page.
	Standing func() standing.Standing

	now      func() time.Time
	bundle   *bundle
	views    views
	turnouts turnouts

	reminded reminders
	printed  printed
}

// New returns the pages over a mirror of the ledger; now is the clock.
func New(ledger Ledger, now func() time.Time) (*Pages, error) {
	b, err := openBundle()
	if err != nil {
		return nil, err
	}
	v, err := parseViews(now)
	if err != nil {
		return nil, err
	}
	return &Pages{Ledger: ledger, now: now, bundle: b, views: v}, nil
}

// Handler serves every page; the server's own paths (/api/) are not among them.
func (p *Pages) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, page := range map[string]func(*http.Request) (view, error){
		"GET /{$}":                               p.home,
		"GET /c/{community}":                     p.community,
		"GET /c/{community}/vote/{election}":     p.election,
		"GET /c/{community}/result/{election}":   p.result,
		"GET /c/{community}/rejected/{election}": p.rejected,
		"GET /c/{community}/analysis/{election}": p.analysis,
		"GET /c/{community}/points":              p.points,
		"GET /c/{community}/convention":          p.convention,
		"GET /c/{community}/track":               p.track,
		"GET /c/{community}/lost":                p.lost,
		"GET /network":                           p.network,
		"GET /verify":                            p.verify,
		"GET /e":                                 p.script("enrol"),
		"GET /c/{community}/my":                  p.script("resident"),
		"GET /c/{community}/office":              p.script("office"),
		"GET /c/{community}/office/{election}":   p.script("office"),
		"GET /c/{community}/work":                p.script("worker"),
	} {
		mux.HandleFunc(pattern, p.show(page))
	}
	mux.HandleFunc("GET /settings", settings)
	mux.HandleFunc("GET /checkpoint", p.note)
	mux.HandleFunc("GET /notices.xml", p.feed)
	mux.HandleFunc("GET /c/{community}/notices.xml", p.feed)
	mux.HandleFunc("GET /c/{community}/receipt.svg", p.receiptCode)
	mux.HandleFunc("GET /c/{community}/person.svg", p.personCode)
	mux.HandleFunc("GET /c/{community}/points/code.svg", func(w http.ResponseWriter, r *http.Request) { p.code(w, r, "/points") })
	mux.HandleFunc("GET /c/{community}/convention/code.svg", func(w http.ResponseWriter, r *http.Request) { p.code(w, r, "/convention") })
	mux.HandleFunc("GET /c/{community}/convention.md", p.conventionText)
	mux.HandleFunc("GET /c/{community}/convention.pdf", p.conventionPaper)
	mux.HandleFunc("GET /c/{community}/vote/{election}/code.svg", p.electionCode("vote"))
	mux.HandleFunc("GET /c/{community}/result/{election}/code.svg", p.electionCode("result"))
	mux.HandleFunc("GET /c/{community}/analysis/{election}/code.svg", p.electionCode("analysis"))
	mux.HandleFunc("GET /c/{community}/work-shell.js", p.bundle.shell)
	mux.Handle("GET /assets/", p.bundle)
	mux.Handle("GET /style.css", newAsset("text/css; charset=utf-8", style))
	mux.Handle("GET /dark.css", newAsset("text/css; charset=utf-8", dark))
	mux.HandleFunc("GET /", p.show(func(*http.Request) (view, error) { return view{}, index.ErrNotFound }))
	return mux
}

// show renders a page, or says why there is none.
func (p *Pages) show(page func(*http.Request) (view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := page(r)
		status := http.StatusOK
		switch {
		case errors.Is(err, index.ErrNotFound):
			v, status = view{name: "absent", title: "absent.title"}, http.StatusNotFound
		case err != nil:
			p.log().ErrorContext(r.Context(), "page", "path", r.URL.Path, "err", err)
			v, status = view{name: "failed", title: "failed.title"}, http.StatusInternalServerError
		}
		p.write(w, r, v, status)
	}
}

func (p *Pages) log() *slog.Logger {
	if p.Log == nil {
		return slog.Default()
	}
	return p.Log
}

// policy lets a page load what this server has, and nothing inline. The recount on /verify is WebAssembly.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// communityOf reads the community in a request's path.
func (p *Pages) communityOf(r *http.Request) (contract.Community, error) {
	return read(r.Context(), p.Ledger, contract.Communities, r.PathValue("community"))
}
