// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"sync"
	"time"
)

const (
	maxGuesses = 10          // wrong secrets until a host has to wait
	guessEvery = time.Minute // and how long
	maxGuessed = 4096        // whose wrong secrets are remembered
)

// Guesses bounds how often one may be wrong about a secret. Its zero value is ready.
type Guesses struct {
	mu    sync.Mutex
	wrong map[guess]*since
}

type guess struct{ name, host string }

type since struct {
	began time.Time
	count int
}

// Allowed says whether a host may say a secret for a name. It counts the host, not the name alone: nobody else can keep a device out.
func (g *Guesses) Allowed(name, host string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	w := g.wrong[guess{name, host}]
	return w == nil || w.count < maxGuesses || now.Sub(w.began) >= guessEvery
}

// Wrong notes that the secret was wrong.
func (g *Guesses) Wrong(name, host string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	who := guess{name, host}
	w := g.wrong[who]
	if w == nil || now.Sub(w.began) >= guessEvery {
		g.makeRoom(now)
		w = &since{began: now}
		g.wrong[who] = w
	}
	w.count++
}

// makeRoom forgets what no longer counts, and if that is not enough, anybody.
func (g *Guesses) makeRoom(now time.Time) {
	if g.wrong == nil {
		g.wrong = map[guess]*since{}
	}
	if len(g.wrong) < maxGuessed {
		return
	}
	for who, w := range g.wrong {
		if now.Sub(w.began) >= guessEvery {
			delete(g.wrong, who)
		}
	}
	for who := range g.wrong {
		if len(g.wrong) < maxGuessed {
			return
		}
		delete(g.wrong, who)
	}
}
