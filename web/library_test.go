// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// library is what the browser's library made.
type library struct {
	RP   act.RelyingParty `json:"rp"`
	Acts []struct {
		act.Signed
		Type     string                 `json:"type"`
		Hash     string                 `json:"hash"`
		Passkeys map[string]act.Passkey `json:"passkeys"` // by credential id
	} `json:"acts"`
	Ballots []struct {
		Params     params       `json:"params"`
		Private    []act.Bytes  `json:"private"`
		Context    seal.Context `json:"context"`
		Selections string       `json:"selections"` // hex
		Sealed     seal.Sealed  `json:"sealed"`
	} `json:"ballots"`
	Drills []struct {
		Context seal.Context `json:"context"`
		Key     keyVector    `json:"key"`
		Drill   seal.Drill   `json:"drill"`
		Token   act.Bytes    `json:"token"`
	} `json:"drills"`
	Keys  []keyVector `json:"keys"`
	Codes []struct {
		Code string `json:"code"` // hex
		Text string `json:"text"`
	} `json:"codes"`
	References []struct {
		Hash      string `json:"hash"`
		Reference string `json:"reference"`
	} `json:"references"`
}

func readLibrary(t *testing.T) library {
	t.Helper()
	raw, err := os.ReadFile(fromLibrary)
	if err != nil {
		t.Fatal(err)
	}
	var l library
	if err := json.Unmarshal(raw, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// bodyOf is empty, of what the ledger reads a declared act's body into.
func bodyOf(d contract.Declared) any { return reflect.New(reflect.TypeOf(d.Example())).Interface() }

func TestLibraryActs(t *testing.T) {
	l := readLibrary(t)
	declared := map[string]contract.Declared{}
	for _, d := range chapters.Current().Acts() {
		declared[d.Name()] = d
	}
	if len(l.Acts) != len(declared) {
		t.Errorf("%d types of act, %d in the vectors", len(declared), len(l.Acts))
	}
	for _, v := range l.Acts {
		t.Run(v.Type, func(t *testing.T) {
			a, err := act.Parse(v.Text, 1<<18)
			if err != nil || a.Type != v.Type || declared[a.Type] == nil {
				t.Fatalf("type %q: %v", a.Type, err)
			}
			if err := act.Strict(a.Body, bodyOf(declared[a.Type])); err != nil {
				t.Errorf("body: %v", err)
			}
			if got := act.HashOf(v.Text).String(); got != v.Hash {
				t.Errorf("hash %s; the library has %s", got, v.Hash)
			}
			if len(v.Signatures) != 2 || v.Signatures[0].By != a.By {
				t.Fatalf("signatures: %v", v.Signatures)
			}
			for _, s := range v.Signatures {
				if s.By == "invite" {
					err = verifyInvite(a, v.Text, s)
				} else {
					err = s.VerifyPasskey(act.HashOf(v.Text), v.Passkeys[s.By], l.RP)
				}
				if err != nil {
					t.Errorf("signature by %s: %v", s.By, err)
				}
			}
		})
	}
}

func verifyInvite(a act.Act, text string, s act.Signature) error {
	var body people.Enrol
	if err := act.Strict(a.Body, &body); err != nil {
		return err
	}
	return s.VerifyInvite(text, body.Code)
}

func TestLibraryBallots(t *testing.T) {
	for _, v := range readLibrary(t).Ballots {
		for skip := range v.Private {
			var keys []seal.PrivateKey
			for i, raw := range v.Private {
				key, _, err := seal.KeyOf(raw)
				if err != nil {
					t.Fatal(err)
				}
				if i == skip {
					key = nil
				}
				keys = append(keys, key)
			}
			got, err := seal.Params(v.Params).Open(keys, v.Context, v.Sealed)
			if err != nil || hex.EncodeToString(got) != v.Selections {
				t.Errorf("without key %d: %x, %v; want %s", skip, got, err, v.Selections)
			}
			var selections election.Selections
			if err := act.Strict(got, &selections); err != nil {
				t.Errorf("selections: %v", err)
			}
		}
	}
}

func TestLibraryKeysAndDrills(t *testing.T) {
	l := readLibrary(t)
	for _, v := range l.Keys {
		private, err := seal.NewKey(bytes.NewReader(v.Seed))
		if err != nil || !bytes.Equal(private, v.Private) {
			t.Errorf("seed %x gives %x, %v; the library has %x", v.Seed, private, err, v.Private)
		}
		if _, public, err := seal.KeyOf(v.Private); err != nil || !bytes.Equal(public, v.Public) {
			t.Errorf("public key %x, %v; the library has %x", public, err, v.Public)
		}
	}
	for _, v := range l.Drills {
		key, _, err := seal.KeyOf(v.Key.Private)
		if err != nil {
			t.Fatal(err)
		}
		token, err := v.Drill.Answer(key, v.Context)
		if err != nil || !v.Drill.Solves(token) || !bytes.Equal(token, v.Token) {
			t.Errorf("drill answered with %x, %v; the library has %x", token, err, v.Token)
		}
	}
}
