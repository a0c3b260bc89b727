// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/rules/device"
)

var update = flag.Bool("update", false, "sign the examples of Linli's own form anew")

// exampleKey signs the examples.
var exampleKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

const (
	sos   = `{"counter":"7","device":"button-3","happened":"1783255480000","kind":"sos","v":"1","values":{"battery":"64"}}`
	smoke = `{"counter":"8","device":"smoke-12","happened":"1783255481000","kind":"smoke","v":"1","values":{"active":"true","battery_low":"false"}}`
	plate = `{"counter":"9","device":"gate-1","happened":"1783255482000","kind":"plate","v":"1","values":{"confidence_permille":"985","direction":"in","plate":"粤A12345"}}`
)

// signed is a message in Linli's own form.
func signed(event string) []byte {
	signature := ed25519.Sign(exampleKey, []byte("linli/device/v1\x00"+event))
	return envelope(event, signature)
}

func envelope(event string, signature []byte) []byte {
	raw, err := json.Marshal(map[string]string{"event": event, "signature": base64.RawURLEncoding.EncodeToString(signature)})
	if err != nil {
		panic(err) // which two texts do not give
	}
	return raw
}

func spki(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestLinliExamples(t *testing.T) {
	for name, event := range map[string]string{"sos": sos, "smoke": smoke, "plate": plate} {
		path := "testdata/linli/" + name + ".json"
		if *update {
			if err := os.WriteFile(path, append(signed(event), '\n'), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		body := file(t, "linli/"+name+".json")
		if err := dialect.Verify(body, spki(t, exampleKey.Public())); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinliSignatures(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte("linli/device/v1\x00" + sos))
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	es256, ed := spki(t, key.Public()), spki(t, exampleKey.Public())
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	altered := bytes.Replace(signed(sos), []byte("button-3"), []byte("button-4"), 1)
	asAct := envelope(sos, ed25519.Sign(exampleKey, []byte("linli/act/v1\x00"+sos)))
	for _, c := range []struct {
		what string
		body []byte
		key  []byte
		code act.Code
	}{
		{"ES256", envelope(sos, signature), es256, ""},
		{"Ed25519", signed(sos), ed, ""},
		{"the other's key", signed(sos), es256, act.BadDER},
		{"another text", envelope(smoke, signature), es256, act.BadSignature},
		{"altered after signing", altered, ed, act.BadSignature},
		{"signed as an act", asAct, ed, act.BadSignature},
		{"no signature", envelope(sos, nil), ed, act.BadSignature},
		{"DER that is not strict", envelope(sos, append(signature, 0)), es256, act.BadDER},
		{"another curve", signed(sos), spki(t, p384.Public()), act.BadKey},
		{"no key", signed(sos), nil, act.BadKey},
		{"another order of members", envelope(`{"device":"a","counter":"1"}`, signature), es256, act.NotCanonical},
		{"no text", envelope("", nil), ed, act.NotJSON},
	} {
		if err := dialect.Verify(c.body, c.key); act.CodeOf(err) != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %v, not %q", c.what, err, c.code)
		}
	}
}

// What is signed here is read here, whichever key signs it, and it is the same text as that of the examples.
func TestLinliSign(t *testing.T) {
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	said := dialect.LinliEvent{
		Counter: 9, Device: "gate-1", Happened: 1783255482000, Kind: device.Plate,
		Values: map[string]string{"plate": "粤A12345", "direction": "in", "confidence_permille": "985"},
	}
	for name, key := range map[string]crypto.Signer{"Ed25519": exampleKey, "P-256": p256} {
		body, err := dialect.Sign(key, said)
		if err != nil {
			t.Fatal(err)
		}
		if err := dialect.Verify(body, spki(t, key.Public())); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		again, err := dialect.Sign(key, said)
		if err != nil || !bytes.Equal(body, again) {
			t.Errorf("%s: signed again it is another message: %v", name, err)
		}
		if name == "Ed25519" && !bytes.Equal(body, signed(plate)) {
			t.Errorf("%s, not %s", body, signed(plate))
		}
	}
	bare, err := dialect.Sign(exampleKey, dialect.LinliEvent{Counter: 1, Device: "button-1", Kind: device.SOS})
	if err != nil {
		t.Fatal(err)
	}
	if readings, err := dialect.Decode("linli", dialect.Message{Body: bare}); err != nil || readings[0].Kind != device.SOS {
		t.Errorf("without values: %v %v", readings, err)
	}
}

// What a device kept while nobody heard it says when it was; its clock is as it is now, and not as it was then.
func TestLinliOffline(t *testing.T) {
	for _, offline := range []bool{false, true} {
		said := dialect.LinliEvent{
			Counter: 9, Device: "gate-1", Happened: 1783255482000, Kind: device.GateEntry, Values: map[string]string{"plate": "粤A12345"},
		}
		if offline {
			said.Values["offline"] = "true"
		}
		body, err := dialect.Sign(exampleKey, said)
		if err != nil {
			t.Fatal(err)
		}
		readings, err := dialect.Decode("linli", dialect.Message{Body: body})
		if err != nil || readings[0].Replayed != offline || readings[0].At != 1783255482000 || len(readings[0].Values) != 1 {
			t.Errorf("%+v %v", readings, err)
		}
	}
}

func TestLinliRefused(t *testing.T) {
	change := func(from, to string) []byte {
		return signed(string(bytes.Replace([]byte(sos), []byte(from), []byte(to), 1)))
	}
	for want, bodies := range map[string][][]byte{
		"NOT_JSON/message": {[]byte(`[]`), []byte(`{"event":1}x`), signed(`[]`), signed(`{"a":`)},
		"NOT_CANONICAL/form": {
			change(`{"counter"`, `{ "counter"`), change(`"v":"1"`, `"v":"1","v":"1"`), signed(`{"b":"1","a":"1"}`),
		},
		"NOT_CANONICAL/nfc": {change("button-3", "e\u0301")},
		"BAD_VERSION":       {change(`"v":"1"`, `"v":"2"`)},
		"UNKNOWN_MESSAGE":   {change(`"sos"`, `"share.grant"`), change(`"sos"`, `"silence"`)},
		"UNKNOWN_FIELD":     {change(`{"battery":"64"}`, `{"battery":"64"},"w":"1"`), []byte(`{"event":"{}","signature":"","more":""}`)},
		"BAD_FIELD/number":  {change(`"7"`, `"07"`), change(`"7"`, `"-7"`), change(`"7"`, `"99999999999999999999"`)},
		"BAD_FIELD/member":  {change(`"7"`, `7`), change(`"counter":"7",`, ``)},
		"BAD_FIELD/message": {
			change(`"happened":"1783255480000","kind":"sos","v":"1","values":{"battery":"64"}`,
				`"happened":"0","kind":"sos","v":"1","values":{"offline":"true"}`),
			change(`"7"`, `"0"`), change(`"1783255480000"`, `"9783255480000"`), change(`"battery":"64"`, `"battery":"101"`),
			change(`"battery":"64"`, `"name":"x"`), change(`"sos"`, `"smoke"`), change(`"sos"`, `"plate"`), change(`button-3`, ``),
		},
	} {
		for _, body := range bodies {
			if got := refused(t, "linli", "", body); got != want {
				t.Errorf("%s, not %s: %s", got, want, body)
			}
		}
	}
}
