// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gowebpki/jcs"
)

// encode is the one text of a document: canonical JSON (RFC 8785). Unlike an act's it need not be in NFC: it holds what stands on the
// ledger, as it stands there.
func encode(doc any) ([]byte, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(raw)
}

var errText = errors.New("it is not the canonical JSON of what it should be")

// decode reads the one text of a document: a text that encode, given what was read, would not write again is refused. So nothing in it
// is unknown, missing, repeated or superfluous.
func decode(raw []byte, doc any) error {
	if err := plain(raw); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(doc); err != nil {
		return errText
	}
	again, err := encode(doc)
	if err != nil || !bytes.Equal(raw, again) {
		return errText
	}
	return nil
}

// plain bounds the depth of a text before anything recursive reads it, and refuses what no document here has: a number, true, false,
// null, a blank.
func plain(raw []byte) error { return scan(raw, func(c byte) bool { return c == ':' || c == ',' }) }

// shallow bounds the depth of JSON that others wrote: an act, a document of the ledger.
func shallow(raw []byte) error { return scan(raw, func(byte) bool { return true }) }

// scan bounds the depth of JSON. may says what stands outside of texts beside brackets.
func scan(raw []byte, may func(byte) bool) error {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return fmt.Errorf("JSON is nested deeper than %d", MaxDepth)
			}
		case c == '}' || c == ']':
			depth--
		case !may(c):
			return errText
		}
	}
	return nil
}
