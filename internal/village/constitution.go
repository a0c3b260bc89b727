// SPDX-License-Identifier: Apache-2.0

package village

import (
	"bytes"
	"os"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// Constitute is the constitution of a community of all of a network's bodies.
func Constitute(n *network.Network, name, profile string) (contract.Constitution, error) {
	trust, err := trustIn(n)
	if err != nil {
		return contract.Constitution{}, err
	}
	c := contract.Constitution{
		Name: name, Net: trust.Genesis, Profile: profile, RP: garden,
	}
	for _, body := range n.Bodies() {
		c.Bodies = append(c.Bodies, contract.Body{ID: body.ID, MSP: body.MSPID, Name: body.Title})
	}
	return c, nil
}

// noNet is the channel of a book, which has no genesis block.
var noNet = strings.Repeat("ab", 32)

// Garden is the constitution of a community of four bodies on no network.
func Garden() contract.Constitution {
	return contract.Constitution{
		Name: "花园小区", Net: noNet, Profile: "rehearsal", RP: garden,
		Bodies: []contract.Body{
			{ID: "owners", MSP: "OwnersMSP", Name: "业委会"}, {ID: "residents", MSP: "ResidentsMSP", Name: "居委会"},
			{ID: "property", MSP: "PropertyMSP", Name: "物业"}, {ID: "street", MSP: "StreetMSP", Name: "街道办"},
		},
	}
}

var garden = act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}}

// Trust is a network's trust file.
func Trust(n *network.Network) ([]byte, error) {
	trust, err := trustIn(n)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = trust.Write(&text)
	return text.Bytes(), err
}

func trustIn(n *network.Network) (verify.Trust, error) {
	genesis, err := os.ReadFile(n.GenesisBlock())
	if err != nil {
		return verify.Trust{}, err
	}
	return verify.TrustFrom(genesis, nil)
}
