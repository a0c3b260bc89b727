// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// handshake reaches one of a body's machines, and returns the certificate that it shows. It is signed by that body's root and of this name.
func (n *Network) handshake(ctx context.Context, b *Body, port int, name string) (*x509.Certificate, error) {
	root, err := os.ReadFile(n.tlsRoot(b))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: name, MinVersion: tls.VersionTLS12}}
	conn, err := dialer.DialContext(ctx, "tcp", n.address(b, port))
	if err != nil {
		return nil, err
	}
	shown := conn.(*tls.Conn).ConnectionState().PeerCertificates[0] //nolint:forcetypeassert // as the dialer says
	return shown, conn.Close()
}

// peerTime is in a peer's answer to who asks as if at another time.
var peerTime = regexp.MustCompile(`peer time (\S+Z),`)

// clock asks a body's peer what time it has, to the second: it tells it who asks as if in 1970, in place of an answer.
func (n *Network) clock(ctx context.Context, b *Body) (now time.Time, err error) {
	err = n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
		request, err := untimely(admin)
		if err != nil {
			return err
		}
		_, err = peer.NewEndorserClient(conn).ProcessProposal(ctx, request)
		if err == nil {
			return errors.New("it answers who asks as if in 1970")
		}
		said := peerTime.FindStringSubmatch(err.Error())
		if said == nil {
			return fmt.Errorf("it does not tell its time: %w", err)
		}
		now, err = time.Parse(time.RFC3339, said[1])
		return err
	})
	return now, err
}

// untimely is a request of 1970 that asks for nothing.
func untimely(by identity.SigningIdentity) (*peer.SignedProposal, error) {
	creator, err := creator(by)
	if err != nil {
		return nil, err
	}
	signature, err := proto.Marshal(&common.SignatureHeader{Creator: creator})
	if err != nil {
		return nil, err
	}
	channel, err := proto.Marshal(&common.ChannelHeader{ChannelId: Channel, Timestamp: &timestamppb.Timestamp{}})
	if err != nil {
		return nil, err
	}
	header, err := proto.Marshal(&common.Header{ChannelHeader: channel, SignatureHeader: signature})
	if err != nil {
		return nil, err
	}
	proposal, err := proto.Marshal(&peer.Proposal{Header: header})
	if err != nil {
		return nil, err
	}
	signed, err := by.Sign(proposal)
	return &peer.SignedProposal{ProposalBytes: proposal, Signature: signed}, err
}
