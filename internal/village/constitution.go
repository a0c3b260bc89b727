// SPDX-License-Identifier: Apache-2.0

package village

import (
	"os"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// Constitute is the constitution of a community of all of a network's bodies.
func Constitute(n *network.Network, name, profile string) (contract.Constitution, error) {
	genesis, err := os.ReadFile(n.GenesisBlock())
	if err != nil {
		return contract.Constitution{}, err
	}
	trust, err := verify.TrustFrom(genesis, nil)
	if err != nil {
		return contract.Constitution{}, err
	}
	c := contract.Constitution{
		Name: name, Net: trust.Genesis, Profile: profile,
		RP: act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}},
	}
	for _, body := range n.Bodies() {
		c.Bodies = append(c.Bodies, contract.Body{ID: body.ID, MSP: body.MSPID, Name: body.Title})
	}
	return c, nil
}
