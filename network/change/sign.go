// SPDX-License-Identifier: Apache-2.0

package change

import (
	"crypto/rand"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// Signer is an administrator.
type Signer interface {
	MspID() string
	Credentials() []byte // certificate in PEM
	Sign(message []byte) ([]byte, error)
}

// Sign puts in a body's signature by its administrator.
func (f *File) Sign(body string, by Signer) error {
	creator, err := stable(&msp.SerializedIdentity{Mspid: by.MspID(), IdBytes: by.Credentials()})
	if err != nil {
		return err
	}
	nonce := make([]byte, 24)
	_, _ = rand.Read(nonce) // never fails
	header, err := stable(&common.SignatureHeader{Creator: creator, Nonce: nonce})
	if err != nil {
		return err
	}
	signature, err := by.Sign(slices.Concat(header, f.Update))
	if err != nil {
		return err
	}
	f.add(Signature{Body: body, Header: header, Signature: signature})
	return nil
}

// Signed is the update with its signatures, as Fabric takes it.
func (f *File) Signed() ([]byte, error) {
	e := &common.ConfigUpdateEnvelope{ConfigUpdate: f.Update}
	for _, s := range f.Signatures {
		e.Signatures = append(e.Signatures, &common.ConfigSignature{SignatureHeader: s.Header, Signature: s.Signature})
	}
	return stable(e)
}

// add puts in a body's signature, in place of one it may have made before.
func (f *File) add(s Signature) {
	f.Signatures = slices.DeleteFunc(f.Signatures, func(old Signature) bool { return old.Body == s.Body })
	f.Signatures = append(f.Signatures, s)
	slices.SortFunc(f.Signatures, func(a, b Signature) int { return strings.Compare(a.Body, b.Body) })
}
