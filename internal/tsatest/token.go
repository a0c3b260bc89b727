// SPDX-License-Identifier: Apache-2.0

package tsatest

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/binary"
	"slices"
	"time"
)

// Token is what a stamp is made of. A test changes what it likes before it is signed.
type Token struct {
	Hash    []byte      // what is stamped: a SHA-256
	At      string      // as DER has it
	Digest  crypto.Hash // of what is signed
	Named   []byte      // the certificate's hash
	Extra   []byte      // a signed attribute more
	Without bool        // the certificates
	After   []byte      // what stands at the end of what is signed
}

// Stamp signs that something was there at a time.
func (p *Party) Stamp(hash []byte, at time.Time, change func(*Token)) []byte {
	t := &Token{Hash: hash, At: at.UTC().Format("20060102150405Z"), Digest: crypto.SHA256, Named: sum(crypto.SHA256, p.Certificate.Raw)}
	if change != nil {
		change(t)
	}
	info := der(0x30, der(2, []byte{1}), oid(1, 3, 6, 1, 4, 1, 1), der(0x30, digest(crypto.SHA256), der(4, t.Hash)), der(2, []byte{7}),
		der(0x18, []byte(t.At)), t.After)
	attributes := slices.Concat(attribute(oid(1, 2, 840, 113549, 1, 9, 3), oidInfo),
		attribute(oid(1, 2, 840, 113549, 1, 9, 4), der(4, sum(t.Digest, info))),
		attribute(oid(1, 2, 840, 113549, 1, 9, 16, 2, 47), der(0x30, der(0x30, der(0x30, der(4, t.Named))))), t.Extra)
	signature := must(p.Key.Sign(nil, sum(t.Digest, der(0x31, attributes)), t.Digest))
	signer := der(0x30, der(2, []byte{1}), der(0x30, p.Certificate.RawIssuer, must(asn1.Marshal(p.Certificate.SerialNumber))),
		digest(t.Digest), der(0xa0, attributes), p.algorithm(t.Digest), der(4, signature))
	signed := der(0x30, der(2, []byte{3}), der(0x31, digest(t.Digest)), der(0x30, oidInfo, der(0xa0, der(4, info))),
		der(0xa0, p.certificates(t.Without)...), der(0x31, signer))
	return der(0x30, oid(1, 2, 840, 113549, 1, 7, 2), der(0xa0, signed))
}

var oidInfo = oid(1, 2, 840, 113549, 1, 9, 16, 1, 4)

// certificates are those up to the root, which everybody has who trusts it.
func (p *Party) certificates(none bool) (all [][]byte) {
	if none {
		return nil
	}
	all = [][]byte{p.Certificate.Raw}
	for _, c := range p.above {
		if !bytes.Equal(c.RawIssuer, c.RawSubject) {
			all = append(all, c.Raw)
		}
	}
	return all
}

func (p *Party) algorithm(hash crypto.Hash) []byte {
	at := map[crypto.Hash]int{crypto.SHA256: 2, crypto.SHA384: 3, crypto.SHA512: 4}[hash]
	if _, is := p.Key.Public().(*rsa.PublicKey); is {
		return der(0x30, oid(1, 2, 840, 113549, 1, 1, 1), der(5))
	}
	return der(0x30, oid(1, 2, 840, 10045, 4, 3, at))
}

func digest(hash crypto.Hash) []byte {
	at := map[crypto.Hash]int{crypto.SHA256: 1, crypto.SHA384: 2, crypto.SHA512: 3}[hash]
	return der(0x30, oid(2, 16, 840, 1, 101, 3, 4, 2, at), der(5))
}

func attribute(kind, value []byte) []byte { return der(0x30, kind, der(0x31, value)) }

func oid(numbers ...int) []byte { return must(asn1.Marshal(asn1.ObjectIdentifier(numbers))) }

// der is a value of a tag, made of parts.
func der(tag byte, parts ...[]byte) []byte {
	all := slices.Concat(parts...)
	switch n := len(all); {
	case n < 0x80:
		return slices.Concat([]byte{tag, byte(n)}, all)
	case n < 0x100:
		return slices.Concat([]byte{tag, 0x81, byte(n)}, all)
	default:
		return slices.Concat(binary.BigEndian.AppendUint16([]byte{tag, 0x82}, uint16(n)), all) //nolint:gosec // no test writes more
	}
}

func sum(hash crypto.Hash, of []byte) []byte {
	h := hash.New()
	h.Write(of)
	return h.Sum(nil)
}
