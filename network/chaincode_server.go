// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/linli-project/linli/ledger"
)

// ChaincodeServer is a chaincode process: a server to which the peer of one body connects.
type ChaincodeServer struct {
	Version   string // the rules that it carries out, as the chaincode's definition on the ledger names them
	PackageID string // of the package installed at the peer, "label:sha256"
	Address   string // host:port to listen on
	Net       string // hash (hex) of the channel's genesis block, to which communities bind their acts
	CertFile  string // its TLS certificate; without it the connection is not protected
	KeyFile   string // the key of that
	RootFile  string // the certificate that signed the peer's
}

// NewChaincode makes the chaincode that carries out a version of the rules, on the channel whose genesis block has the hash
// net (hex). It returns an error for a version that it does not know.
type NewChaincode func(net, version string) (shim.Chaincode, error)

// memoryAimedAt is what the garbage collector works harder to stay below, in bytes.
const memoryAimedAt = 128 << 20

// Serve serves until the process ends or listening fails.
func (s ChaincodeServer) Serve(newChaincode NewChaincode) error {
	cc, err := newChaincode(s.Net, s.Version)
	if err != nil {
		return fmt.Errorf("chaincode: %w", err)
	}
	tls, err := s.tls()
	if err != nil {
		return fmt.Errorf("chaincode: %w", err)
	}
	server := shim.ChaincodeServer{CCID: s.PackageID, Address: s.Address, CC: cc, TLSProps: tls}
	debug.SetMemoryLimit(memoryAimedAt)
	if err := listen(&server); err != nil {
		return fmt.Errorf("chaincode at %s: %w", s.Address, err)
	}
	return nil
}

func (s ChaincodeServer) tls() (shim.TLSProperties, error) {
	if s.CertFile == "" {
		return shim.TLSProperties{Disabled: true}, nil
	}
	cert, certErr := os.ReadFile(s.CertFile)
	key, keyErr := os.ReadFile(s.KeyFile)
	root, rootErr := os.ReadFile(s.RootFile)
	return shim.TLSProperties{Cert: cert, Key: key, ClientCACerts: root}, errors.Join(certErr, keyErr, rootErr)
}

// ChaincodeServer returns how the body's chaincode process of a version has to be served.
func (n *Network) ChaincodeServer(body, version string) (ChaincodeServer, error) {
	b, err := n.body(body)
	if err != nil {
		return ChaincodeServer{}, err
	}
	e, err := n.edition(version)
	if err != nil {
		return ChaincodeServer{}, err
	}
	genesis, err := n.genesisBlock()
	if err != nil {
		return ChaincodeServer{}, err
	}
	code, dir := e.Codes[b.ID], e.dir(b)
	return ChaincodeServer{
		Version: version, PackageID: code.PackageID, Address: local(code.Port),
		Net:      hex.EncodeToString(ledger.HeaderHash(genesis.GetHeader())),
		CertFile: filepath.Join(dir, chaincodeCert), KeyFile: filepath.Join(dir, chaincodeKey), RootFile: filepath.Join(dir, chaincodeRoot),
	}, nil
}

// serveOwnChaincode is the chaincode process of a network here. Arguments: data directory, body, version.
func serveOwnChaincode(args []string, newChaincode NewChaincode) error {
	if len(args) != 3 {
		return fmt.Errorf("%s takes a data directory, a body and a version", chaincodeName)
	}
	n, err := Open(args[0])
	if err != nil {
		return err
	}
	server, err := n.ChaincodeServer(args[1], args[2])
	if err != nil {
		return err
	}
	return server.Serve(newChaincode)
}
