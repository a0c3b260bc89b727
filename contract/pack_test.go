// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"testing"

	"github.com/linli-project/linli/act"
)

// What one argument leaves in an unpacker is nothing to the next.
func TestUnpackAfterWhatCannotBe(t *testing.T) {
	text := bytes.Repeat([]byte("text "), 1000)
	packed, err := Pack(text)
	if err != nil {
		t.Fatal(err)
	}
	tooMuch, err := Pack(make([]byte, MaxCall+1))
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"only the mark": packed[:2], "cut short": packed[:len(packed)/2], "without its end": packed[:len(packed)-1],
		"something after it": append(bytes.Clone(packed), 1), "too much": tooMuch,
	} {
		for range 3 { // whichever unpackers are used
			if _, err := unpack(bad); act.CodeOf(err) != BadArguments {
				t.Errorf("%s: %v", name, err)
			}
			if got, err := unpack(packed); err != nil || !bytes.Equal(got, text) {
				t.Errorf("after %s: %d bytes, %v", name, len(got), err)
			}
		}
	}
}
