// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"

	"github.com/linli-project/linli/ledger"
)

// listen is the shim's own ChaincodeServer.Start with an intake before the chaincode. It serves until listening fails.
func listen(server *shim.ChaincodeServer) error {
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(ledger.MaxMessage), grpc.MaxSendMsgSize(ledger.MaxMessage), grpc.ConnectionTimeout(5 * time.Second),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: time.Minute, Timeout: 20 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Minute, PermitWithoutStream: true}),
	}
	if !server.TLSProps.Disabled {
		config, err := peersOnly(server.TLSProps)
		if err != nil {
			return err
		}
		options = append(options, grpc.Creds(credentials.NewTLS(config)))
	}
	listener, err := net.Listen("tcp", server.Address)
	if err != nil {
		return err
	}
	calls := grpc.NewServer(options...)
	peer.RegisterChaincodeServer(calls, gate{server})
	return calls.Serve(listener)
}

// peersOnly lets in whoever has a certificate of the given authority: the peer.
func peersOnly(given shim.TLSProperties) (*tls.Config, error) {
	certificate, err := tls.X509KeyPair(given.Cert, given.Key)
	if err != nil {
		return nil, err
	}
	authority := x509.NewCertPool()
	if !authority.AppendCertsFromPEM(given.ClientCACerts) {
		return nil, errors.New("the certificate that signed the peer's cannot be read")
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate},
		ClientCAs: authority, ClientAuth: tls.RequireAndVerifyClientCert,
	}, nil
}
