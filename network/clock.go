// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// clockWindow is how far what is sent to a peer may be dated from the peer's own time: timewindow in core.yaml.
const clockWindow = 15 * time.Minute

// Clock is how a body's clock stands to this machine's.
type Clock int

// The ways in which it can stand.
const (
	Alike  Clock = 0  // within what is allowed
	Behind Clock = -1 // it is earlier there
	Ahead  Clock = 1  // it is later there
)

// Clock says whether the clock of a body's peer differs from this machine's by more than allowed. Nobody tells his time; but a peer refuses
// what is dated outside of its window, so that two requests dated just inside tell.
func (n *Network) Clock(ctx context.Context, body string, allowed time.Duration) (clock Clock, err error) {
	b, err := n.body(body)
	if err != nil {
		return Alike, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*statusWithin)
	defer cancel()
	err = n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
		for _, way := range []struct {
			is    Clock
			dated time.Duration
		}{{Behind, clockWindow - allowed}, {Ahead, allowed - clockWindow}} {
			taken, err := takes(ctx, conn, admin, time.Now().Add(way.dated))
			if err != nil {
				return fmt.Errorf("ask the peer of %s: %w", body, err)
			}
			if !taken {
				clock = way.is
			}
		}
		return nil
	})
	return clock, err
}

// takes says whether a peer takes a request for its newest block that is dated so.
func takes(ctx context.Context, conn *grpc.ClientConn, by identity.SigningIdentity, dated time.Time) (bool, error) {
	request, err := newestBlock(by, dated)
	if err != nil {
		return false, err
	}
	stream, err := peer.NewDeliverClient(conn).DeliverFiltered(ctx)
	if err != nil {
		return false, err
	}
	if err := errors.Join(stream.Send(request), stream.CloseSend()); err != nil {
		return false, err
	}
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return false, errors.New("it ends without an answer")
		}
		if err != nil {
			return false, err
		}
		if _, ok := answer.GetType().(*peer.DeliverResponse_Status); !ok {
			continue // the block
		}
		switch status := answer.GetStatus(); status {
		case common.Status_SUCCESS:
			return true, nil
		case common.Status_BAD_REQUEST:
			return false, nil
		default:
			return false, fmt.Errorf("it answers %s", status)
		}
	}
}

func newestBlock(by identity.SigningIdentity, dated time.Time) (*common.Envelope, error) {
	newest := &orderer.SeekPosition{Type: &orderer.SeekPosition_Newest{Newest: &orderer.SeekNewest{}}}
	seek, err := proto.Marshal(&orderer.SeekInfo{Start: newest, Stop: newest})
	if err != nil {
		return nil, err
	}
	channel, err := proto.Marshal(&common.ChannelHeader{
		Type: int32(common.HeaderType_DELIVER_SEEK_INFO), ChannelId: Channel, Timestamp: timestamppb.New(dated),
	})
	if err != nil {
		return nil, err
	}
	creator, err := proto.Marshal(&msp.SerializedIdentity{Mspid: by.MspID(), IdBytes: by.Credentials()})
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, 24)
	_, _ = rand.Read(nonce) // never fails
	signer, err := proto.Marshal(&common.SignatureHeader{Creator: creator, Nonce: nonce})
	if err != nil {
		return nil, err
	}
	payload, err := proto.Marshal(&common.Payload{Header: &common.Header{ChannelHeader: channel, SignatureHeader: signer}, Data: seek})
	if err != nil {
		return nil, err
	}
	signature, err := by.Sign(payload)
	return &common.Envelope{Payload: payload, Signature: signature}, err
}
