// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/channel"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// retryPause is between two attempts while processes are coming up.
const retryPause = 100 * time.Millisecond

// deploy brings every node onto the channel and the chaincode into use, in the version that is in force. Each step looks first whether it
// has been done, so that a start that was interrupted can be repeated.
func (n *Network) deploy(ctx context.Context, progress func(string)) error {
	progress("joining the channel")
	genesis, err := n.genesisBlock()
	if err != nil {
		return err
	}
	from, err := n.ordererFrom()
	if err != nil {
		return err
	}
	err = n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		if err := n.joinOrderer(ctx, b, from); err != nil {
			return fmt.Errorf("orderer of %s: %w", b.ID, err)
		}
		return nil
	}, func(ctx context.Context, b *Body) error {
		if err := n.joinPeer(ctx, b, genesis); err != nil {
			return fmt.Errorf("peer of %s: %w", b.ID, err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("joining the channel: %w", err)
	}
	if err := n.catchUp(ctx, from.GetHeader().GetNumber(), progress); err != nil {
		return fmt.Errorf("getting the others' blocks: %w", err)
	}
	return n.deployChaincode(ctx, progress)
}

// ordererFrom is the block with which this machine's orderer joins: the one whose configuration has its body, if that came in later.
func (n *Network) ordererFrom() (*common.Block, error) {
	raw, err := os.ReadFile(n.joinBlock())
	if errors.Is(err, fs.ErrNotExist) {
		return n.genesisBlock()
	}
	if err != nil {
		return nil, err
	}
	return openBlock(raw)
}

// catchUp waits until this machine's peer has the block in which its body came in, and what the others' peers have besides: until then it
// does not know which chaincode is in force.
func (n *Network) catchUp(ctx context.Context, joined uint64, progress func(string)) error {
	least := max(joined+1, slices.Max(n.heights(ctx))) // whoever does not answer is not waited for
	var tell sync.Once
	return n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		return retry(ctx, func(ctx context.Context) error {
			h, err := n.height(ctx, b)
			if err == nil && h < least {
				tell.Do(func() { progress(fmt.Sprintf("getting %d blocks from the others", least-h)) })
				err = fmt.Errorf("the peer of %s has %d blocks of %d", b.ID, h, least)
			}
			return err
		})
	})
}

// heights are how many blocks the bodies' peers have, 0 where one does not answer.
func (n *Network) heights(ctx context.Context) []uint64 {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	heights := make([]uint64, len(n.facts.Bodies))
	var all sync.WaitGroup
	for i := range n.facts.Bodies {
		all.Go(func() { heights[i], _ = n.height(ctx, &n.facts.Bodies[i]) })
	}
	all.Wait()
	return heights
}

// eachHere does things for all bodies of this machine at the same time.
func (n *Network) eachHere(ctx context.Context, do ...func(context.Context, *Body) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, b := range n.here() {
		for _, f := range do {
			group.Go(func() error { return f(ctx, b) })
		}
	}
	return group.Wait()
}

// attemptWithin bounds one attempt: a transaction that reached only an orderer that was then killed, or that lost the lead, is never
// committed, and whoever waits for it waits for ever.
const attemptWithin = 30 * time.Second

// retry repeats f until it succeeds; when ctx ends it returns f's last error.
func retry(ctx context.Context, f func(context.Context) error) error {
	for {
		attempt, cancel := context.WithTimeout(ctx, attemptWithin)
		err := f(attempt)
		cancel()
		if err == nil {
			return nil
		}
		if sleep(ctx, retryPause) != nil {
			return err
		}
	}
}

func (n *Network) genesisBlock() (*common.Block, error) {
	raw, err := os.ReadFile(n.GenesisBlock())
	if err != nil {
		return nil, fmt.Errorf("genesis block: %w", err)
	}
	block := &common.Block{}
	if err := proto.Unmarshal(raw, block); err != nil {
		return nil, fmt.Errorf("genesis block: %w", err)
	}
	return block, nil
}

// joinOrderer has a body's administrator bring its orderer onto the channel.
func (n *Network) joinOrderer(ctx context.Context, b *Body, genesis *common.Block) error {
	roots, client, err := n.adminTLS(b)
	if err != nil {
		return err
	}
	url := "https://" + local(b.Ports.OrdererAdmin)
	return retry(ctx, func(context.Context) error {
		list, err := channel.ListChannel(url, roots, client)
		if err != nil {
			return err
		}
		for _, c := range list.Channels {
			if c.Name == Channel {
				return nil
			}
		}
		answer, err := channel.CreateChannel(url, genesis, roots, client)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			reason, _ := io.ReadAll(answer.Body)
			return fmt.Errorf("%s: %s", answer.Status, reason)
		}
		return nil
	})
}

func (n *Network) adminTLS(b *Body) (*x509.CertPool, tls.Certificate, error) {
	root, err := os.ReadFile(n.tlsRoot(b))
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	dir := filepath.Join(n.user(b, userOfRole[Admin]), "tls")
	client, err := tls.LoadX509KeyPair(filepath.Join(dir, "client.crt"), filepath.Join(dir, "client.key"))
	return roots, client, err
}

// joinPeer has a body's administrator bring its peer onto the channel.
func (n *Network) joinPeer(ctx context.Context, b *Body, genesis *common.Block) error {
	return n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
		return retry(ctx, func(ctx context.Context) error {
			channels, err := channel.ListChannelOnPeer(ctx, conn, admin)
			if err != nil {
				return err
			}
			for _, c := range channels {
				if c.GetChannelId() == Channel {
					return nil
				}
			}
			return channel.JoinChannel(ctx, conn, admin, genesis)
		})
	})
}

// asAdmin calls f with a connection to a body's peer and its administrator, or one of this machine if that is another's.
func (n *Network) asAdmin(b *Body, f func(*grpc.ClientConn, identity.SigningIdentity) error) error {
	peer, err := n.Peer(b.ID)
	if err != nil {
		return err
	}
	by := b
	if !n.isHere(b.ID) {
		by = n.here()[0]
	}
	admin, err := n.signer(by.ID)
	if err != nil {
		return err
	}
	conn, err := peer.Dial()
	if err != nil {
		return err
	}
	return errors.Join(f(conn, admin), conn.Close())
}
