// SPDX-License-Identifier: Apache-2.0

// Package bodyfile is what a body tells the others of itself before they form a network: who it is, where its machine is reached, its
// roots, and the certificates of its orderer. Nothing in it is secret. Each body makes the channel's first block from all of these files
// by itself, so that nobody has to be trusted with it.
package bodyfile

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"

	"github.com/linli-project/linli/network/exchange"
)

// Format is the version of the file's shape.
const Format = "linli-body/1"

// Largest is how many bytes a file may have.
const Largest = 64 << 10

var kind = exchange.Kind{What: "a body's file", Command: "linli body init", Format: Format, Largest: Largest}

// File is a body's. Its bytes follow from what it says: two files that say the same are the same.
type File struct {
	Format      string `json:"format"`
	ID          string `json:"id"`          // short name, e.g. "owners"
	Title       string `json:"title"`       // for people
	MSPID       string `json:"mspId"`       // Fabric's name of it, e.g. "OwnersMSP"
	Host        string `json:"host"`        // DNS name or IPv4 address of its machine, as the others reach it
	Orderer     int    `json:"orderer"`     // TCP port
	Peer        int    `json:"peer"`        // TCP port
	Rules       string `json:"rules"`       // version of the rules that its program knows best
	SigningRoot string `json:"signingRoot"` // PEM, of those who sign for it
	TLSRoot     string `json:"tlsRoot"`     // PEM, of its machine's names
	OrdererCert string `json:"ordererCert"` // PEM, with which its orderer signs blocks
	OrdererTLS  string `json:"ordererTls"`  // PEM, by which other orderers know it

	// Of a body that has an authority of its own, whose key is not with linli.
	SigningBetween []string `json:"signingBetween,omitempty"` // PEM, authorities between root and members
	TLSBetween     []string `json:"tlsBetween,omitempty"`     // PEM, those between root and machines
	Administrator  string   `json:"administrator,omitempty"`  // PEM, who signs the file in place of the root

	Signature []byte `json:"signature"` // ECDSA (ASN.1) by the administrator's or root's key, over the SHA-256 of the file without it
}

// Signing is whoever certifies those who sign for the body.
func (f *File) Signing() Authority { return Authority{f.SigningRoot, f.SigningBetween} }

// TLS is whoever certifies its machine's names.
func (f *File) TLS() Authority { return Authority{f.TLSRoot, f.TLSBetween} }

// Sign signs a file with the key of its administrator or, if it names none, of its signing root.
func (f *File) Sign(key *ecdsa.PrivateKey) error {
	digest, err := f.digest()
	if err != nil {
		return err
	}
	f.Signature, err = ecdsa.SignASN1(rand.Reader, key, digest)
	return err
}

func (f *File) digest() ([]byte, error) {
	unsigned := *f
	unsigned.Signature = nil
	raw, err := unsigned.Bytes()
	sum := sha256.Sum256(raw)
	return sum[:], err
}

// Bytes are the file as it travels.
func (f *File) Bytes() ([]byte, error) { return exchange.Bytes(f) }

// Parse reads a file and checks all that can be seen from it alone. The error says what is wrong.
func Parse(raw []byte) (*File, error) {
	f := &File{}
	if err := kind.Read(raw, f); err != nil {
		return nil, err
	}
	return f, f.check()
}
