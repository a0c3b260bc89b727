// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"testing"

	"github.com/gowebpki/jcs"
)

// Whatever the quick look calls canonical is so for the library, too.
func FuzzPlainlyCanonical(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":"b","c":["d",true,{}],"e":false}`, `{"b":"","a":""}`, `{"a":"","a":""}`, `{"a" :""}`,
		`{"a":"\u0041"}`, `[]`, `"x"`, `{"a":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !plainlyCanonical(raw) {
			return
		}
		if canonical, err := jcs.Transform(raw); raw[0] == '{' && (err != nil || !bytes.Equal(raw, canonical)) {
			t.Fatalf("%q is not canonical: %v", raw, err)
		}
		if bytes.ContainsAny(raw, "\x00") {
			t.Fatalf("%q holds U+0000", raw)
		}
	})
}

func TestPlainlyCanonicalKnowsOrdinaryActs(t *testing.T) {
	text, err := Encode(Act{V: Version, Type: "ballot.cast"}, map[string]any{"right": "r", "list": []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if !plainlyCanonical([]byte(text)) {
		t.Errorf("%s takes the slow way", text)
	}
	for _, not := range []string{`{"b":"","a":""}`, `{"a":"","a":""}`, `{"a": ""}`, `{"a":1}`, `{"a":null}`, `{"a":"é"}`, `{"a":"\n"}`,
		`{"a":""}x`, ``, `{`, `{"a"`, `["a"`} {
		if plainlyCanonical([]byte(not)) {
			t.Errorf("%q is taken for canonical", not)
		}
	}
}
