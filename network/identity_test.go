// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"slices"
	"testing"

	"github.com/hyperledger/fabric-gateway/pkg/identity"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// What somebody may do the chaincode reads from the organisational unit of his certificate: a client is never an administrator.
func TestIdentityIsOfItsRole(t *testing.T) {
	n := networktest.Network(t)
	for _, role := range []string{network.Admin, network.Client} {
		msp, certPEM, _, err := n.Identity("owners", role)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := identity.CertificateFromPEM(certPEM)
		if err != nil {
			t.Fatal(err)
		}
		if units := cert.Subject.OrganizationalUnit; !slices.Equal(units, []string{role}) {
			t.Errorf("the %s of %s is certified as %q", role, msp, units)
		}
	}
}
