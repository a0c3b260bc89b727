// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/town"
)

// asserted is ann's ballot with an assertion that was changed before it was signed.
func asserted(b *town.Bench, name string, code act.Code, change func(*town.Assertion)) town.Refusal {
	a := town.Good(b.Text)
	change(a)
	return town.Refuse(name, code, act.Signed{Text: b.Text, Signatures: []act.Signature{a.By(b, b.Ann)}})
}

func clientData(b *town.Bench) []town.Refusal {
	hash := act.HashOf(b.Text)
	challenge := base64.RawURLEncoding.EncodeToString(hash[:])
	another := act.HashOf(b.Text + " ")
	set := func(name string, code act.Code, old, by string) town.Refusal {
		return asserted(b, name, code, func(a *town.Assertion) { a.ClientData = town.Replace(a.ClientData, old, by) })
	}
	add := func(name string, code act.Code, member string) town.Refusal {
		return asserted(b, name, code, func(a *town.Assertion) { a.ClientData = town.Insert(a.ClientData, member) })
	}
	whole := func(name, data string) town.Refusal {
		return asserted(b, name, act.BadClientData, func(a *town.Assertion) { a.ClientData = data })
	}
	place := `"origin":"` + town.Origin + `"`
	return []town.Refusal{
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
		add("a top page", act.CrossOrigin, `"topOrigin":"`+town.Origin+`"`),
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
		asserted(b, "bytes after it", act.BadClientData, func(a *town.Assertion) { a.ClientData += "}" }),
		asserted(b, "a byte order mark", act.BadClientData, func(a *town.Assertion) { a.ClientData = "\ufeff" + a.ClientData }),
	}
}

// The flags of authenticator data, and where they stand.
const (
	userPresent    = 1 << 0
	userVerified   = 1 << 2
	backupEligible = 1 << 3
	backedUp       = 1 << 4
	attested       = 1 << 6
	extended       = 1 << 7
	flags          = sha256.Size
)

func authData(b *town.Bench) []town.Refusal {
	flag := func(name string, code act.Code, set, clear byte) town.Refusal {
		return asserted(b, name, code, func(a *town.Assertion) { a.AuthData[flags] = a.AuthData[flags]&^clear | set })
	}
	site := func(name, id string) town.Refusal {
		return asserted(b, name, act.WrongRP, func(a *town.Assertion) {
			hash := sha256.Sum256([]byte(id))
			copy(a.AuthData, hash[:])
		})
	}
	return []town.Refusal{
		site("another site", "evil.example"), site("a part of the site", "example"), site("a page below it", "www.garden.example"),
		site("the site's address", town.Origin),
		flag("nobody was there", act.NotPresent, 0, userPresent),
		flag("the person was not verified", act.NotVerified, 0, userVerified),
		flag("no flag at all", act.NotPresent, 0, 0xff),
		flag("says that a new key follows", act.BadAuthData, attested, 0),
		flag("says that extensions follow", act.BadAuthData, extended, 0),
		flag("may be backed up, unlike at enrolment", act.BackupFlags, backupEligible, 0),
		flag("backed up, though it may not be", act.BackupFlags, backedUp, 0),
		flag("backed up, unlike at enrolment", act.BackupFlags, backupEligible|backedUp, 0),
		asserted(b, "a byte too short", act.BadAuthData, func(a *town.Assertion) { a.AuthData = a.AuthData[:36] }),
		asserted(b, "a byte too long", act.BadAuthData, func(a *town.Assertion) { a.AuthData = append(a.AuthData, 0) }),
		asserted(b, "only the site", act.BadAuthData, func(a *town.Assertion) { a.AuthData = a.AuthData[:32] }),
		asserted(b, "nothing", act.BadAuthData, func(a *town.Assertion) { a.AuthData = nil }),
		asserted(b, "a new key follows", act.BadAuthData, func(a *town.Assertion) {
			a.AuthData[flags] |= attested
			a.AuthData = append(a.AuthData, make([]byte, 100)...)
		}),
	}
}

func signatures(b *town.Bench) []town.Refusal {
	numbers := func(name string, code act.Code, encode func(r, s *big.Int) []byte) town.Refusal {
		return asserted(b, name, code, func(a *town.Assertion) { a.Numbers = encode })
	}
	bytes := func(name string, code act.Code, change func(sig []byte) []byte) town.Refusal {
		return numbers(name, code, func(r, s *big.Int) []byte { return change(town.DER(r, s)) })
	}
	tampered := func(name string, change func(*act.Signature)) town.Refusal {
		return asserted(b, name, act.BadSignature, func(a *town.Assertion) { a.Tamper = change })
	}
	plus := func(n *big.Int) *big.Int { return new(big.Int).Add(n, town.Order) }
	zero := new(big.Int)
	bob, err := b.Bob.Key.Private()
	town.Must(b, bob, err)
	return []town.Refusal{
		bytes("a bit flipped", act.BadSignature, func(sig []byte) []byte { sig[len(sig)-1] ^= 1; return sig }),
		town.Refuse("another person's key", act.BadSignature,
			act.Signed{Text: b.Text, Signatures: []act.Signature{town.Good(b.Text).With(b, b.Ann.Key.ID(), bob)}}),
		numbers("r and s swapped", act.BadSignature, func(r, s *big.Int) []byte { return town.DER(s, r) }),
		numbers("s plus one", act.BadSignature, func(r, s *big.Int) []byte { return town.DER(r, new(big.Int).Xor(s, big.NewInt(1))) }),
		tampered("counter changed afterwards", func(s *act.Signature) { s.AuthData[36]++ }),
		tampered("client data changed afterwards", func(s *act.Signature) {
			s.ClientData = []byte(town.Insert(string(s.ClientData),
				`"a":1`))
		}),
		bytes("empty", act.BadDER, func([]byte) []byte { return nil }),
		bytes("a byte after it", act.BadDER, func(sig []byte) []byte { return append(sig, 0) }),
		bytes("a byte inside, after s", act.BadDER, func(sig []byte) []byte { sig[1]++; return append(sig, 0) }),
		bytes("cut short", act.BadDER, func(sig []byte) []byte { return sig[:len(sig)-1] }),
		bytes("length in the long form", act.BadDER, func(sig []byte) []byte { return slices.Concat([]byte{0x30, 0x81}, sig[1:]) }),
		bytes("length without end", act.BadDER, func(sig []byte) []byte {
			return slices.Concat([]byte{0x30, 0x80}, sig[2:],
				[]byte{0, 0})
		}),
		bytes("a set, not a sequence", act.BadDER, func(sig []byte) []byte { sig[0] = 0x31; return sig }),
		numbers("without DER", act.BadDER, func(r, s *big.Int) []byte {
			return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
		}),
		numbers("r with a zero before it", act.BadDER, func(r,
			s *big.Int) []byte {
			return sequence(append([]byte{0}, positive(r)...), positive(s))
		}),
		numbers("s with a zero before it", act.BadDER, func(r,
			s *big.Int) []byte {
			return sequence(positive(r), append([]byte{0}, positive(s)...))
		}),
		numbers("r negative", act.BadDER, func(r, s *big.Int) []byte { return town.DER(new(big.Int).Neg(r), s) }),
		numbers("s negative", act.BadDER, func(r, s *big.Int) []byte { return town.DER(r, new(big.Int).Neg(s)) }),
		numbers("r is zero", act.BadDER, func(_, s *big.Int) []byte { return town.DER(zero, s) }),
		numbers("s is zero", act.BadDER, func(r, _ *big.Int) []byte { return town.DER(r, zero) }),
		numbers("both are zero", act.BadDER, func(*big.Int, *big.Int) []byte { return town.DER(zero, zero) }),
		numbers("r is n", act.BadDER, func(_, s *big.Int) []byte { return town.DER(town.Order, s) }),
		numbers("s is n", act.BadDER, func(r, _ *big.Int) []byte { return town.DER(r, town.Order) }),
		numbers("r plus n", act.BadDER, func(r, s *big.Int) []byte { return town.DER(plus(r), s) }),
		numbers("s plus n", act.BadDER, func(r, s *big.Int) []byte { return town.DER(r, plus(s)) }),
		numbers("r without bytes", act.BadDER, func(_, s *big.Int) []byte { return sequence(nil, positive(s)) }),
		numbers("one number", act.BadDER, func(r, _ *big.Int) []byte { return sequence(positive(r)) }),
		numbers("three numbers", act.BadDER, func(r, s *big.Int) []byte { return sequence(positive(r), positive(s), []byte{1}) }),
		numbers("very long", act.BadDER, func(*big.Int, *big.Int) []byte { return []byte(strings.Repeat("0", 4096)) }),
	}
}

// sequence is a DER sequence of integers whose content is given byte by byte.
func sequence(integers ...[]byte) []byte {
	var content []byte
	for _, i := range integers {
		content = append(append(content, 0x02, byte(len(i))), i...)
	}
	return append([]byte{0x30, byte(len(content))}, content...)
}

// positive is a number's DER content: with a zero before a leading one bit.
func positive(n *big.Int) []byte {
	raw := n.Bytes()
	if len(raw) == 0 || raw[0] >= 0x80 {
		return append([]byte{0}, raw...)
	}
	return raw
}
