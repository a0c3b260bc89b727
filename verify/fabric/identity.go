// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// identity is a member's certificate whose chain leads to its body's root. invalid says why it may nevertheless not
// act (revoked, no role); nil if it may. A parsed certificate takes ten times its bytes, so no more of it is kept than this.
type identity struct {
	membership *membership
	public     any      // the certificate's public key
	units      []string // the organizational units in it
	key        string   // body and certificate, to tell identities apart
	certifier  []byte
	admin      bool // the body lists it among its administrators
	invalid    error
}

func parsePEM(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("not a PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}

// verify checks a signature by this identity over a message, given in pieces: ECDSA over SHA-256 with low S, or Ed25519.
func (id *identity) verify(signature []byte, message ...[]byte) error {
	switch key := id.public.(type) {
	case *ecdsa.PublicKey:
		hash := sha256.New()
		for _, piece := range message {
			hash.Write(piece)
		}
		return verifyECDSA(key, hash.Sum(nil), signature)
	case ed25519.PublicKey:
		if ed25519.Verify(key, slices.Concat(message...), signature) {
			return nil
		}
	}
	return errors.New("signature does not verify")
}

type ecdsaSignature struct{ R, S *big.Int }

func parseSignature(raw []byte) (sig ecdsaSignature, rest []byte, err error) {
	rest, err = asn1.Unmarshal(raw, &sig)
	if err == nil && (sig.R.Sign() != 1 || sig.S.Sign() != 1) {
		err = errors.New("signature is not positive")
	}
	return sig, rest, err
}

func halfOrder(curve elliptic.Curve) *big.Int { return new(big.Int).Rsh(curve.Params().N, 1) }

// verifyECDSA checks the two numbers of a signature as Fabric does, which ignores what follows them, within their sequence or
// behind it: inside of a transaction a client can add that.
func verifyECDSA(key *ecdsa.PublicKey, digest, raw []byte) error {
	sig, _, err := parseSignature(raw)
	if err != nil {
		return err
	}
	if sig.S.Cmp(halfOrder(key.Curve)) > 0 {
		return errors.New("signature has a high S")
	}
	if !ecdsa.Verify(key, digest, sig.R, sig.S) {
		return errors.New("signature does not verify")
	}
	return nil
}

// strictSignature refuses a second encoding of an ECDSA signature. It is for signatures nothing else covers.
func strictSignature(id *identity, raw []byte) error {
	if _, ok := id.public.(*ecdsa.PublicKey); !ok {
		return nil
	}
	sig, rest, err := parseSignature(raw)
	if err != nil {
		return err
	}
	again, err := asn1.Marshal(sig)
	if err != nil || len(rest) > 0 || !bytes.Equal(again, raw) {
		return fmt.Errorf("signature: %w", errTwoReadings)
	}
	return nil
}

// lowS gives the certificate with the low form of its issuer's ECDSA signature, as Fabric compares certificates.
func lowS(cert, issuer *x509.Certificate) (*x509.Certificate, error) {
	key, ok := issuer.PublicKey.(*ecdsa.PublicKey)
	if !ok || cert.SignatureAlgorithm < x509.ECDSAWithSHA1 || cert.SignatureAlgorithm > x509.ECDSAWithSHA512 {
		return cert, nil
	}
	sig, _, err := parseSignature(cert.Signature)
	if err != nil {
		return nil, err
	}
	if sig.S.Cmp(halfOrder(key.Curve)) <= 0 {
		return cert, nil
	}
	sig.S.Sub(key.Curve.Params().N, sig.S)
	low, err := asn1.Marshal(sig)
	if err != nil {
		return nil, err
	}
	raw, err := asn1.Marshal(struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{asn1.RawValue{FullBytes: cert.RawTBSCertificate}, algorithmOf(cert), asn1.BitString{Bytes: low, BitLength: 8 * len(low)}})
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

func algorithmOf(cert *x509.Certificate) pkix.AlgorithmIdentifier {
	var outer struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	_, _ = asn1.Unmarshal(cert.Raw, &outer) // it has been parsed before
	return outer.Algorithm
}

func (id *identity) hasRole(role msp.MSPRole_MSPRoleType) bool {
	ou, ok := id.membership.roles[role]
	return ok && id.membership.enforced && slices.Contains(id.units, ou.name)
}

// isAdmin reports whether the identity administers its body.
func (id *identity) isAdmin() bool {
	return id.admin || id.invalid == nil && id.hasRole(msp.MSPRole_ADMIN)
}

// satisfies reports whether the identity is whom a policy names.
func (id *identity) satisfies(p *msp.MSPPrincipal) bool {
	switch p.GetPrincipalClassification() {
	case msp.MSPPrincipal_ROLE:
		role := &msp.MSPRole{}
		return proto.Unmarshal(p.GetPrincipal(), role) == nil && role.GetMspIdentifier() == id.membership.id && id.isA(role.GetRole())
	case msp.MSPPrincipal_IDENTITY:
		return id.isExactly(p.GetPrincipal())
	case msp.MSPPrincipal_ORGANIZATION_UNIT:
		ou := &msp.OrganizationUnit{}
		return proto.Unmarshal(p.GetPrincipal(), ou) == nil && ou.GetMspIdentifier() == id.membership.id && id.invalid == nil &&
			slices.Contains(id.units, ou.GetOrganizationalUnitIdentifier()) &&
			bytes.Equal(ou.GetCertifiersIdentifier(), id.certifier)
	case msp.MSPPrincipal_COMBINED:
		all := &msp.CombinedPrincipal{}
		return proto.Unmarshal(p.GetPrincipal(), all) == nil && len(all.GetPrincipals()) > 0 &&
			!slices.ContainsFunc(all.GetPrincipals(), func(p *msp.MSPPrincipal) bool { return !id.satisfies(p) })
	case msp.MSPPrincipal_ANONYMITY:
		a := &msp.MSPIdentityAnonymity{}
		return proto.Unmarshal(p.GetPrincipal(), a) == nil && a.GetAnonymityType() == msp.MSPIdentityAnonymity_NOMINAL
	default:
		return false
	}
}

func (id *identity) isA(role msp.MSPRole_MSPRoleType) bool {
	switch role {
	case msp.MSPRole_MEMBER:
		return id.invalid == nil
	case msp.MSPRole_ADMIN:
		return id.isAdmin()
	case msp.MSPRole_CLIENT, msp.MSPRole_PEER, msp.MSPRole_ORDERER:
		return id.invalid == nil && id.hasRole(role)
	default:
		return false
	}
}

func (id *identity) isExactly(serialized []byte) bool {
	s := &msp.SerializedIdentity{}
	if proto.Unmarshal(serialized, s) != nil || s.GetMspid() != id.membership.id {
		return false
	}
	other, err := id.membership.identify(s.GetIdBytes())
	return err == nil && other.key == id.key && id.invalid == nil
}
