// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Signature is one signature over an act. A passkey's has the assertion's three parts (WebAuthn Level 3, §5.2.2);
// a device's, and the one made with an enrolment code's key, has only Sig.
type Signature struct {
	By         string `json:"by"`
	ClientData Bytes  `json:"clientDataJSON,omitempty"`
	AuthData   Bytes  `json:"authenticatorData,omitempty"`
	Sig        Bytes  `json:"signature"`
}

// RelyingParty says where a community's passkeys may be used.
type RelyingParty struct {
	ID      string   `json:"id"`      // domain name
	Origins []string `json:"origins"` // exact origins of the pages, for example "https://garden.example"
}

// Flags of authenticatorData (WebAuthn §6.1).
const (
	flagUP = 1 << 0 // user present
	flagUV = 1 << 2 // user verified
	flagBE = 1 << 3 // backup eligible
	flagBS = 1 << 4 // backed up
	flagAT = 1 << 6 // attested credential data follows
	flagED = 1 << 7 // extensions follow
)

// Passkey is a registered passkey: its public key (SubjectPublicKeyInfo, DER, P-256) and whether it may be backed up.
type Passkey struct {
	SPKI           Bytes `json:"spki"`
	BackupEligible bool  `json:"be"`
}

// p256 is what a SubjectPublicKeyInfo of P-256 begins with, in its one encoding; the point follows.
const p256 = "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"

// Key returns the passkey's public key, or BadKey if it is not a point of P-256.
func (p Passkey) Key() (*ecdsa.PublicKey, error) {
	if point, ok := bytes.CutPrefix(p.SPKI, []byte(p256)); ok {
		if key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point); err == nil {
			return key, nil
		}
	}
	parsed, err := x509.ParsePKIXPublicKey(p.SPKI)
	if err != nil {
		return nil, Refuse(BadKey, "of", "unreadable")
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, Refuse(BadKey, "of", "curve")
	}
	canonical, err := x509.MarshalPKIXPublicKey(key)
	if err != nil || !slices.Equal(canonical, p.SPKI) {
		return nil, Refuse(BadKey, "of", "der")
	}
	return key, nil
}

// VerifyPasskey checks that s is an assertion by passkey over the act with the given hash, made on one of rp's pages
// with the user present and verified (WebAuthn §7.2, and stricter where the act needs it).
func (s Signature) VerifyPasskey(hash Hash, passkey Passkey, rp RelyingParty) error {
	if err := checkClientData(s.ClientData, hash, rp); err != nil {
		return err
	}
	if err := checkAuthData(s.AuthData, passkey, rp); err != nil {
		return err
	}
	key, err := passkey.Key()
	if err != nil {
		return err
	}
	if err := checkDER(s.Sig); err != nil {
		return err
	}
	clientHash := sha256.Sum256(s.ClientData)
	digest := sha256.Sum256(slices.Concat(s.AuthData, clientHash[:]))
	if !ecdsa.VerifyASN1(key, digest[:], s.Sig) {
		return Refuse(BadSignature)
	}
	return nil
}

func checkAuthData(data []byte, passkey Passkey, rp RelyingParty) error {
	const fixed = sha256.Size + 1 + 4 // rpIdHash, flags, signCount
	if len(data) < fixed {
		return Refuse(BadAuthData)
	}
	flags := data[sha256.Size]
	if flags&flagAT != 0 || (flags&flagED == 0 && len(data) != fixed) || (flags&flagED != 0 && len(data) == fixed) {
		return Refuse(BadAuthData)
	}
	rpHash := sha256.Sum256([]byte(rp.ID))
	eligible := flags&flagBE != 0
	switch {
	case !slices.Equal(rpHash[:], data[:sha256.Size]):
		return Refuse(WrongRP, "rp", rp.ID)
	case flags&flagUP == 0:
		return Refuse(NotPresent)
	case flags&flagUV == 0:
		return Refuse(NotVerified)
	case flags&flagBS != 0 && !eligible:
		return Refuse(BackupFlags)
	case eligible != passkey.BackupEligible:
		return Refuse(BackupFlags)
	}
	return nil
}

// checkDER accepts only the strict DER of two integers from 1 to n-1.
func checkDER(sig []byte) error {
	var inner cryptobyte.String
	input := cryptobyte.String(sig)
	if !input.ReadASN1(&inner, asn1.SEQUENCE) || !input.Empty() {
		return Refuse(BadDER)
	}
	for range 2 {
		var number []byte
		if !inner.ReadASN1Integer(&number) || !belowOrder(number) {
			return Refuse(BadDER)
		}
	}
	if !inner.Empty() {
		return Refuse(BadDER)
	}
	return nil
}

// order is the order n of P-256, big-endian.
var order = elliptic.P256().Params().N.Bytes()

// belowOrder says whether a number, big-endian, is from 1 to n-1. No zero stands before it, save that of zero.
func belowOrder(number []byte) bool {
	return number[0] != 0 && len(number) <= len(order) && (len(number) < len(order) || bytes.Compare(number, order) < 0)
}

// CheckDeviceKey says whether spki (SubjectPublicKeyInfo, DER) is a key that VerifyDevice knows, in its one encoding.
func CheckDeviceKey(spki []byte) error {
	key, err := deviceKey(spki)
	if err != nil {
		return err
	}
	canonical, err := x509.MarshalPKIXPublicKey(key)
	if err != nil || !slices.Equal(canonical, spki) {
		return Refuse(BadKey, "of", "der")
	}
	return nil
}

// deviceKey is an Ed25519 key, or one of P-256.
func deviceKey(spki []byte) (any, error) {
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return nil, Refuse(BadKey, "of", "unreadable")
	}
	switch key := parsed.(type) {
	case ed25519.PublicKey:
		return key, nil
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return key, nil
		}
	}
	return nil, Refuse(BadKey, "of", "device")
}

// VerifyDevice checks a device's signature over the act: Ed25519 or ES256 over the same bytes a passkey's challenge is
// made of. spki is the device's public key (SubjectPublicKeyInfo, DER).
func (s Signature) VerifyDevice(text string, spki []byte) error {
	return VerifyMessage([]byte(domain+text), s.Sig, spki)
}

// VerifyMessage checks a device's signature, Ed25519 or ES256 (strict DER), over a message, which says itself what it is for.
func VerifyMessage(message, sig, spki []byte) error {
	parsed, err := deviceKey(spki)
	if err != nil {
		return err
	}
	switch key := parsed.(type) {
	case ed25519.PublicKey:
		if ed25519.Verify(key, message, sig) {
			return nil
		}
	case *ecdsa.PublicKey:
		if err := checkDER(sig); err != nil {
			return err
		}
		if hash := sha256.Sum256(message); ecdsa.VerifyASN1(key, hash[:], sig) {
			return nil
		}
	}
	return Refuse(BadSignature)
}
