// SPDX-License-Identifier: Apache-2.0

package act

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// sheet has whatever can stand in a plain text, and what never does.
type sheet struct {
	Deep   []sheet         `json:"deep"`
	Data   Bytes           `json:"data"`
	List   []Bytes         `json:"list"`
	Number Int             `json:"number"`
	Open   json.RawMessage `json:"open"`
	Yes    bool            `json:"yes"`
}

// closely reads text as Parse and Strict do where readPlain says no.
func closely(text string, v any) error {
	if err := checkCanonical([]byte(text)); err != nil {
		return err
	}
	return strict([]byte(text), v)
}

const fullSheet = `{"data":"AA","deep":[{"data":"","deep":[],"list":[],"number":"0","open":[],"yes":false}],"list":["AA","_-8"],` +
	`"number":"12","open":{"a":[true,"b",{}],"b":{}},"yes":true}`

// Whatever readPlain reads is read closely, too, and is the same then; and of anything else it leaves nothing.
func FuzzReadPlain(f *testing.F) {
	act, err := Encode(Act{V: Version, Type: "ballot.cast"}, map[string]any{"right": "r", "list": []string{"a", "b"}})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{act, fullSheet, strings.Replace(fullSheet, `"AA"`, `"AB"`, 1), `{"data":""`, `{"data":"","deep":[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, empty := range []any{Act{}, sheet{}, []string(nil), struct {
			A []byte `json:"a"`
		}{}} {
			plainly, slowly := reflect.New(reflect.TypeOf(empty)), reflect.New(reflect.TypeOf(empty))
			if !readPlain(text, plainly.Interface()) {
				if !plainly.Elem().IsZero() {
					t.Fatalf("something is left of %q: %+v", text, plainly.Elem())
				}
				continue
			}
			if err := closely(text, slowly.Interface()); err != nil || !reflect.DeepEqual(plainly.Interface(), slowly.Interface()) {
				t.Fatalf("%q is %+v, and looked at closely %+v, %v", text, plainly.Elem(), slowly.Elem(), err)
			}
		}
	})
}

func TestReadPlainKnowsOrdinaryActs(t *testing.T) {
	text, err := Encode(Act{V: Version, Type: "ballot.cast"}, map[string]any{"right": "r", "list": []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if !readPlain(text, new(Act)) || !readPlain(fullSheet, new(sheet)) {
		t.Errorf("%s or %s takes the slow way", text, fullSheet)
	}
	for _, not := range []string{`{"b":"","a":""}`, `{"a":"","a":""}`, `{"a": ""}`, `{"a":1}`, `{"a":null}`, `{"a":"é"}`, `{"a":"\n"}`,
		`{"a":""}x`, ``, `{`, `{"a"`, `["a"`, `"true`, strings.Repeat("[", 1000) + strings.Repeat("]", 1000)} {
		if readPlain(not, new(json.RawMessage)) {
			t.Errorf("%q is taken for plain", not)
		}
	}
	for _, v := range []any{new(map[string]string), new([]byte), new(int), new(any), new(Hash), new(struct {
		A string `json:"a,omitempty"`
	}), new(struct{ A string })} {
		for _, text := range []string{`{}`, `[]`, `""`, `{"a":""}`, `{"A":""}`} {
			if readPlain(text, v) {
				t.Errorf("%s is read into a %T, of which more has to be known", text, v)
			}
		}
	}
}

// What browsers write is looked at closely, too: whatever is taken for that is good.
func FuzzIsUsual(f *testing.F) {
	const usual = `{"type":"webauthn.get","challenge":"abc","origin":"https://garden.example"`
	for _, rest := range []string{`}`, `,"crossOrigin":false}`, `,"crossOrigin":true}`, `,"topOrigin":""}`, `}}`, `,"origin":""}`, ``} {
		f.Add(usual+rest, "https://garden.example")
	}
	f.Add(`{"type":"webauthn.get","challenge":"abc","origin":"a","topOrigin":"b"}`, `a","topOrigin":"b`)
	f.Add(`{"type":"webauthn.get","challenge":"abc","origin":"\u0061"}`, `\u0061`)
	f.Fuzz(func(t *testing.T, raw, origin string) {
		rp := RelyingParty{Origins: []string{origin}}
		if isUsual(raw, "abc", rp) {
			if err := checkMembers([]byte(raw), "abc", rp); err != nil {
				t.Fatalf("%q is taken for usual: %v", raw, err)
			}
		}
	})
	for _, rest := range []string{`}`, `,"crossOrigin":false}`} {
		if !isUsual(usual+rest, "abc", RelyingParty{Origins: []string{"https://garden.example"}}) {
			f.Errorf("%s%s takes the slow way", usual, rest)
		}
	}
}
