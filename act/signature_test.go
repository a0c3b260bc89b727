// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/passkey"
)

var rp = act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example", "https://garden.example:8443"}}

// An oath is an assertion before it is signed.
type oath struct {
	client, auth []byte
	key          *ecdsa.PrivateKey
	registered   act.Passkey
	sig          func(r, s *big.Int) []byte
}

func newOath(t testing.TB, hash act.Hash) *oath {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	site := sha256.Sum256([]byte(rp.ID))
	return &oath{
		client: []byte(`{"type":"webauthn.get","challenge":"` + base64.RawURLEncoding.EncodeToString(hash[:]) +
			`","origin":"https://garden.example","crossOrigin":false}`),
		auth: append(site[:], 0x05, 0, 0, 0, 0), key: key, registered: act.Passkey{SPKI: spki(t, &key.PublicKey)}, sig: der,
	}
}

func (o *oath) verify(t testing.TB, hash act.Hash) error {
	t.Helper()
	client := sha256.Sum256(o.client)
	digest := sha256.Sum256(slices.Concat(o.auth, client[:]))
	r, s, err := ecdsa.Sign(rand.Reader, o.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return act.Signature{By: "x", ClientData: o.client, AuthData: o.auth, Sig: o.sig(r, s)}.VerifyPasskey(hash, o.registered, rp)
}

func der(r, s *big.Int) []byte {
	raw, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	if err != nil {
		panic(err)
	}
	return raw
}

func spki(t testing.TB, key any) []byte {
	t.Helper()
	raw, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (o *oath) says(old, by string) { o.client = []byte(strings.Replace(string(o.client), old, by, 1)) }

func (o *oath) flag(set byte) { o.auth[32] = set }

// TestVerifyPasskey has one case a code and rule; the chaincode's tests try many more on a network.
func TestVerifyPasskey(t *testing.T) {
	hash := act.HashOf("{}")
	n := elliptic.P256().Params().N
	for _, c := range []struct {
		name   string
		code   act.Code
		change func(*oath)
	}{
		{"good", "", func(*oath) {}},
		{"the other origin", "", func(o *oath) { o.says(rp.Origins[0], rp.Origins[1]) }},
		{"(r, n-s)", "", func(o *oath) { o.sig = func(r, s *big.Int) []byte { return der(r, new(big.Int).Sub(n, s)) } }},
		{"counter", "", func(o *oath) { o.auth[36] = 200 }},
		{"extensions", "", func(o *oath) { o.flag(0x85); o.auth = append(o.auth, 0xa0) }},
		{"may be backed up, as registered", "", func(o *oath) { o.flag(0x0d); o.registered.BackupEligible = true }},
		{"backed up, as registered", "", func(o *oath) { o.flag(0x1d); o.registered.BackupEligible = true }},
		{"no crossOrigin", "", func(o *oath) { o.says(`,"crossOrigin":false`, "") }},
		{"members to come", "", func(o *oath) { o.says(`{"type"`, `{"other_keys_can_be_added_here":"…","type"`) }},

		{"not JSON", act.BadClientData, func(o *oath) { o.client = []byte("{") }},
		{"null", act.BadClientData, func(o *oath) { o.client = []byte("null") }},
		{"type twice", act.BadClientData, func(o *oath) { o.says(`{`, `{"type":"webauthn.get",`) }},
		{"origin twice by case", act.BadClientData, func(o *oath) { o.says(`{`, `{"ORIGIN":"https://evil.example",`) }},
		{"crossOrigin twice by a letter that folds", act.BadClientData, func(o *oath) { o.says(`{`, `{"croſsOrigin":true,`) }},
		{"no type", act.BadClientData, func(o *oath) { o.says(`"type":"webauthn.get",`, "") }},
		{"Type", act.BadClientData, func(o *oath) { o.says(`"type"`, `"Type"`) }},
		{"crossOrigin is text", act.BadClientData, func(o *oath) { o.says(`false`, `"false"`) }},
		{"create", act.WrongCeremony, func(o *oath) { o.says("webauthn.get", "webauthn.create") }},
		{"challenge", act.WrongChallenge, func(o *oath) { o.says(`"challenge":"`, `"challenge":"A`) }},
		{"origin", act.WrongOrigin, func(o *oath) { o.says("garden.example", "evil.example") }},
		{"crossOrigin", act.CrossOrigin, func(o *oath) { o.says("false", "true") }},
		{"topOrigin", act.CrossOrigin, func(o *oath) { o.says(`{`, `{"topOrigin":"https://garden.example",`) }},

		{"short", act.BadAuthData, func(o *oath) { o.auth = o.auth[:36] }},
		{"long", act.BadAuthData, func(o *oath) { o.auth = append(o.auth, 0) }},
		{"attested", act.BadAuthData, func(o *oath) { o.flag(0x45) }},
		{"extensions announced only", act.BadAuthData, func(o *oath) { o.flag(0x85) }},
		{"rpIdHash", act.WrongRP, func(o *oath) { o.auth[0] ^= 1 }},
		{"absent", act.NotPresent, func(o *oath) { o.flag(0x04) }},
		{"unverified", act.NotVerified, func(o *oath) { o.flag(0x01) }},
		{"BS without BE", act.BackupFlags, func(o *oath) { o.flag(0x15) }},
		{"BE, not registered", act.BackupFlags, func(o *oath) { o.flag(0x0d) }},
		{"no BE, registered", act.BackupFlags, func(o *oath) { o.registered.BackupEligible = true }},

		{"another key", act.BadSignature, func(o *oath) { o.registered = newOath(t, hash).registered }},
		{"trailing byte", act.BadDER, func(o *oath) { o.sig = func(r, s *big.Int) []byte { return append(der(r, s), 0) } }},
		{"r = 0", act.BadDER, func(o *oath) { o.sig = func(_, s *big.Int) []byte { return der(new(big.Int), s) } }},
		{"s + n", act.BadDER, func(o *oath) { o.sig = func(r, s *big.Int) []byte { return der(r, new(big.Int).Add(s, n)) } }},
		{"-r", act.BadDER, func(o *oath) { o.sig = func(r, s *big.Int) []byte { return der(new(big.Int).Neg(r), s) } }},
		{"no key", act.BadKey, func(o *oath) { o.registered.SPKI = nil }},
		{"key and a byte", act.BadKey, func(o *oath) { o.registered.SPKI = append(o.registered.SPKI, 0) }},
		{"no point", act.BadKey, func(o *oath) { o.registered.SPKI[len(o.registered.SPKI)-1] ^= 1 }},
		{"P-384", act.BadKey, func(o *oath) {
			key, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
			o.registered.SPKI = spki(t, &key.PublicKey)
		}},
		{"Ed25519", act.BadKey, func(o *oath) {
			key, _, _ := ed25519.GenerateKey(rand.Reader)
			o.registered.SPKI = spki(t, key)
		}},
	} {
		o := newOath(t, hash)
		c.change(o)
		if err := o.verify(t, hash); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
	}
}

// An authenticator that we did not write agrees with us.
func TestSoftwarePasskey(t *testing.T) {
	key, err := passkey.New(rp)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := key.Sign("{}")
	if err != nil {
		t.Fatal(err)
	}
	if err := signature.VerifyPasskey(act.HashOf("{}"), key.Passkey(), rp); err != nil {
		t.Error(err)
	}
	if err := signature.VerifyPasskey(act.HashOf("[]"), key.Passkey(), rp); act.CodeOf(err) != act.WrongChallenge {
		t.Errorf("over another text: %v", err)
	}
}

func TestInviteCode(t *testing.T) {
	code, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := code.Sign("{}")
	asPasskey, padded, cut := good, good, good
	asPasskey.By = "credential-0123456789"
	padded.AuthData = []byte{1}
	cut.Sig = cut.Sig[:63]
	for _, c := range []struct {
		name      string
		signature act.Signature
		text      string
		public    []byte
		code      act.Code
	}{
		{"good", good, "{}", code.Public(), ""},
		{"another text", good, "{ }", code.Public(), act.BadSignature},
		{"another code", good, "{}", other.Public(), act.BadSignature},
		{"no code", good, "{}", nil, act.BadSignature},
		{"half a code", good, "{}", code.Public()[:31], act.BadSignature},
		{"cut short", cut, "{}", code.Public(), act.BadSignature},
		{"by a credential", asPasskey, "{}", code.Public(), act.NoSignature},
		{"with an assertion's parts", padded, "{}", code.Public(), act.NoSignature},
	} {
		if err := c.signature.VerifyInvite(c.text, c.public); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
	}
}

func TestVerifyDevice(t *testing.T) {
	edPublic, edPrivate, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	hash := act.HashOf("{}")
	ecSig, err := ecdsa.SignASN1(rand.Reader, ec, hash[:])
	if err != nil {
		t.Fatal(err)
	}
	edSig := ed25519.Sign(edPrivate, []byte("linli/act/v1\x00{}"))
	large, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		sig, spki  []byte
		code       act.Code
	}{
		{"Ed25519", "{}", edSig, spki(t, edPublic), ""},
		{"ES256", "{}", ecSig, spki(t, &ec.PublicKey), ""},
		{"Ed25519 over another text", "[]", edSig, spki(t, edPublic), act.BadSignature},
		{"ES256 over another text", "[]", ecSig, spki(t, &ec.PublicKey), act.BadSignature},
		{"ES256 with a byte after it", "{}", append(slices.Clone(ecSig), 0), spki(t, &ec.PublicKey), act.BadDER},
		{"Ed25519 by the other key", "{}", edSig, spki(t, &ec.PublicKey), act.BadDER},
		{"P-384", "{}", ecSig, spki(t, &large.PublicKey), act.BadKey},
		{"no key", "{}", ecSig, nil, act.BadKey},
	} {
		if err := (act.Signature{Sig: c.sig}).VerifyDevice(c.text, c.spki); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
	}
	for name, c := range map[string]struct {
		key  []byte
		code act.Code
	}{
		"Ed25519": {spki(t, edPublic), ""}, "ES256": {spki(t, &ec.PublicKey), ""}, "P-384": {spki(t, &large.PublicKey), act.BadKey},
		"none": {nil, act.BadKey}, "a byte after it": {append(spki(t, edPublic), 0), act.BadKey}, "no point": {make([]byte, 91), act.BadKey},
	} {
		if err := act.CheckDeviceKey(c.key); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", name, err, c.code)
		}
	}
}

// Client data is whatever a hostile page sends: it never panics, is never accepted with members that differ by case
// alone, and every refusal has a code.
func FuzzClientData(f *testing.F) {
	hash := act.HashOf("{}")
	o := newOath(f, hash)
	good := string(o.client)
	for _, seed := range []string{
		good, "null", "{}", "[]", strings.Replace(good, "{", `{"Type":1,`, 1), strings.Replace(good, "false", "null", 1),
		strings.Replace(good, "{", `{"ſ":{"a":[1,2]},"s":1,`, 1), good + good, strings.Replace(good, "type", `t\u0079pe`, 1),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		o.client = []byte(data)
		err := o.verify(t, hash)
		if err != nil {
			if act.CodeOf(err) == "" {
				t.Fatalf("refused without a code: %v", err)
			}
			return
		}
		members := topNames(t, data)
		for i, name := range members {
			for _, other := range members[:i] {
				if strings.EqualFold(name, other) {
					t.Fatalf("accepted with both %q and %q: %s", name, other, data)
				}
			}
		}
		for _, name := range []string{"type", "challenge", "origin"} {
			if !slices.Contains(members, name) {
				t.Fatalf("accepted without %q: %s", name, data)
			}
		}
	})
}
