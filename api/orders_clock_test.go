// SPDX-License-Identifier: Apache-2.0

package api

import (
	"testing"
	"time"

	fabric "github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/network"
)

// wrong is by how much the clock of a client here is wrong. Peers bear with 15 minutes of it (core.yaml, timewindow).
const wrong = 14 * time.Minute

// reach is how much time may lie between two transactions that are sent at the same moment, the one by a client whose clock is late.
const reach = 2 * wrong

// sendAt sends a transaction as a client whose clock shows another time. It returns the block that has it; somebody else's
// transaction may come first, and then it is sent again.
func (tw *town) sendAt(t testing.TB, at time.Time, function string, args ...string) (block uint64) {
	t.Helper()
	g := tw.gateway(t)
	for {
		drawn, err := g.GetNetwork(network.Channel).GetContract(network.Chaincode).NewProposal(function, fabric.WithArguments(args...))
		sound(t, err)
		raw, err := drawn.Bytes()
		sound(t, err)
		proposal, err := g.NewProposal(dated(t, raw, at))
		sound(t, err)
		endorsed, err := proposal.EndorseWithContext(t.Context())
		sound(t, err)
		sent, err := endorsed.SubmitWithContext(t.Context())
		sound(t, err)
		commit, err := sent.StatusWithContext(t.Context())
		sound(t, err)
		switch commit.Code {
		case peer.TxValidationCode_VALID:
			return commit.BlockNumber
		case peer.TxValidationCode_MVCC_READ_CONFLICT:
		default:
			t.Fatalf("%s: %s", function, commit.Code)
		}
	}
}

// gateway connects to the first body's peer as its client does.
func (tw *town) gateway(t testing.TB) *fabric.Gateway {
	t.Helper()
	const body = "owners"
	at, err := tw.Network.Peer(body)
	sound(t, err)
	connection, err := at.Dial()
	sound(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	msp, certificate, key, err := tw.Network.Identity(body, network.Client)
	sound(t, err)
	parsed, err := identity.CertificateFromPEM(certificate)
	sound(t, err)
	by, err := identity.NewX509Identity(msp, parsed)
	sound(t, err)
	private, err := identity.PrivateKeyFromPEM(key)
	sound(t, err)
	sign, err := identity.NewPrivateKeySign(private)
	sound(t, err)
	g, err := fabric.Connect(by, fabric.WithSign(sign), fabric.WithHash(hash.SHA256), fabric.WithClientConnection(connection))
	sound(t, err)
	t.Cleanup(func() { _ = g.Close() })
	return g
}

// dated is a proposal with another time. Nobody has signed it yet, and its id does not depend on the time.
func dated(t testing.TB, raw []byte, at time.Time) []byte {
	t.Helper()
	var drawn gateway.ProposedTransaction
	var proposal peer.Proposal
	var header common.Header
	var channel common.ChannelHeader
	sound(t, proto.Unmarshal(raw, &drawn))
	sound(t, proto.Unmarshal(drawn.GetProposal().GetProposalBytes(), &proposal))
	sound(t, proto.Unmarshal(proposal.GetHeader(), &header))
	sound(t, proto.Unmarshal(header.GetChannelHeader(), &channel))
	channel.Timestamp = timestamppb.New(at)
	header.ChannelHeader = encoded(t, &channel)
	proposal.Header = encoded(t, &header)
	drawn.Proposal = &peer.SignedProposal{ProposalBytes: encoded(t, &proposal)}
	return encoded(t, &drawn)
}

func encoded(t testing.TB, m proto.Message) []byte {
	t.Helper()
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	sound(t, err)
	return raw
}

func sound(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
