// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// committed is a commitment to words.
func committed(salt, text string) string {
	sum := sha256.Sum256([]byte(salt + "\n" + text))
	return hex.EncodeToString(sum[:])
}

// Who opens words cannot leave off their first lines: they would pass for part of the salt. The same cases are in
// web/src/evidence/opened.test.ts.
func TestOpeningShowsAllThatWasSaid(t *testing.T) {
	const salt = "c2FsdHNhbHRzYWx0c2FsdA"
	for name, o := range map[string]struct {
		salt, text string
		good       bool
	}{
		"two lines":                         {salt, "I never agreed.\nI was there.", true},
		"words that begin with a line feed": {salt, "\nI was there.", true},
		"no salt":                           {"", "I was there.", true},
		"another end of line":               {salt + "\r", "I was there.", true},
		"a line of the words":               {salt + "\nI never agreed.", "I was there.", false},
		"a line feed at its end":            {salt + "\n", "I was there.", false},
		"a line feed at its beginning":      {"\n" + salt, "I was there.", false},
		"a line feed alone":                 {"\n", "I was there.", false},
	} {
		if err := (Opening{Hash: committed(o.salt, o.text), Salt: o.salt, Text: o.text}).check(); (err == nil) != o.good {
			t.Errorf("%s: %v", name, err)
		}
	}
	mac := hmac.New(sha256.New, []byte{0, 0xff})
	mac.Write([]byte("A"))
	name := Opening{Hash: hex.EncodeToString(mac.Sum(nil))[:pseudonymSize], Salt: "00ff", Text: "A"}
	if err := name.check(); err != nil {
		t.Errorf("a name: %v", err)
	}
	name.Salt += "\n"
	if err := name.check(); err == nil {
		t.Error("the salt of a name has a line feed")
	}
}
