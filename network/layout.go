// SPDX-License-Identifier: Apache-2.0

package network

import (
	"fmt"
	"os"
	"path/filepath"
)

// layout knows where everything lies below a data directory.
type layout struct{ dir string }

// layoutOf is that of a data directory, which need not be there.
func layoutOf(dir string) (layout, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		err = fmt.Errorf("data directory %s: %w", dir, err)
	}
	return layout{abs}, err
}

// makeDir makes the data directory if it is not there, and keeps others from it until it is unlocked.
func (l layout) makeDir() (unlock func(), err error) {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, &Problem{What: "making the data directory", Why: err, Do: "Name another directory with --data."}
	}
	return l.lockDir()
}

func (l layout) facts() string          { return filepath.Join(l.dir, "network") }
func (l layout) body() string           { return filepath.Join(l.dir, "body") }
func (l layout) asked() string          { return filepath.Join(l.body(), "asked") }
func (l layout) requests() string       { return filepath.Join(l.asked(), "requests") }
func (l layout) serve() string          { return filepath.Join(l.dir, "serve") }
func (l layout) ledgers() string        { return filepath.Join(l.dir, "ledger") }
func (l layout) creating() string       { return filepath.Join(l.dir, "creating") }
func (l layout) lock() string           { return filepath.Join(l.dir, "lock") }
func (l layout) executable() string     { return filepath.Join(l.dir, "bin", "linli") }
func (l layout) builder() string        { return filepath.Join(l.dir, "bin", builderName) }
func (l layout) processes() string      { return filepath.Join(l.dir, "run", "processes.json") }
func (l layout) supervisorLock() string { return filepath.Join(l.dir, "run", "supervisor.lock") }
func (l layout) served() string         { return filepath.Join(l.dir, "run", "versions.json") }
func (l layout) marked() string         { return filepath.Join(l.dir, "run", "blocks.json") }
func (l layout) removed() string        { return filepath.Join(l.dir, "run", "removed.json") }
func (l layout) ready() string          { return filepath.Join(l.dir, "run", "ready") }

func (l layout) config(process string) string { return filepath.Join(l.dir, "config", process) }
func (l layout) ledger(process string) string { return filepath.Join(l.dir, "ledger", process) }
func (l layout) log(process string) string    { return filepath.Join(l.dir, "logs", process+".log") }

// sdkState is where programs that use fabric-sdk-go keep what they store, see [Network.Profile].
func (l layout) sdkState(b *Body) string { return filepath.Join(l.dir, "fabric-sdk-go", b.ID) }

// made are the names of what there is in a data directory besides the lock.
var made = []string{"network", "body", "creating", "bin", "run", "config", "ledger", "logs", "fabric-sdk-go", "blocks"}

// material knows where the files made once lie: in network/, or in creating/ while they are being made.
type material struct{ dir string }

func (m material) facts() string   { return filepath.Join(m.dir, "network.json") }
func (m material) genesis() string { return filepath.Join(m.dir, "genesis.block") }

// joinBlock is the block of a configuration at which a body came in later; the others begin with genesis.
func (m material) joinBlock() string { return filepath.Join(m.dir, "join.block") }

func (m material) crypto() string { return filepath.Join(m.dir, "crypto") }

func (m material) org(b *Body) string {
	return filepath.Join(m.crypto(), "peerOrganizations", b.domain())
}
func (m material) peer(b *Body) string { return filepath.Join(m.org(b), "peers", b.peerName()) }
func (m material) orderer(b *Body) string {
	return filepath.Join(m.org(b), "orderers", b.ordererName())
}
func (m material) ordererCert(b *Body) string {
	return filepath.Join(m.orderer(b), "msp", "signcerts", b.ordererName()+"-cert.pem")
}
func (m material) ordererTLS(b *Body) string { return filepath.Join(m.orderer(b), "tls", "server.crt") }
func (m material) user(b *Body, name string) string {
	return filepath.Join(m.org(b), "users", name+"@"+b.domain())
}
func (m material) signingRoot(b *Body) string {
	return filepath.Join(m.org(b), "ca", "ca."+b.domain()+"-cert.pem")
}
func (m material) tlsRoot(b *Body) string {
	return filepath.Join(m.org(b), "tlsca", "tlsca."+b.domain()+"-cert.pem")
}
func (m material) chaincode(version string) string {
	return filepath.Join(m.dir, "chaincode", version)
}
func (m material) editionFile(version string) string {
	return filepath.Join(m.chaincode(version), "edition.json")
}
func (e *edition) dir(b *Body) string { return filepath.Join(e.chaincode(e.version), b.ID) }
func (e *edition) chaincodePackage(b *Body) string {
	return filepath.Join(e.dir(b), "package.tar.gz")
}
