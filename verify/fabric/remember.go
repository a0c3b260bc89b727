// SPDX-License-Identifier: Apache-2.0

package fabric

import "sync"

// remembered are the answers about certificates as they were written: a stranger can write one certificate in many ways, so
// they are forgotten when they become many.
type remembered struct {
	mu      sync.Mutex
	answers map[[32]byte]answer // by the hash of what was written
}

type answer struct {
	id  *identity
	err error
}

// maxRemembered is more certificates than a community's bodies have in use at a time.
const maxRemembered = 1000

func (r *remembered) get(text [32]byte) (answer, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.answers[text]
	return found, ok
}

func (r *remembered) put(text [32]byte, a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || len(r.answers) >= maxRemembered {
		r.answers = map[[32]byte]answer{}
	}
	r.answers[text] = a
}

// shorten cuts what is only said.
func shorten(text string) string {
	const most = 120
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
