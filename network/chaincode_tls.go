// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// chaincodeTLS are the certificates and keys (PEM) with which a peer and its chaincode process know each other.
// Their authority exists only while it is made: nothing else can ever be signed by it.
type chaincodeTLS struct {
	root, serverCert, serverKey, clientCert, clientKey []byte
}

// chaincodeTLSLifetime is as long as that of cryptogen's certificates.
const chaincodeTLSLifetime = 10 * 365 * 24 * time.Hour

func newChaincodeTLS(serverName string) (chaincodeTLS, error) {
	authority, err := newCertificate(nil, &x509.Certificate{
		Subject: pkix.Name{CommonName: "ca." + serverName}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, DNSNames: []string{serverName},
	})
	if err != nil {
		return chaincodeTLS{}, err
	}
	server, err := newCertificate(authority, &x509.Certificate{
		Subject: pkix.Name{CommonName: serverName}, DNSNames: []string{serverName}, IPAddresses: []net.IP{net.ParseIP(host)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil {
		return chaincodeTLS{}, err
	}
	client, err := newCertificate(authority, &x509.Certificate{
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

// keyPair is a certificate with its key.
type keyPair struct {
	cert            *x509.Certificate
	key             *ecdsa.PrivateKey
	certPEM, keyPEM []byte
}

// newCertificate makes a key and has issuer, or itself if that is nil, sign the certificate.
func newCertificate(issuer *keyPair, template *x509.Certificate) (*keyPair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, err
	}
	template.NotBefore = time.Now().Add(-5 * time.Minute)
	template.NotAfter = template.NotBefore.Add(chaincodeTLSLifetime)
	if issuer == nil {
		issuer = &keyPair{cert: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.cert, &key.PublicKey, issuer.key)
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", template.Subject.CommonName, err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return &keyPair{
		cert: cert, key: key,
		certPEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		keyPEM:  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}),
	}, nil
}
