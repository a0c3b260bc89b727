// SPDX-License-Identifier: Apache-2.0

package stamp

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
)

// token is a time-stamp token (RFC 3161): a CMS message (RFC 5652) of these parts, and of no other.
type token struct {
	Type   asn1.ObjectIdentifier
	Signed signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      asn1.RawValue
	Content      content
	Certificates asn1.RawValue `asn1:"tag:0"`
	Signers      []signerInfo  `asn1:"set"`
}

type content struct {
	Type asn1.ObjectIdentifier
	Info []byte `asn1:"explicit,tag:0"`
}

type signerInfo struct {
	Version    int
	Signer     issuerSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue `asn1:"tag:0"`
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type issuerSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

// info is the beginning of what is signed (TSTInfo). What follows the time is not asked for.
type info struct {
	Version, Policy, Imprint, Serial, Time asn1.RawValue
}

type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

// attribute is one of those that are signed.
type attribute struct {
	Type, Values asn1.RawValue
}

// signingCertificate names the certificate that a message is signed with by its hash (RFC 5035, SigningCertificateV2).
type signingCertificate struct {
	Certs    []certID
	Policies asn1.RawValue `asn1:"optional"`
}

type certID struct {
	Algorithm    pkix.AlgorithmIdentifier `asn1:"optional"` // SHA-256 if there is none
	Hash         []byte
	IssuerSerial asn1.RawValue `asn1:"optional"`
}

var (
	oidSignedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidInfo        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

var errForm = errors.New("it is no time-stamp token as bundles have them")

// maxDepth of DER; tokens that are in use have fourteen or so.
const maxDepth = 32

// exact reads what would be written in no other way: so nothing is in it that value has no place for.
func exact[T any](raw []byte, value *T) error {
	rest, err := asn1.Unmarshal(raw, value)
	if err != nil || len(rest) > 0 {
		return errForm
	}
	again, err := asn1.Marshal(*value)
	if err != nil || !bytes.Equal(raw, again) {
		return errForm
	}
	return nil
}

// read takes a token apart.
func read(raw []byte) (t token, err error) {
	if err := shallow(raw, maxDepth); err != nil {
		return t, err
	}
	if err := exact(raw, &t); err != nil {
		return t, err
	}
	s := t.Signed
	fits := t.Type.Equal(oidSignedData) && s.Version == 3 && s.Content.Type.Equal(oidInfo) && is(s.Digests, asn1.TagSet) &&
		s.Certificates.IsCompound && len(s.Signers) == 1 && s.Signers[0].Version == 1 && s.Signers[0].Attributes.IsCompound
	if !fits {
		return t, errForm
	}
	return t, nil
}

// is says whether a value is of a universal type.
func is(v asn1.RawValue, tag int) bool {
	return v.Class == asn1.ClassUniversal && v.Tag == tag && v.IsCompound == (tag == asn1.TagSet)
}

// shallow reads all of DER as such: lengths are definite and written in the one way, tags have a byte, and nothing is nested deeper than so
// many levels.
func shallow(raw []byte, depth int) error {
	for len(raw) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(raw, &v)
		if err != nil || depth == 0 || raw[0]&0x1f == 0x1f {
			return errForm
		}
		if v.IsCompound {
			if err := shallow(v.Bytes, depth-1); err != nil {
				return err
			}
		}
		raw = rest
	}
	return nil
}

// attributes are what is signed of a token, by their types, none of which stands twice.
func (s signerInfo) attributes() (map[string][]byte, error) {
	values := map[string][]byte{}
	for rest := s.Attributes.Bytes; len(rest) > 0; {
		var raw asn1.RawValue
		var a attribute
		var err error
		if rest, err = asn1.Unmarshal(rest, &raw); err != nil || exact(raw.FullBytes, &a) != nil {
			return nil, errForm
		}
		kind := string(a.Type.FullBytes)
		if _, twice := values[kind]; twice || !is(a.Type, asn1.TagOID) || !is(a.Values, asn1.TagSet) {
			return nil, errForm
		}
		values[kind] = a.Values.Bytes
	}
	return values, nil
}

// attributeOf reads the only value of an attribute.
func attributeOf[T any](values map[string][]byte, kind asn1.ObjectIdentifier, value *T) error {
	name, err := asn1.Marshal(kind)
	if err != nil {
		return err
	}
	return exact(values[string(name)], value)
}

// signed is what the signature is over: the attributes as a set.
func (s signerInfo) signed() []byte {
	set := bytes.Clone(s.Attributes.FullBytes)
	set[0] = asn1.TagSet | 0x20
	return set
}
