// SPDX-License-Identifier: Apache-2.0

package push

import (
	"crypto/md5" //nolint:gosec // cameras know no other digest; what it protects is a password of our making
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// Account is by what a sender proves its name. It has a digest or a token, as its kind of sender can.
type Account struct {
	Digest Digest
	Token  string // as NewToken makes it; "": none is taken
}

// Lookup finds the account of a name. It is asked with every request, so that a change counts at once; it has to be quick.
type Lookup func(name string) (Account, bool)

// Digest is what is stored of a name and its password: H(name:realm:password), RFC 7616, 3.4.2. Who has it can log in with it.
type Digest struct{ MD5, SHA256 string }

const realm = "linli"

// NewDigest is the digest of a password that a camera is told.
func NewDigest(name, password string) Digest {
	text := name + ":" + realm + ":" + password
	return Digest{MD5: md5Of(text), SHA256: sha256Of(text)}
}

// NewToken makes a token for an address that nobody guesses, and what is stored of it.
func NewToken() (token, hash string) {
	token = rand.Text()
	return token, sha256Of(token)
}

func md5Of(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
