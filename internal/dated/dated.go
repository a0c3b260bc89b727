// SPDX-License-Identifier: Apache-2.0

// Package dated sends transactions to a real network as clients whose clocks show what a test says. Peers bear with 15 minutes of it
// (core.yaml, timewindow), unless a test's network has it otherwise.
package dated

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	fabric "github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/network"
)

// Desk is a user of one body, connected to that body's peer.
type Desk struct {
	gateway  *fabric.Gateway
	contract *fabric.Contract
	msp      string
	close    func() error
}

// Open connects a body's user, in a role as network.Client. Close it.
func Open(n *network.Network, body, role string) (*Desk, error) {
	msp, certificate, key, err := n.Identity(body, role)
	if err != nil {
		return nil, err
	}
	parsed, err := identity.CertificateFromPEM(certificate)
	if err != nil {
		return nil, err
	}
	by, err := identity.NewX509Identity(msp, parsed)
	if err != nil {
		return nil, err
	}
	private, err := identity.PrivateKeyFromPEM(key)
	if err != nil {
		return nil, err
	}
	sign, err := identity.NewPrivateKeySign(private)
	if err != nil {
		return nil, err
	}
	at, err := n.Peer(body)
	if err != nil {
		return nil, err
	}
	connection, err := at.Dial()
	if err != nil {
		return nil, err
	}
	g, err := fabric.Connect(by, fabric.WithSign(sign), fabric.WithHash(hash.SHA256), fabric.WithClientConnection(connection))
	if err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	return &Desk{
		gateway: g, contract: g.GetNetwork(network.Channel).GetContract(network.Chaincode), msp: msp,
		close: func() error { return errors.Join(g.Close(), connection.Close()) },
	}, nil
}

// Close ends the connection.
func (d *Desk) Close() error { return d.close() }

// Done is a transaction that took effect.
type Done struct {
	ID     string
	Block  uint64
	Answer []byte
}

// Transact carries out a transaction at a time. What is neither taken nor refused is sent again, a few times: if somebody else's came
// first, or the peers are a block apart and endorse differently, nothing of it is on the ledger. The error has the code of a refusal.
func (d *Desk) Transact(ctx context.Context, at time.Time, function string, args ...string) (done Done, err error) {
	err = insist(ctx, func() error {
		done, err = d.transact(ctx, at, function, args...)
		return err
	})
	return done, err
}

// errNothing says that nothing of a transaction is on the ledger, and nobody has refused it.
var errNothing = errors.New("nothing is on the ledger")

const (
	tries     = 10
	longerFor = 50 * time.Millisecond // the pause before the next try is longer by so much each time
)

func insist(ctx context.Context, send func() error) (err error) {
	for try := range tries {
		if err = send(); !errors.Is(err, errNothing) {
			return err
		}
		select {
		case <-time.After(time.Duration(try) * longerFor):
		case <-ctx.Done():
			return err
		}
	}
	return err
}

// patience only ends the wait for a transaction that no orderer has.
const patience = 5 * time.Minute

func (d *Desk) transact(ctx context.Context, at time.Time, function string, args ...string) (Done, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	proposal, err := d.propose(at, function, args...)
	if err != nil {
		return Done{}, err
	}
	endorsed, err := proposal.EndorseWithContext(ctx)
	if err != nil {
		return Done{}, meant(err, d.msp)
	}
	sent, err := Order(ctx, d.gateway, endorsed)
	if err != nil {
		return Done{}, err
	}
	commit, err := sent.StatusWithContext(ctx)
	switch {
	case err != nil:
		return Done{}, err
	case commit.Code == peer.TxValidationCode_MVCC_READ_CONFLICT, commit.Code == peer.TxValidationCode_PHANTOM_READ_CONFLICT:
		return Done{}, fmt.Errorf("%s: %s: %w", function, commit.Code, errNothing)
	case commit.Code != peer.TxValidationCode_VALID:
		return Done{}, fmt.Errorf("%s: %s", function, commit.Code)
	}
	return Done{ID: endorsed.TransactionID(), Block: commit.BlockNumber, Answer: endorsed.Result()}, nil
}

// Evaluate asks the body's peer at a time.
func (d *Desk) Evaluate(ctx context.Context, at time.Time, function string, args ...string) ([]byte, error) {
	proposal, err := d.propose(at, function, args...)
	if err != nil {
		return nil, err
	}
	answer, err := proposal.EvaluateWithContext(ctx)
	if err != nil {
		err = meant(err, d.msp)
	}
	return answer, err
}

func (d *Desk) propose(at time.Time, function string, args ...string) (*fabric.Proposal, error) {
	drawn, err := d.contract.NewProposal(function, fabric.WithArguments(args...))
	if err != nil {
		return nil, err
	}
	raw, err := drawn.Bytes()
	if err != nil {
		return nil, err
	}
	if raw, err = dated(raw, at); err != nil {
		return nil, err
	}
	return d.gateway.NewProposal(raw)
}

// dated is a proposal with another time. Nobody has signed it yet, and its id does not depend on the time.
func dated(raw []byte, at time.Time) ([]byte, error) {
	var drawn gateway.ProposedTransaction
	var proposal peer.Proposal
	var header common.Header
	var channel common.ChannelHeader
	if err := proto.Unmarshal(raw, &drawn); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(drawn.GetProposal().GetProposalBytes(), &proposal); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(proposal.GetHeader(), &header); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(header.GetChannelHeader(), &channel); err != nil {
		return nil, err
	}
	channel.Timestamp = timestamppb.New(at)
	drawn.Proposal = &peer.SignedProposal{}
	for _, one := range []struct {
		part proto.Message
		in   *[]byte
	}{{&channel, &header.ChannelHeader}, {&header, &proposal.Header}, {&proposal, &drawn.Proposal.ProposalBytes}} {
		encoded, err := proto.MarshalOptions{Deterministic: true}.Marshal(one.part)
		if err != nil {
			return nil, err
		}
		*one.in = encoded
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(&drawn)
}

var refusal = regexp.MustCompile(`chaincode response 500, ([A-Z_]+)\b`)

// meant is an error of asking the peers by its meaning: it has the code of a refusal if the peer of the body msp, which was asked, says so,
// and is errNothing else. Another body's peer may not have the latest block yet. What they said, gRPC keeps apart.
func meant(err error, msp string) error {
	said, code := []string{err.Error()}, ""
	for _, detail := range status.Convert(err).Details() {
		from, ok := detail.(*gateway.ErrorDetail)
		if !ok {
			continue
		}
		said = append(said, from.GetMspId()+": "+from.GetMessage())
		if found := refusal.FindStringSubmatch(from.GetMessage()); found != nil && from.GetMspId() == msp {
			code = found[1]
		}
	}
	text := strings.Join(said, "\n  ")
	if code == "" {
		return fmt.Errorf("%w: %s", errNothing, text)
	}
	return fmt.Errorf("%w: %s", act.Refuse(act.Code(code)), text)
}
