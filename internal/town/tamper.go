// SPDX-License-Identifier: Apache-2.0

package town

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"

	"github.com/linli-project/linli/act"
)

// Replace changes a text in one place, which must be there.
func Replace(text, old, by string) string {
	if !strings.Contains(text, old) {
		panic("nothing to replace: " + old)
	}
	return strings.Replace(text, old, by, 1)
}

// Insert puts a member first into an object.
func Insert(object, member string) string { return "{" + member + "," + object[1:] }

// Quote is a text without anything to escape, as JSON.
func Quote(text string) string { return `"` + text + `"` }

// With sets a member of an act's text, or of its body ("body.right"), to raw JSON; "" removes it. The result is canonical.
func With(t testing.TB, text, path, value string) string {
	t.Helper()
	var members map[string]json.RawMessage
	Done(t, json.Unmarshal([]byte(text), &members))
	name, rest, inner := strings.Cut(path, ".")
	switch {
	case inner:
		members[name] = json.RawMessage(With(t, string(members[name]), rest, value))
	case value == "":
		delete(members, name)
	default:
		members[name] = json.RawMessage(value)
	}
	canonical, err := jcs.Transform([]byte(JSON(t, members)))
	return string(Must(t, canonical, err))
}

// Changed is an act with a member changed after it was signed; its first signature goes along with the signer's name.
func Changed(t testing.TB, signed act.Signed, path, value string) act.Signed {
	t.Helper()
	signed.Text = With(t, signed.Text, path, value)
	if path == "by" {
		first := signed.Signatures[0]
		first.By = value[1 : len(value)-1]
		signed.Signatures = append([]act.Signature{first}, signed.Signatures[1:]...)
	}
	return signed
}

// WithSignatures is an act with these signatures and no other.
func WithSignatures(signed act.Signed, signatures ...act.Signature) act.Signed {
	signed.Signatures = signatures
	return signed
}
