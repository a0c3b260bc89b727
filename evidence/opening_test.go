// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// Who opens words cannot leave off their first lines: they would pass for part of the salt.
func TestOpeningShowsAllThatWasSaid(t *testing.T) {
	const salt = "c2FsdHNhbHRzYWx0c2FsdA"
	sum := sha256.Sum256([]byte(salt + "\nI never agreed.\nI was there."))
	hash := hex.EncodeToString(sum[:])
	if err := (Opening{Hash: hash, Salt: salt, Text: "I never agreed.\nI was there."}).check(); err != nil {
		t.Error(err)
	}
	if err := (Opening{Hash: hash, Salt: salt + "\nI never agreed.", Text: "I was there."}).check(); err == nil {
		t.Error("the last line passes for all of it")
	}
}
