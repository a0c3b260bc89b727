// SPDX-License-Identifier: Apache-2.0

package bodyfile

import (
	"crypto/sha256"
	"strings"

	"github.com/tyler-smith/go-bip39"
	"github.com/tyler-smith/go-bip39/wordlists"
)

// Fingerprint is half of a SHA-256, which people read to each other: as twelve words of BIP-39's list in English, and as twelve
// characters of its Chinese one. Who would have two files with the same has to try as many as nobody can.
type Fingerprint [16]byte

// FingerprintOf is that of a file's bytes.
func FingerprintOf(raw []byte) Fingerprint {
	sum := sha256.Sum256(raw)
	return Half(sum[:])
}

// Half is that of what has a SHA-256 already.
func Half(sum []byte) (f Fingerprint) {
	copy(f[:], sum)
	return f
}

// Words are the English ones, each followed by a space but for the last. The last also holds a checksum.
func (f Fingerprint) Words() string {
	text, _ := bip39.NewMnemonic(f[:]) // only a wrong length is an error
	return text
}

// Characters are the Chinese ones.
func (f Fingerprint) Characters() string {
	var text strings.Builder
	for word := range strings.FieldsSeq(f.Words()) {
		place, _ := bip39.GetWordIndex(word)
		text.WriteString(wordlists.ChineseSimplified[place])
	}
	return text.String()
}

// Is says whether these are its words or characters, as somebody has typed them.
func (f Fingerprint) Is(typed string) bool {
	compact := strings.Join(strings.Fields(strings.ToLower(typed)), " ")
	return compact == f.Words() || strings.ReplaceAll(compact, " ", "") == f.Characters()
}
