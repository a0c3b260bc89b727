// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
)

// enrolments are enrolments with a wrong code, or of a wrong key.
func (b *bench) enrolments() []refusal {
	older := b.invite(time.Now().Add(time.Hour), "cat")[0]
	codes := b.invite(time.Now().Add(time.Hour), "cat", "kim", "lou")
	code, used, withdrawn := codes[0], codes[1], codes[2]
	expired := b.invite(time.Now().Add(-time.Hour), "max")[0]
	withdrawal, err := b.Act("codes.withdraw", contract.CodesWithdraw{Codes: []contract.IssuedCode{
		{Code: withdrawn.Public(), Person: "lou"}, {Code: older.Public(), Person: "cat"}, {Code: older.Public(), Person: "nobody"},
	}}, b.Convener())
	b.ok(must(b, withdrawal, err))
	first := b.signer("", "kim")
	enrolment, err := b.EnrolWith(first, used)
	b.ok(must(b, enrolment, err))

	fresh := b.signer("", "cat")
	enrol := func(body contract.Enrol, second act.InviteCode) act.Signed {
		signed := signedText(b, b.encode(b.Draft("credential.enrol", 1, fresh), body), fresh)
		signed.Signatures = append(signed.Signatures, second.Sign(signed.Text))
		return signed
	}
	body := contract.Enrol{Code: code.Public(), Person: "cat", Passkey: fresh.Key.Passkey()}
	by := func(person string, c act.InviteCode) act.Signed {
		changed := body
		changed.Person, changed.Code = person, c.Public()
		return enrol(changed, c)
	}
	key := func(name string, spki []byte) refusal {
		changed := body
		changed.Passkey.SPKI = spki
		return refusal{name, act.BadKey, enrol(changed, code)}
	}
	numbered := b.Draft("credential.enrol", 2, fresh)
	gap := signedText(b, b.encode(numbered, body), fresh)
	gap.Signatures = append(gap.Signatures, code.Sign(gap.Text))
	othersKey := body
	othersKey.Passkey = b.bob.Key.Passkey()
	backup := body
	backup.Passkey.BackupEligible = true
	lone, doubled, passkeyed, crossed := enrol(body, code), enrol(body, code), enrol(body, code), enrol(body, code)
	lone.Signatures = lone.Signatures[:1]
	doubled.Signatures = append(doubled.Signatures, good(doubled.Text).by(b, b.bob))
	passkeyed.Signatures[1] = good(passkeyed.Text).by(b, b.bob)
	crossed.Signatures[1] = code.Sign(b.text)
	again := signedText(b, b.encode(b.Draft("credential.enrol", 1, first), contract.Enrol{
		Code: code.Public(), Person: "cat", Passkey: first.Key.Passkey(),
	}), first)
	again.Signatures = append(again.Signatures, code.Sign(again.Text))
	return append([]refusal{
		{"the very same enrolment", contract.Already, enrolment},
		{"a used code", contract.CodeUsed, by("kim", used)},
		{"an expired code", contract.Expired, by("max", expired)},
		{"a withdrawn code", contract.CodeWithdrawn, by("lou", withdrawn)},
		{"a code that a newer one took the place of", contract.CodeWithdrawn, by("cat", older)},
		{"a code never issued", contract.CodeWithdrawn, by("cat", newCode(b))},
		{"the code of somebody else who is invited", contract.CodeWithdrawn, by("max", code)},
		{"the code of somebody who is not invited", contract.NotFound, by("nobody", code)},
		{"withdrawing a used code", contract.CodeUsed, b.make("codes.withdraw", contract.CodesWithdraw{Codes: []contract.IssuedCode{{Code: code.Public(), Person: "cat"}, {Code: used.Public(), Person: "kim"}}}, b.Convener())},
		{"without the code's signature", act.NoSignature, lone},
		{"with a third signature", act.NoSignature, doubled},
		{"with a passkey's signature for the code's", act.NoSignature, passkeyed},
		{"signed by another code", act.BadSignature, enrol(body, newCode(b))},
		{"the code's signature over another act", act.BadSignature, crossed},
		{"a passkey that is enrolled", contract.Exists, again},
		{"a new passkey's second act", contract.SeqGap, gap},
		{"another's public key", act.BadSignature, enrol(othersKey, code)},
		{"backup flag unlike the passkey's", act.BackupFlags, enrol(backup, code)},
	}, b.keys(fresh, key)...)
}

// keys are public keys that are not points of P-256 in their one DER form.
func (b *bench) keys(fresh *village.Signer, refuse func(name string, spki []byte) refusal) []refusal {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), randomness)
	must(b, p384, err)
	p521, err := ecdsa.GenerateKey(elliptic.P521(), randomness)
	must(b, p521, err)
	edwards, _, err := ed25519.GenerateKey(randomness)
	must(b, edwards, err)
	rivest, err := rsa.GenerateKey(randomness, 2048)
	must(b, rivest, err)
	spki := []byte(fresh.Key.Passkey().SPKI)
	beside := slices.Clone(spki)
	beside[len(beside)-1] ^= 1
	infinity := slices.Concat(spki[:24], []byte{0x02, 0x00, 0x00})
	infinity[1] = byte(len(infinity) - 2)
	return []refusal{
		refuse("P-384", public(b, &p384.PublicKey)), refuse("P-521", public(b, &p521.PublicKey)),
		refuse("Ed25519", public(b, edwards)), refuse("RSA", public(b, &rivest.PublicKey)),
		refuse("a point beside the curve", beside),
		refuse("a point at infinity", infinity),
		refuse("compressed", compressed(spki)),
		refuse("a byte after the key", append(slices.Clone(spki), 0)),
		refuse("length in the long form", slices.Concat([]byte{0x30, 0x81}, spki[1:])),
		refuse("the bare point", spki[len(spki)-65:]),
		refuse("cut short", spki[:len(spki)-1]),
		refuse("no key", []byte{}),
	}
}

func public(t testing.TB, key any) []byte {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(key)
	return must(t, spki, err)
}

// compressed is a P-256 key with its point written by one coordinate and a sign.
func compressed(spki []byte) []byte {
	point := spki[len(spki)-65:]
	short := append([]byte{2 + point[64]&1}, point[1:33]...)
	head := slices.Clone(spki[:len(spki)-65])
	head[1], head[len(head)-2] = byte(len(head)-2+33), 34
	return append(head, short...)
}
