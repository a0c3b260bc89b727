// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"time"
)

// chaincodeTLS are the certificates and keys (PEM) with which a peer and its chaincode process know each other.
// Their authority exists only while it is made: nothing else can ever be signed by it.
type chaincodeTLS struct {
	root, serverCert, serverKey, clientCert, clientKey []byte
}

// chaincodeTLSLifetime is long: a package names its certificates, and another package is another agreement of the bodies.
const chaincodeTLSLifetime = 10 * 365 * 24 * time.Hour

func newChaincodeTLS(serverName string) (chaincodeTLS, error) {
	authority, err := newCertificate(nil, chaincodeTLSLifetime, &x509.Certificate{
		Subject: pkix.Name{CommonName: "ca." + serverName}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, DNSNames: []string{serverName},
	})
	if err != nil {
		return chaincodeTLS{}, err
	}
	server, err := newCertificate(authority, chaincodeTLSLifetime, &x509.Certificate{
		Subject: pkix.Name{CommonName: serverName}, DNSNames: []string{serverName}, IPAddresses: []net.IP{net.ParseIP(loopback)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil {
		return chaincodeTLS{}, err
	}
	client, err := newCertificate(authority, chaincodeTLSLifetime, &x509.Certificate{
		Subject:  pkix.Name{CommonName: "peer of " + serverName},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return chaincodeTLS{}, err
	}
	return chaincodeTLS{
		root: authority.certPEM, serverCert: server.certPEM, serverKey: server.keyPEM,
		clientCert: client.certPEM, clientKey: client.keyPEM,
	}, nil
}
