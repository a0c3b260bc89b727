// SPDX-License-Identifier: Apache-2.0

package dated

import (
	"context"

	fabric "github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network"
)

// Order hands an endorsed transaction to the orderers. On a busy machine too few of them may answer in time, and have it all the same; so
// what became of it is asked, which waits for its block, whatever they said.
func Order(ctx context.Context, by *fabric.Gateway, endorsed *fabric.Transaction) (*fabric.Commit, error) {
	sent, err := endorsed.SubmitWithContext(ctx)
	if status.Code(err) != codes.Unavailable {
		return sent, err
	}
	creator, err := proto.Marshal(&msp.SerializedIdentity{Mspid: by.Identity().MspID(), IdBytes: by.Identity().Credentials()})
	if err != nil {
		return nil, err
	}
	request, err := proto.Marshal(&gateway.CommitStatusRequest{
		ChannelId: network.Channel, TransactionId: endorsed.TransactionID(), Identity: creator,
	})
	if err != nil {
		return nil, err
	}
	question, err := proto.Marshal(&gateway.SignedCommitStatusRequest{Request: request})
	if err != nil {
		return nil, err
	}
	return by.NewCommit(question)
}
