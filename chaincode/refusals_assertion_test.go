// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
)

// asserted is ann's ballot with an assertion that was changed before it was signed.
func (b *bench) asserted(name string, code act.Code, change func(*assertion)) refusal {
	a := good(b.text)
	change(a)
	return refusal{name, code, act.Signed{Text: b.text, Signatures: []act.Signature{a.by(b, b.ann)}}}
}

func (b *bench) clientData() []refusal {
	hash := act.HashOf(b.text)
	challenge := base64.RawURLEncoding.EncodeToString(hash[:])
	another := act.HashOf(b.text + " ")
	set := func(name string, code act.Code, old, by string) refusal {
		return b.asserted(name, code, func(a *assertion) { a.ClientData = replace(a.ClientData, old, by) })
	}
	add := func(name string, code act.Code, member string) refusal {
		return b.asserted(name, code, func(a *assertion) { a.ClientData = insert(a.ClientData, member) })
	}
	whole := func(name, data string) refusal {
		return b.asserted(name, act.BadClientData, func(a *assertion) { a.ClientData = data })
	}
	place := `"origin":"` + origin + `"`
	return []refusal{
		set("made at enrolment", act.WrongCeremony, "webauthn.get", "webauthn.create"),
		set("a payment", act.WrongCeremony, "webauthn.get", "payment.get"),
		set("challenge of another act", act.WrongChallenge, challenge, base64.RawURLEncoding.EncodeToString(another[:])),
		set("challenge with padding", act.WrongChallenge, challenge, challenge+"="),
		set("challenge cut short", act.WrongChallenge, challenge, challenge[:42]),
		set("challenge in hex", act.WrongChallenge, challenge, hash.String()),
		set("no challenge in it", act.WrongChallenge, challenge, ""),
		set("another site", act.WrongOrigin, place, `"origin":"https://evil.example"`),
		set("a page below the site", act.WrongOrigin, place, `"origin":"https://www.garden.example"`),
		set("a site that begins alike", act.WrongOrigin, place, `"origin":"https://garden.example.evil.example"`),
		set("without encryption", act.WrongOrigin, place, `"origin":"http://garden.example"`),
		set("another port", act.WrongOrigin, place, `"origin":"https://garden.example:444"`),
		set("the site with a slash", act.WrongOrigin, place, `"origin":"https://garden.example/"`),
		set("the site in capitals", act.WrongOrigin, place, `"origin":"https://GARDEN.example"`),
		set("no site", act.WrongOrigin, place, `"origin":"null"`),
		set("in a frame", act.CrossOrigin, `"crossOrigin":false`, `"crossOrigin":true`),
		add("a top page", act.CrossOrigin, `"topOrigin":"`+origin+`"`),
		add("a top page that is null", act.CrossOrigin, `"topOrigin":null`),
		set("crossOrigin is a string", act.BadClientData, `"crossOrigin":false`, `"crossOrigin":"false"`),
		set("type is a number", act.BadClientData, `"webauthn.get"`, `1`),
		add("type twice, alike", act.BadClientData, `"type":"webauthn.get"`),
		add("origin twice, a good one last", act.BadClientData, `"origin":"https://evil.example"`),
		add("challenge twice", act.BadClientData, `"challenge":"AAAA"`),
		add("crossOrigin twice", act.BadClientData, `"crossOrigin":true`),
		add("crossOrigin twice, in another case", act.BadClientData, `"CrossOrigin":true`),
		add("crossOrigin twice, with a long s", act.BadClientData, `"cro\u017fsOrigin":true`),
		add("origin twice, escaped", act.BadClientData, `"orig\u0069n":"https://evil.example"`),
		set("type missing", act.BadClientData, `"type":"webauthn.get",`, ""),
		set("challenge missing", act.BadClientData, `"challenge":"`+challenge+`",`, ""),
		set("origin missing", act.BadClientData, place+",", ""),
		set("Type in another case", act.BadClientData, `"type"`, `"Type"`),
		set("Challenge in another case", act.BadClientData, `"challenge"`, `"Challenge"`),
		set("Origin in another case", act.BadClientData, `"origin"`, `"ORIGIN"`),
		whole("not JSON", "webauthn.get"), whole("an array", "[]"), whole("null", "null"), whole("nothing", ""),
		b.asserted("bytes after it", act.BadClientData, func(a *assertion) { a.ClientData += "}" }),
		b.asserted("a byte order mark", act.BadClientData, func(a *assertion) { a.ClientData = "\ufeff" + a.ClientData }),
	}
}

func (b *bench) authData() []refusal {
	flag := func(name string, code act.Code, set, clear byte) refusal {
		return b.asserted(name, code, func(a *assertion) { a.AuthData[flags] = a.AuthData[flags]&^clear | set })
	}
	site := func(name, id string) refusal {
		return b.asserted(name, act.WrongRP, func(a *assertion) {
			hash := sha256.Sum256([]byte(id))
			copy(a.AuthData, hash[:])
		})
	}
	return []refusal{
		site("another site", "evil.example"), site("a part of the site", "example"), site("a page below it", "www.garden.example"),
		site("the site's address", origin),
		flag("nobody was there", act.NotPresent, 0, userPresent),
		flag("the person was not verified", act.NotVerified, 0, userVerified),
		flag("no flag at all", act.NotPresent, 0, 0xff),
		flag("says that a new key follows", act.BadAuthData, attested, 0),
		flag("says that extensions follow", act.BadAuthData, extended, 0),
		flag("may be backed up, unlike at enrolment", act.BackupFlags, backupEligible, 0),
		flag("backed up, though it may not be", act.BackupFlags, backedUp, 0),
		flag("backed up, unlike at enrolment", act.BackupFlags, backupEligible|backedUp, 0),
		b.asserted("a byte too short", act.BadAuthData, func(a *assertion) { a.AuthData = a.AuthData[:36] }),
		b.asserted("a byte too long", act.BadAuthData, func(a *assertion) { a.AuthData = append(a.AuthData, 0) }),
		b.asserted("only the site", act.BadAuthData, func(a *assertion) { a.AuthData = a.AuthData[:32] }),
		b.asserted("nothing", act.BadAuthData, func(a *assertion) { a.AuthData = nil }),
		b.asserted("a new key follows", act.BadAuthData, func(a *assertion) {
			a.AuthData[flags] |= attested
			a.AuthData = append(a.AuthData, make([]byte, 100)...)
		}),
	}
}

func (b *bench) signatures() []refusal {
	numbers := func(name string, code act.Code, encode func(r, s *big.Int) []byte) refusal {
		return b.asserted(name, code, func(a *assertion) { a.Numbers = encode })
	}
	bytes := func(name string, code act.Code, change func(sig []byte) []byte) refusal {
		return numbers(name, code, func(r, s *big.Int) []byte { return change(der(r, s)) })
	}
	tampered := func(name string, change func(*act.Signature)) refusal {
		return b.asserted(name, act.BadSignature, func(a *assertion) { a.Tamper = change })
	}
	plus := func(n *big.Int) *big.Int { return new(big.Int).Add(n, order) }
	zero := new(big.Int)
	bob, err := b.bob.Key.Private()
	must(b, bob, err)
	return []refusal{
		bytes("a bit flipped", act.BadSignature, func(sig []byte) []byte { sig[len(sig)-1] ^= 1; return sig }),
		{"another person's key", act.BadSignature, act.Signed{Text: b.text, Signatures: []act.Signature{good(b.text).with(b, b.ann.Key.ID(), bob)}}},
		numbers("r and s swapped", act.BadSignature, func(r, s *big.Int) []byte { return der(s, r) }),
		numbers("s plus one", act.BadSignature, func(r, s *big.Int) []byte { return der(r, new(big.Int).Xor(s, big.NewInt(1))) }),
		tampered("counter changed afterwards", func(s *act.Signature) { s.AuthData[36]++ }),
		tampered("client data changed afterwards", func(s *act.Signature) { s.ClientData = []byte(insert(string(s.ClientData), `"a":1`)) }),
		bytes("empty", act.BadDER, func([]byte) []byte { return nil }),
		bytes("a byte after it", act.BadDER, func(sig []byte) []byte { return append(sig, 0) }),
		bytes("a byte inside, after s", act.BadDER, func(sig []byte) []byte { sig[1]++; return append(sig, 0) }),
		bytes("cut short", act.BadDER, func(sig []byte) []byte { return sig[:len(sig)-1] }),
		bytes("length in the long form", act.BadDER, func(sig []byte) []byte { return slices.Concat([]byte{0x30, 0x81}, sig[1:]) }),
		bytes("length without end", act.BadDER, func(sig []byte) []byte { return slices.Concat([]byte{0x30, 0x80}, sig[2:], []byte{0, 0}) }),
		bytes("a set, not a sequence", act.BadDER, func(sig []byte) []byte { sig[0] = 0x31; return sig }),
		numbers("without DER", act.BadDER, func(r, s *big.Int) []byte {
			return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
		}),
		numbers("r with a zero before it", act.BadDER, func(r, s *big.Int) []byte { return sequence(append([]byte{0}, positive(r)...), positive(s)) }),
		numbers("s with a zero before it", act.BadDER, func(r, s *big.Int) []byte { return sequence(positive(r), append([]byte{0}, positive(s)...)) }),
		numbers("r negative", act.BadDER, func(r, s *big.Int) []byte { return der(new(big.Int).Neg(r), s) }),
		numbers("s negative", act.BadDER, func(r, s *big.Int) []byte { return der(r, new(big.Int).Neg(s)) }),
		numbers("r is zero", act.BadDER, func(_, s *big.Int) []byte { return der(zero, s) }),
		numbers("s is zero", act.BadDER, func(r, _ *big.Int) []byte { return der(r, zero) }),
		numbers("both are zero", act.BadDER, func(*big.Int, *big.Int) []byte { return der(zero, zero) }),
		numbers("r is n", act.BadDER, func(_, s *big.Int) []byte { return der(order, s) }),
		numbers("s is n", act.BadDER, func(r, _ *big.Int) []byte { return der(r, order) }),
		numbers("r plus n", act.BadDER, func(r, s *big.Int) []byte { return der(plus(r), s) }),
		numbers("s plus n", act.BadDER, func(r, s *big.Int) []byte { return der(r, plus(s)) }),
		numbers("r without bytes", act.BadDER, func(_, s *big.Int) []byte { return sequence(nil, positive(s)) }),
		numbers("one number", act.BadDER, func(r, _ *big.Int) []byte { return sequence(positive(r)) }),
		numbers("three numbers", act.BadDER, func(r, s *big.Int) []byte { return sequence(positive(r), positive(s), []byte{1}) }),
		numbers("very long", act.BadDER, func(*big.Int, *big.Int) []byte { return []byte(strings.Repeat("0", 4096)) }),
	}
}

func numbersOf(t testing.TB, sig []byte) (r, s *big.Int) {
	t.Helper()
	var numbers struct{ R, S *big.Int }
	_, err := asn1.Unmarshal(sig, &numbers)
	done(t, err)
	return numbers.R, numbers.S
}
