// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Witness is a body that co-signs heads, with its key. A body may have had others before.
type Witness struct {
	MSP string // its id, which is the key's name
	Key ed25519.PublicKey
}

// ErrNoWitness is that of a text that is no witness.
var ErrNoWitness = errors.New("not the key of a witness")

// maxName bounds a witness' name, in bytes.
const maxName = 128

// algorithm is cosignature/v1 with Ed25519 (C2SP signed-note, "Signatures").
const algorithm = 4

// Named says whether heads can be signed under a name: a note has no blanks or pluses in one.
func Named(msp string) bool {
	return msp != "" && len(msp) <= maxName && utf8.ValidString(msp) &&
		!strings.ContainsFunc(msp, func(r rune) bool { return r == '+' || unicode.IsSpace(r) || unicode.IsControl(r) })
}

// String is the witness as a verifier key (C2SP signed-note): its name, its id, and its algorithm and key.
func (w Witness) String() string {
	return fmt.Sprintf("%s+%08x+%s", w.MSP, w.id(), base64.StdEncoding.EncodeToString(w.typed()))
}

// ReadWitness reads what String writes, and no other text of it. The error is ErrNoWitness.
func ReadWitness(text string) (Witness, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 || !Named(parts[0]) {
		return Witness{}, fmt.Errorf("%w: it has no name, id and key", ErrNoWitness)
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != algorithm {
		return Witness{}, fmt.Errorf("%w: it has no Ed25519 key for cosignatures", ErrNoWitness)
	}
	w := Witness{MSP: parts[0], Key: typed[1:]}
	if w.String() != text {
		return Witness{}, fmt.Errorf("%w: it is not written as one is", ErrNoWitness)
	}
	return w, nil
}

// typed is the key after its algorithm.
func (w Witness) typed() []byte { return slices.Concat([]byte{algorithm}, w.Key) }

// id is what a signature line begins with, in its base64.
func (w Witness) id() uint32 {
	sum := sha256.Sum256(slices.Concat([]byte(w.MSP), []byte("\n"), w.typed()))
	return binary.BigEndian.Uint32(sum[:])
}
