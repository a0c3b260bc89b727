// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"encoding/pem"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// Member gives a certificate (PEM) as peers compare it, with the low form of its issuer's signature. The error says why they would not know
// it as a member of a body with this root and these authorities between, whose organizational units tell its members' roles.
func Member(root []byte, between [][]byte, text []byte) ([]byte, error) {
	unit := func(name string) *msp.FabricOUIdentifier {
		return &msp.FabricOUIdentifier{OrganizationalUnitIdentifier: name}
	}
	raw, err := proto.Marshal(&msp.FabricMSPConfig{
		RootCerts: [][]byte{root}, IntermediateCerts: between, FabricNodeOus: &msp.FabricNodeOUs{
			Enable: true, ClientOuIdentifier: unit("client"), PeerOuIdentifier: unit("peer"),
			AdminOuIdentifier: unit("admin"), OrdererOuIdentifier: unit("orderer"),
		},
	})
	if err != nil {
		return nil, err
	}
	m, err := newMembership(&msp.MSPConfig{Config: raw}, false)
	if err != nil {
		return nil, err
	}
	id, err := m.identify(text)
	if err != nil {
		return nil, err
	}
	if id.invalid != nil {
		return nil, id.invalid
	}
	cert, err := parsePEM(text)
	if err != nil {
		return nil, err
	}
	chain, err := m.chain(cert)
	if err != nil {
		return nil, err
	}
	if cert, err = lowS(cert, chain[1]); err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}), nil
}
