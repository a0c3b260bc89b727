// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"

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

// ordererHeight asks an orderer for its newest block, as this machine's administrator, and says how many it has.
func (n *Network) ordererHeight(ctx context.Context, o Orderer) (uint64, error) {
	admin, err := n.signer(n.here()[0].ID, Admin)
	if err != nil {
		return 0, err
	}
	newest := &orderer.SeekPosition{Type: &orderer.SeekPosition_Newest{Newest: &orderer.SeekNewest{}}}
	seek, err := proto.Marshal(&orderer.SeekInfo{Start: newest, Stop: newest, ErrorResponse: orderer.SeekInfo_BEST_EFFORT})
	if err != nil {
		return 0, err
	}
	e, err := envelope(common.HeaderType_DELIVER_SEEK_INFO, seek, admin)
	if err != nil {
		return 0, err
	}
	conn, err := o.dial()
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := orderer.NewAtomicBroadcastClient(conn).Deliver(ctx)
	if err != nil {
		return 0, err
	}
	if err := stream.Send(e); err != nil {
		return 0, err
	}
	answer, err := stream.Recv()
	if err != nil {
		return 0, err
	}
	if answer.GetBlock() == nil {
		return 0, errors.New(answer.GetStatus().String())
	}
	return answer.GetBlock().GetHeader().GetNumber() + 1, nil
}

// creator is an identity as messages name it.
func creator(id identity.SigningIdentity) ([]byte, error) {
	return proto.Marshal(&msp.SerializedIdentity{Mspid: id.MspID(), IdBytes: id.Credentials()})
}
