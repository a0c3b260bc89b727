// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// FirstVersion names the rules with which a network begins unless Options say otherwise.
const FirstVersion = "1"

// edition is one version of the chaincode as the bodies run it, as edition.json stores it. It is made once; several lie
// side by side, and which of them is in force is said by the ledger alone.
type edition struct {
	version string
	material
	Codes map[string]code `json:"codes"` // by body
}

// code is where a body's chaincode process listens, and the package that tells its peer so.
type code struct {
	Port      int    `json:"port"`
	PackageID string `json:"packageId"` // "label:sha256"
}

// makeEdition makes every body's package and certificates for a version, in a folder that is not there yet.
func makeEdition(m material, version string, bodies []Body) error {
	e := edition{version: version, material: m, Codes: map[string]code{}}
	ports := make([]int, len(bodies))
	if err := choosePorts(ports, bodies); err != nil { // when a network is made nothing listens there yet
		return err
	}
	for i := range bodies {
		b := &bodies[i]
		packageID, err := makeChaincodePackage(e, b, ports[i])
		if err != nil {
			return fmt.Errorf("chaincode package of %s: %w", b.ID, err)
		}
		e.Codes[b.ID] = code{ports[i], packageID}
	}
	return writeJSON(m.editionFile(version), e)
}

// edition reads a version's.
func (n *Network) edition(version string) (*edition, error) {
	e := &edition{version: version, material: n.material}
	raw, err := os.ReadFile(n.editionFile(version))
	if err == nil {
		err = json.Unmarshal(raw, e)
	}
	for _, b := range n.here() {
		if err == nil && e.Codes[b.ID].Port == 0 {
			err = fmt.Errorf("%s is damaged: it does not say where the chaincode of %s is", n.editionFile(version), b.ID)
		}
	}
	if err != nil {
		return nil, &Problem{
			What: fmt.Sprintf("reading the chaincode's version %q", version), Why: err,
			Do: "Restore the folder network in the data directory from a backup.",
		}
	}
	return e, nil
}

// prepareEdition makes a version's edition if that has not been done.
func (n *Network) prepareEdition(version string) error {
	if _, err := os.Stat(n.editionFile(version)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	making := material{n.creating()}
	if err := os.RemoveAll(making.dir); err != nil {
		return err
	}
	defer os.RemoveAll(making.dir)
	if err := makeEdition(making, version, n.Here()); err != nil {
		return err
	}
	return os.Rename(making.chaincode(version), n.material.chaincode(version))
}
