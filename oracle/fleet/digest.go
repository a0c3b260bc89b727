// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// digest answers challenges of digest authentication (RFC 7616) with SHA-256. Its zero value has no challenge.
type digest struct {
	realm, nonce string
	count        int // of answers to it
}

var quoted = regexp.MustCompile(`(realm|nonce)="([^"\\]*)"`)

// challenged is the digest for the first challenge that it can answer.
func challenged(challenges []string) (d digest) {
	for _, challenge := range challenges {
		if !strings.HasPrefix(challenge, "Digest ") || !strings.Contains(challenge, "algorithm=SHA-256") {
			continue
		}
		for _, part := range quoted.FindAllStringSubmatch(challenge, -1) {
			if part[1] == "realm" {
				d.realm = part[2]
			} else {
				d.nonce = part[2]
			}
		}
		return d
	}
	return d
}

// answer is the header for the next POST to an address.
func (d *digest) answer(name, password, uri string) string {
	d.count++
	count, own := fmt.Sprintf("%08x", d.count), rand.Text()
	response := sha256Of(strings.Join([]string{
		sha256Of(name + ":" + d.realm + ":" + password), d.nonce, count, own, "auth", sha256Of("POST:" + uri),
	}, ":"))
	return fmt.Sprintf(`Digest username="%s", realm="%s", nonce="%s", uri="%s", qop=auth, nc=%s, cnonce="%s", algorithm=SHA-256, response="%s"`,
		name, d.realm, d.nonce, uri, count, own, response)
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
