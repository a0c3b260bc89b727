// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
)

// head is the newest head of the ledger that enough bodies have co-signed, as a community's page says it.
type head struct {
	Size int64    // blocks
	By   []string // names of bodies
	At   int64    // Unix time of the last signature
}

// checkpoint is the newest co-signed head; one of no blocks if there is none.
func (p *Pages) checkpoint(ctx context.Context) (checkpoint.Cosigned, error) {
	if p.Checkpoint == nil {
		return checkpoint.Cosigned{}, nil
	}
	return p.Checkpoint(ctx)
}

func (p *Pages) head(ctx context.Context, c contract.Community) (head, error) {
	signed, err := p.checkpoint(ctx)
	h := head{Size: int64(signed.Size)} //nolint:gosec // far below
	for _, by := range signed.By {
		name := by.MSP // of a body that is not of this community
		if body, ok := c.BodyOf(by.MSP); ok {
			name = body.Name
		}
		h.By, h.At = append(h.By, name), max(h.At, by.At)
	}
	return h, err
}

// note is the co-signed head as programs read it, and as it can be kept beside an exported ledger.
func (p *Pages) note(w http.ResponseWriter, r *http.Request) {
	signed, err := p.checkpoint(r.Context())
	if err != nil {
		p.log().ErrorContext(r.Context(), "page", "path", r.URL.Path, "err", err)
		http.Error(w, "checkpoint", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	if signed.Size == 0 {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(say("zh", "head.none") + "\n" + say("en", "head.none") + "\n"))
		return
	}
	_, _ = w.Write([]byte(signed.Note()))
}
