// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// makeGenesis has configtxgen make the channel's first block.
func makeGenesis(ctx context.Context, fabric Binaries, m material, bodies []Body) error {
	dir := filepath.Join(m.dir, "configtx")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := renderFile(filepath.Join(dir, "configtx.yaml"), "configtx.yaml", channelConfig(m, bodies)); err != nil {
		return err
	}
	err := fabric.run(ctx, []string{"FABRIC_CFG_PATH=" + dir}, "configtxgen",
		"-profile", "Linli", "-channelID", Channel, "-outputBlock", m.genesis())
	if err != nil {
		return fmt.Errorf("making the genesis block: %w", err)
	}
	return settleGenesis(m.genesis())
}

// channelOrg is what configtx.yaml says of one body.
type channelOrg struct {
	MSPID, MSPDir               string
	Host                        string
	OrdererPort, PeerPort       int
	ConsenterID                 uint64
	OrdererCert, OrdererTLSCert string
}

func channelConfig(m material, bodies []Body) []channelOrg {
	orgs := make([]channelOrg, len(bodies))
	for i := range bodies {
		b := &bodies[i]
		orgs[i] = channelOrg{
			MSPID: b.MSPID, MSPDir: filepath.Join(m.org(b), "msp"),
			Host: b.Host, OrdererPort: b.Ports.Orderer, PeerPort: b.Ports.Peer,
			ConsenterID:    b.Consenter,
			OrdererCert:    m.ordererCert(b),
			OrdererTLSCert: m.ordererTLS(b),
		}
	}
	return orgs
}
