// SPDX-License-Identifier: Apache-2.0

package push

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"sync"
	"time"
)

const (
	nonceLife = 5 * time.Minute
	maxNonces = 16384 // that are in use at once
)

// nonces are the challenges that were given out. A challenge carries its time and proves that it is ours, so that giving one to a stranger
// leaves nothing behind; what is remembered is how often those who knew the answer have used one.
type nonces struct {
	key []byte

	mu   sync.Mutex
	used map[string]use
}

type use struct {
	made  time.Time
	count uint64 // the highest that was used
}

func newNonces() *nonces {
	key := make([]byte, sha256.Size)
	rand.Read(key) // it never fails
	return &nonces{key: key, used: map[string]use{}}
}

func (n *nonces) make(now time.Time) string {
	text := make([]byte, 16, 32)
	binary.BigEndian.PutUint64(text, uint64(now.UnixMilli()))
	rand.Read(text[8:]) // the same
	return base64.RawURLEncoding.EncodeToString(append(text, n.mark(text)...))
}

func (n *nonces) mark(text []byte) []byte {
	mac := hmac.New(sha256.New, n.key)
	mac.Write(text)
	return mac.Sum(nil)[:16]
}

// madeAt is when one of our challenges was made.
func (n *nonces) madeAt(nonce string) (time.Time, bool) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(nonce)
	if err != nil || len(text) != 32 || !hmac.Equal(n.mark(text[:16]), text[16:]) {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(text))), true //nolint:gosec // a time of our own
}

// fresh says whether a challenge is ours, and not too old.
func (n *nonces) fresh(nonce string, now time.Time) bool {
	made, ok := n.madeAt(nonce)
	return ok && now.Sub(made) < nonceLife
}

// use takes an answer to a fresh challenge, which may be counted once; each count is higher than the one before. If too many are in
// use it takes none.
func (n *nonces) use(nonce string, count uint64, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	u, known := n.used[nonce]
	if !known {
		u.made, _ = n.madeAt(nonce)
		if !n.room(now) {
			return false
		}
	}
	if count <= u.count {
		return false
	}
	u.count = count
	n.used[nonce] = u
	return true
}

func (n *nonces) room(now time.Time) bool {
	if len(n.used) < maxNonces {
		return true
	}
	for nonce, u := range n.used {
		if now.Sub(u.made) >= nonceLife {
			delete(n.used, nonce)
		}
	}
	return len(n.used) < maxNonces
}
