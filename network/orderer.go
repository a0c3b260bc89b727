// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// dial makes a gRPC connection to the orderer, as [Peer.Dial] does.
func (o Orderer) dial() (*grpc.ClientConn, error) {
	return Peer{Body: o.Body, Address: o.Address, ServerName: o.ServerName, TLSRootPEM: o.TLSRootPEM}.Dial()
}

// broadcast gives the orderer an envelope.
func (o Orderer) broadcast(ctx context.Context, e *common.Envelope) error {
	conn, err := o.dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := orderer.NewAtomicBroadcastClient(conn).Broadcast(ctx)
	if err != nil {
		return err
	}
	if err := stream.Send(e); err != nil {
		return err
	}
	answer, err := stream.Recv()
	if err == nil && answer.GetStatus() != common.Status_SUCCESS {
		err = fmt.Errorf("%s: %s", answer.GetStatus(), answer.GetInfo())
	}
	return err
}

// participation is what an orderer says of itself on the channel, to its own machine alone.
type participation struct {
	Relation string `json:"consensusRelation"` // "consenter" if it takes part, "follower" if not
	Height   uint64 `json:"height"`
}

// participation asks an orderer of this machine.
func (n *Network) participation(ctx context.Context, b *Body) (p participation, err error) {
	roots, client, err := n.adminTLS(b)
	if err != nil {
		return p, err
	}
	url := "https://" + local(b.Ports.OrdererAdmin) + "/participation/v1/channels/" + Channel
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return p, err
	}
	config := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{client}, MinVersion: tls.VersionTLS12}
	transport := &http.Transport{TLSClientConfig: config}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return p, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return p, errors.New(answer.Status)
	}
	return p, json.NewDecoder(answer.Body).Decode(&p)
}

// creator is an identity as messages name it.
func creator(id identity.SigningIdentity) ([]byte, error) {
	return proto.Marshal(&msp.SerializedIdentity{Mspid: id.MspID(), IdBytes: id.Credentials()})
}
