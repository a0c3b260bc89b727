// SPDX-License-Identifier: Apache-2.0

// Package push is where cameras and car parks that speak HTTP send what they see:
//
//	POST /hikvision/NAME       digest authentication
//	POST /vzenith/NAME/TOKEN   cameras of Vzenith (臻识) and Alphadigi
//	POST /szymzh/NAME/TOKEN    callbacks of car-park platforms
//
// They are answered in the way that makes them stop sending when what they sent is kept, and not before. Of what they send nothing
// is read but what that answer needs.
package push

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/linli-project/linli/oracle/ingest"
)

// Options of a handler. Lookup and Keep are needed.
type Options struct {
	Lookup  Lookup
	Keep    ingest.Keep
	Refused ingest.Refused // nil: nobody keeps watch
	Log     *slog.Logger   // nil: no log
	AtOnce  int            // bodies that are in memory at once; 0: 64
}

// Handler takes what is pushed. It is mounted behind http.StripPrefix.
type Handler struct {
	lookup  Lookup
	keep    ingest.Keep
	refused ingest.Refused
	log     *slog.Logger
	slots   chan struct{}
	nonces  *nonces
	guesses ingest.Guesses
	mux     *http.ServeMux
}

// patience is how long a body may take.
const patience = time.Minute

// New returns a handler.
func New(o Options) *Handler {
	h := &Handler{
		lookup: o.Lookup, keep: o.Keep, refused: o.Refused,
		log:    cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		slots:  make(chan struct{}, cmp.Or(o.AtOnce, 64)),
		nonces: newNonces(),
		mux:    http.NewServeMux(),
	}
	h.mux.HandleFunc("POST /hikvision/{name}", h.hikvision)
	h.mux.HandleFunc("POST /vzenith/{name}/{token}", h.vzenith)
	h.mux.HandleFunc("POST /szymzh/{name}/{token}", h.szymzh)
	return h
}

// ServeHTTP answers 200 only to what is kept, and 503 to what could not be: it has to come again.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return // the connection has ended
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		r.Body = http.MaxBytesReader(w, r.Body, ingest.MaxSent)
		h.mux.ServeHTTP(w, r)
	default:
		again(w)
	}
}

func again(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	http.Error(w, "send it again", http.StatusServiceUnavailable)
}

// byToken checks the token in an address. It has answered if it returns false.
func (h *Handler) byToken(w http.ResponseWriter, r *http.Request, name string) bool {
	reason := h.checkToken(r, name)
	if reason == "" {
		return true
	}
	drain(r)
	h.refuse(r, name, reason)
	http.Error(w, "forbidden", http.StatusForbidden)
	return false
}

func (h *Handler) checkToken(r *http.Request, name string) ingest.Reason {
	now := time.Now()
	if !h.guesses.Allowed(name, hostOf(r), now) {
		return ingest.Guessing
	}
	account, known := h.lookup(name)
	right := subtle.ConstantTimeCompare([]byte(sha256Of(r.PathValue("token"))), []byte(account.Token)) == 1
	switch {
	case !known:
		return ingest.Stranger
	case !right:
		h.guesses.Wrong(name, hostOf(r), now)
		return ingest.Secret
	}
	return ""
}

// take keeps the body of a request. It has answered if it returns false.
func (h *Handler) take(w http.ResponseWriter, r *http.Request, name, kind string) ([]byte, bool) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		status := http.StatusBadRequest
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			status = http.StatusRequestEntityTooLarge
			h.refuse(r, name, ingest.TooLong)
		}
		h.log.WarnContext(r.Context(), "a body that was not read", "device", name, "error", err)
		http.Error(w, http.StatusText(status), status)
		return nil, false
	}
	m := ingest.Message{Transport: ingest.Push, Client: name, Topic: kind, Received: time.Now()}
	if err := h.keep(r.Context(), m.WithBody(body)); err != nil {
		h.log.WarnContext(r.Context(), "a message could not be kept; its sender has to send it again", "device", name, "error", err)
		again(w)
		return nil, false
	}
	return body, true
}

// drain reads what a sender is still sending, so that it sees the answer.
func drain(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // whoever has gone sees no answer
}

func (h *Handler) refuse(r *http.Request, name string, reason ingest.Reason) {
	if h.refused != nil {
		h.refused(ingest.Refusal{Transport: ingest.Push, Client: name, Host: hostOf(r), Reason: reason})
	}
}

func hostOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
