// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/protobuf/proto"
)

// Peer is where and how to reach one peer.
type Peer struct {
	MSPID      string // of the body that runs it
	Address    string // host:port
	ServerName string // the name in its TLS certificate
	TLSRootPEM []byte // the certificate that signed that one
}

// is says whether a peer is this very one.
func (e *endpoint) is(p Peer) bool {
	return e.MSPID == p.MSPID && e.Address == p.Address && e.ServerName == p.ServerName && bytes.Equal(e.TLSRootPEM, p.TLSRootPEM)
}

// MaxMessage is what peers send at most, in bytes (core.yaml): a block of 100 MB, and what they add to it.
const MaxMessage = 128 << 20

const (
	pingEvery = 60 * time.Second // the least that Fabric's peers allow
	pingWait  = 10 * time.Second
)

// endpoint is a connection to a peer. It connects by itself whenever it is used.
type endpoint struct {
	Peer
	channel  string
	conn     *grpc.ClientConn
	gateway  *client.Gateway
	network  *client.Network
	contract *client.Contract
	system   *client.Contract // Fabric's own queries about blocks and transactions
}

func (config Config) dial(p Peer) (*endpoint, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(p.TLSRootPEM) {
		return nil, errors.New("no certificate in its TLS root")
	}
	id, sign, err := config.identity()
	if err != nil {
		return nil, err
	}
	reconnect := backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second}
	conn, err := grpc.NewClient("passthrough:///"+p.Address,
		grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(roots, p.ServerName)),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(MaxMessage), grpc.MaxCallSendMsgSize(MaxMessage)),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: reconnect, MinConnectTimeout: 5 * time.Second}),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: pingEvery, Timeout: pingWait}))
	if err != nil {
		return nil, err
	}
	gateway, err := client.Connect(id, client.WithSign(sign), client.WithHash(hash.SHA256), client.WithClientConnection(conn))
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	network := gateway.GetNetwork(config.Channel)
	return &endpoint{
		Peer: p, channel: config.Channel, conn: conn, gateway: gateway, network: network,
		contract: network.GetContract(config.Chaincode), system: network.GetContract("qscc"),
	}, nil
}

func (config Config) identity() (*identity.X509Identity, identity.Sign, error) {
	cert, err := identity.CertificateFromPEM(config.CertPEM)
	if err != nil {
		return nil, nil, err
	}
	id, err := identity.NewX509Identity(config.MSPID, cert)
	if err != nil {
		return nil, nil, err
	}
	key, err := identity.PrivateKeyFromPEM(config.KeyPEM)
	if err != nil {
		return nil, nil, err
	}
	sign, err := identity.NewPrivateKeySign(key)
	return id, sign, err
}

func (e *endpoint) close() {
	e.gateway.Close() //nolint:gosec // nothing is lost
	e.conn.Close()    //nolint:gosec // nothing is lost
}

// height is how many blocks this very peer has.
func (e *endpoint) height(ctx context.Context) (uint64, error) {
	raw, err := e.system.EvaluateWithContext(ctx, "GetChainInfo", client.WithArguments(e.channel))
	if err != nil {
		return 0, err
	}
	var info common.BlockchainInfo
	err = proto.Unmarshal(raw, &info)
	return info.GetHeight(), err
}
