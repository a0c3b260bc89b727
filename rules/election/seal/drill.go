// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"crypto/sha256"
	"crypto/subtle"
	"io"

	"github.com/linli-project/linli/act"
)

// Drill is a token sealed to one body's election key. By giving the token back, the body proves, before the election
// opens, that it holds the private key.
type Drill struct {
	Hash   act.Bytes `json:"hash"`   // SHA-256 of the token
	Sealed act.Bytes `json:"sealed"` // encapsulated key ‖ ciphertext
}

const tokenSize = 32

// NewDrill draws a token from rnd and seals it to a body's public key.
func NewDrill(rnd io.Reader, public act.Bytes, ctx Context) (Drill, error) {
	token := make([]byte, tokenSize)
	if _, err := io.ReadFull(rnd, token); err != nil {
		return Drill{}, err
	}
	hash := sha256.Sum256(token)
	sealed, err := encrypt(public, rnd, ctx.bytes(), token)
	return Drill{Hash: hash[:], Sealed: sealed}, err
}

// Answer opens the drill's token with the body's private key.
func (d Drill) Answer(key PrivateKey, ctx Context) (act.Bytes, error) {
	return decrypt(key, ctx.bytes(), d.Sealed)
}

// Solves says whether token is the one that was sealed.
func (d Drill) Solves(token act.Bytes) bool {
	hash := sha256.Sum256(token)
	return len(token) == tokenSize && subtle.ConstantTimeCompare(hash[:], d.Hash) == 1
}
