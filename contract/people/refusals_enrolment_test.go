// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// enrolments are enrolments with a wrong code, or of a wrong key.
func enrolments(b *town.Bench) []town.Refusal {
	older := b.CodesFor(time.Hour, "cat")[0]
	codes := b.CodesFor(time.Hour, "cat", "kim", "lou")
	code, used, withdrawn := codes[0], codes[1], codes[2]
	expired := b.CodesFor(-time.Hour, "max")[0]
	withdrawal, err := b.Act("codes.withdraw", people.CodesWithdraw{Codes: []people.IssuedCode{
		{Code: withdrawn.Public(), Person: "lou"}, {Code: older.Public(), Person: "cat"}, {Code: older.Public(), Person: "nobody"},
	}}, b.Convener())
	b.OK(town.Must(b, withdrawal, err))
	first := b.Signer("", "kim")
	enrolment, err := b.EnrolWith(first, used)
	b.OK(town.Must(b, enrolment, err))

	fresh := b.Signer("", "cat")
	enrol := func(body people.Enrol, second act.InviteCode) act.Signed {
		signed := town.SignedText(b, b.Encode(b.Draft("credential.enrol", 1, fresh), body), fresh)
		signed.Signatures = append(signed.Signatures, second.Sign(signed.Text))
		return signed
	}
	body := people.Enrol{Code: code.Public(), Person: "cat", Passkey: fresh.Key.Passkey()}
	by := func(person string, c act.InviteCode) act.Signed {
		changed := body
		changed.Person, changed.Code = person, c.Public()
		return enrol(changed, c)
	}
	key := func(name string, spki []byte) town.Refusal {
		changed := body
		changed.Passkey.SPKI = spki
		return town.Refuse(name, act.BadKey, enrol(changed, code))
	}
	numbered := b.Draft("credential.enrol", 2, fresh)
	gap := town.SignedText(b, b.Encode(numbered, body), fresh)
	gap.Signatures = append(gap.Signatures, code.Sign(gap.Text))
	othersKey := body
	othersKey.Passkey = b.Bob.Key.Passkey()
	backup := body
	backup.Passkey.BackupEligible = true
	lone, doubled, passkeyed, crossed := enrol(body, code), enrol(body, code), enrol(body, code), enrol(body, code)
	lone.Signatures = lone.Signatures[:1]
	doubled.Signatures = append(doubled.Signatures, town.Good(doubled.Text).By(b, b.Bob))
	passkeyed.Signatures[1] = town.Good(passkeyed.Text).By(b, b.Bob)
	crossed.Signatures[1] = code.Sign(b.Text)
	again := town.SignedText(b, b.Encode(b.Draft("credential.enrol", 1, first), people.Enrol{
		Code: code.Public(), Person: "cat", Passkey: first.Key.Passkey(),
	}), first)
	again.Signatures = append(again.Signatures, code.Sign(again.Text))
	return append([]town.Refusal{
		town.Refuse("the very same enrolment", contract.Already, enrolment),
		town.Refuse("a used code", people.CodeUsed, by("kim", used)),
		town.Refuse("an expired code", contract.Expired, by("max", expired)),
		town.Refuse("a withdrawn code", people.CodeWithdrawn, by("lou", withdrawn)),
		town.Refuse("a code that a newer one took the place of", people.CodeWithdrawn, by("cat", older)),
		town.Refuse("a code never issued", people.CodeWithdrawn, by("cat", town.NewCode(b))),
		town.Refuse("the code of somebody else who is invited", people.CodeWithdrawn, by("max", code)),
		town.Refuse("the code of somebody who is not invited", contract.NotFound, by("nobody", code)),
		town.Refuse("withdrawing a used code", people.CodeUsed,
			b.Make("codes.withdraw", people.CodesWithdraw{Codes: []people.IssuedCode{{Code: code.Public(), Person: "cat"},
				{Code: used.Public(), Person: "kim"}}}, b.Convener())),
		town.Refuse("without the code's signature", act.NoSignature, lone),
		town.Refuse("with a third signature", act.NoSignature, doubled),
		town.Refuse("with a passkey's signature for the code's", act.NoSignature, passkeyed),
		town.Refuse("signed by another code", act.BadSignature, enrol(body, town.NewCode(b))),
		town.Refuse("the code's signature over another act", act.BadSignature, crossed),
		town.Refuse("a passkey that is enrolled", contract.Exists, again),
		town.Refuse("a new passkey's second act", contract.SeqGap, gap),
		town.Refuse("another's public key", act.BadSignature, enrol(othersKey, code)),
		town.Refuse("backup flag unlike the passkey's", act.BackupFlags, enrol(backup, code)),
	}, keys(b, fresh, key)...)
}

// keys are public keys that are not points of P-256 in their one DER form.
func keys(b *town.Bench, fresh *village.Signer, refuse func(name string, spki []byte) town.Refusal) []town.Refusal {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	town.Must(b, p384, err)
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	town.Must(b, p521, err)
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	town.Must(b, edwards, err)
	rivest, err := rsa.GenerateKey(rand.Reader, 2048)
	town.Must(b, rivest, err)
	spki := []byte(fresh.Key.Passkey().SPKI)
	beside := slices.Clone(spki)
	beside[len(beside)-1] ^= 1
	infinity := slices.Concat(spki[:24], []byte{0x02, 0x00, 0x00})
	infinity[1] = byte(len(infinity) - 2)
	return []town.Refusal{
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
	return town.Must(t, spki, err)
}

// compressed is a P-256 key with its point written by one coordinate and a sign.
func compressed(spki []byte) []byte {
	point := spki[len(spki)-65:]
	short := append([]byte{2 + point[64]&1}, point[1:33]...)
	head := slices.Clone(spki[:len(spki)-65])
	head[1], head[len(head)-2] = byte(len(head)-2+33), 34
	return append(head, short...)
}
