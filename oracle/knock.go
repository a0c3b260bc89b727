// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"strings"
	"sync"

	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/store"
)

// maxKnocks bounds how many strangers are remembered until they are written down, which is done every second.
const maxKnocks = 256

// knocks are who was not let in lately. Its zero value is ready.
type knocks struct {
	mu  sync.Mutex
	who map[knock]store.Stranger
}

type knock struct{ transport, client string }

// add notes a refusal at a time (ms).
func (k *knocks) add(r ingest.Refusal, now int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	r.Client, r.Topic = shown(r.Client), shown(r.Topic)
	key := knock{r.Transport, r.Client}
	s, known := k.who[key]
	if !known {
		if len(k.who) >= maxKnocks {
			return
		}
		s = store.Stranger{Transport: r.Transport, Client: r.Client, First: now}
	}
	if k.who == nil {
		k.who = map[knock]store.Stranger{}
	}
	s.Host, s.Topic, s.Reason, s.Last, s.Times = r.Host, r.Topic, string(r.Reason), now, s.Times+1
	k.who[key] = s
}

// maxShown bounds what is kept of a text that a stranger has chosen, in bytes.
const maxShown = 128

func shown(text string) string { return strings.ToValidUTF8(text[:min(len(text), maxShown)], "\ufffd") }

// taken are they, and forgotten from here on.
func (k *knocks) taken() []store.Stranger {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := make([]store.Stranger, 0, len(k.who))
	for _, s := range k.who {
		all = append(all, s)
	}
	k.who = nil
	return all
}
