// SPDX-License-Identifier: Apache-2.0

package network

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
)

// packageType is the type of the chaincode packages: chaincode as a service.
const packageType = "ccaas"

type packageMetadata struct {
	Type  string `json:"type"`
	Label string `json:"label"`
}

// connection is connection.json, as the peer's external builder interface defines it.
type connection struct {
	Address            string `json:"address"`
	Domain             string `json:"domain"`
	DialTimeout        string `json:"dial_timeout"`
	TLSRequired        bool   `json:"tls_required"`
	ClientAuthRequired bool   `json:"client_auth_required"`
	ClientKey          string `json:"client_key"`
	ClientCert         string `json:"client_cert"`
	RootCert           string `json:"root_cert"`
}

// makeChaincodePackage makes a body's package, which says where its peer finds its chaincode process, and the
// certificates of both ends. It returns the package's id.
func makeChaincodePackage(e edition, b *Body, port int) (packageID string, err error) {
	if err := os.MkdirAll(e.dir(b), 0o700); err != nil {
		return "", err
	}
	certs, err := newChaincodeTLS("chaincode." + b.domain())
	if err != nil {
		return "", err
	}
	if err := certs.writeServer(e.dir(b)); err != nil {
		return "", err
	}
	code, err := archive("connection.json", connection{
		Address: local(port), Domain: "chaincode." + b.domain(), DialTimeout: "10s",
		TLSRequired: true, ClientAuthRequired: true,
		ClientKey: string(certs.clientKey), ClientCert: string(certs.clientCert), RootCert: string(certs.root),
	})
	if err != nil {
		return "", err
	}
	metadata := packageMetadata{Type: packageType, Label: Chaincode + "-" + e.version}
	pkg, err := archive("metadata.json", metadata, tarFile{"code.tar.gz", code})
	if err != nil {
		return "", err
	}
	if packageID, err = chaincode.PackageID(bytes.NewReader(pkg)); err != nil {
		return "", err
	}
	return packageID, os.WriteFile(e.chaincodePackage(b), pkg, 0o600)
}

type tarFile struct {
	name    string
	content []byte
}

// archive makes a tar.gz of a JSON document and further files.
func archive(name string, document any, more ...tarFile) ([]byte, error) {
	raw, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	compressed := gzip.NewWriter(&out)
	files := tar.NewWriter(compressed)
	for _, file := range append([]tarFile{{name, raw}}, more...) {
		header := &tar.Header{Name: file.name, Mode: 0o644, Size: int64(len(file.content))}
		if err := files.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := files.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := files.Close(); err != nil {
		return nil, err
	}
	if err := compressed.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Files of the chaincode's end, in material.chaincode.
const (
	chaincodeCert = "server.crt"
	chaincodeKey  = "server.key"
	chaincodeRoot = "root.crt"
)

func (t chaincodeTLS) writeServer(dir string) error {
	for name, content := range map[string][]byte{
		chaincodeCert: t.serverCert, chaincodeKey: t.serverKey, chaincodeRoot: t.root,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
