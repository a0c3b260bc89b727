// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// The part of cryptogen's configuration that is used.
type cryptoConfig struct {
	PeerOrgs    []cryptoOrg `yaml:"PeerOrgs,omitempty"`
	OrdererOrgs []cryptoOrg `yaml:"OrdererOrgs,omitempty"`
}

type cryptoOrg struct {
	Name          string       `yaml:"Name"`
	Domain        string       `yaml:"Domain"`
	EnableNodeOUs bool         `yaml:"EnableNodeOUs"`
	Specs         []cryptoNode `yaml:"Specs"`
	Users         cryptoUsers  `yaml:"Users"`
}

type cryptoNode struct {
	Hostname string   `yaml:"Hostname"`
	SANS     []string `yaml:"SANS"`
}

type cryptoUsers struct {
	Count int `yaml:"Count"`
}

// makeCrypto has cryptogen make every body's authorities, and its peer, orderer, administrator and user.
//
// cryptogen knows peer organisations and orderer organisations, each with authorities of its own. A body is one
// organisation with one root, so its orderer is added in a second run that finds the body's authorities under both names.
func makeCrypto(ctx context.Context, fabric Binaries, m material, bodies []Body) error {
	var peers, orderers cryptoConfig
	for i := range bodies {
		peers.PeerOrgs = append(peers.PeerOrgs, cryptoOrgOf(&bodies[i], "peer"))
		orderers.OrdererOrgs = append(orderers.OrdererOrgs, cryptoOrgOf(&bodies[i], "orderer"))
	}
	if err := cryptogen(ctx, fabric, m, "generate", "--output", peers); err != nil {
		return err
	}
	ordererOrgs := filepath.Join(m.crypto(), "ordererOrganizations")
	if err := os.Mkdir(ordererOrgs, 0o700); err != nil {
		return err
	}
	for i := range bodies {
		domain := bodies[i].domain()
		if err := os.Symlink(filepath.Join("..", "peerOrganizations", domain), filepath.Join(ordererOrgs, domain)); err != nil {
			return err
		}
	}
	if err := cryptogen(ctx, fabric, m, "extend", "--input", orderers); err != nil {
		return err
	}
	return os.RemoveAll(ordererOrgs)
}

func cryptoOrgOf(b *Body, hostname string) cryptoOrg {
	return cryptoOrg{
		Name: b.MSPID, Domain: b.domain(), EnableNodeOUs: true,
		Specs: []cryptoNode{{Hostname: hostname, SANS: []string{"localhost", host}}},
		Users: cryptoUsers{Count: 1},
	}
}

func cryptogen(ctx context.Context, fabric Binaries, m material, command, dirFlag string, config cryptoConfig) error {
	raw, err := yaml.Marshal(config)
	if err != nil {
		return err
	}
	file := filepath.Join(m.dir, "cryptogen-"+command+".yaml")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return err
	}
	defer os.Remove(file)
	if err := fabric.run(ctx, nil, "cryptogen", command, "--config", file, dirFlag, m.crypto()); err != nil {
		return fmt.Errorf("making certificates: %w", err)
	}
	return nil
}
