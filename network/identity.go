// SPDX-License-Identifier: Apache-2.0

package network

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"crypto/x509"

	"github.com/linli-project/linli/ledger"
)

// Roles a body's user can have.
const (
	Admin  = "admin"  // governs: joins channels, approves chaincode, founds the community
	Client = "client" // reads and submits
)

// Names of the two users, as Fabric's cryptogen has them.
var userOfRole = map[string]string{Admin: "Admin", Client: "User1"}

// Identity returns a user of the body with the role [Admin] or [Client]: the MSP id, the certificate and the
// private key, both PEM.
func (n *Network) Identity(body, role string) (mspID string, certPEM, keyPEM []byte, err error) {
	b, err := n.body(body)
	if err != nil {
		return "", nil, nil, err
	}
	if !n.isHere(body) {
		return "", nil, nil, &Problem{
			What: "acting as " + body, Why: errors.New("its keys are on its own machine"),
			Do: "This is the machine of " + n.namesHere() + ".",
		}
	}
	certFile, keyFile, err := n.userFiles(b, role)
	if err != nil {
		return "", nil, nil, err
	}
	if certPEM, err = os.ReadFile(certFile); err != nil {
		return "", nil, nil, fmt.Errorf("certificate of %s's %s: %w", body, role, err)
	}
	if keyPEM, err = os.ReadFile(keyFile); err != nil {
		return "", nil, nil, fmt.Errorf("key of %s's %s: %w", body, role, err)
	}
	return b.MSPID, certPEM, keyPEM, nil
}

func (m material) userFiles(b *Body, role string) (cert, key string, err error) {
	user, ok := userOfRole[role]
	if !ok {
		return "", "", fmt.Errorf("no role is called %q: there are %s and %s", role, Admin, Client)
	}
	msp := filepath.Join(m.user(b, user), "msp")
	return filepath.Join(msp, "signcerts", user+"@"+b.domain()+"-cert.pem"), filepath.Join(msp, "keystore", "priv_sk"), nil
}

// signer is a body's administrator in the admin SDK's form.
func (n *Network) signer(body string) (identity.SigningIdentity, error) {
	b, err := n.body(body)
	if err != nil {
		return nil, err
	}
	certFile, keyFile, err := n.userFiles(b, Admin)
	if err != nil {
		return nil, err
	}
	cert, certErr := identity.ReadCertificate(certFile)
	key, keyErr := identity.ReadPrivateKey(keyFile)
	if err := errors.Join(certErr, keyErr); err != nil {
		return nil, fmt.Errorf("identity of %s's administrator: %w", body, err)
	}
	return identity.NewPrivateKeySigningIdentity(b.MSPID, cert, key)
}

// Dial makes a gRPC connection to the peer. It connects when it is first used; the caller closes it.
func (p Peer) Dial() (*grpc.ClientConn, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(p.TLSRootPEM) {
		return nil, fmt.Errorf("peer of %s: no certificate in its TLS root", p.Body)
	}
	return grpc.NewClient("passthrough:///"+p.Address,
		grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(roots, p.ServerName)),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(ledger.MaxMessage), grpc.MaxCallSendMsgSize(ledger.MaxMessage)))
}
