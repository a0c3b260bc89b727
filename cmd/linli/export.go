// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// exportCommand writes the whole ledger to a file, with the trust file that goes with it.
func exportCommand() *cobra.Command {
	var body string
	cmd := &cobra.Command{
		Use:   "export FILE",
		Short: "Write the whole ledger to a file that `linli verify` counts again offline",
		Long: "Write every block of a body's peer to FILE, and the trust roots to FILE.trust.json: the genesis hash, the bodies and\n" +
			"their root certificates, and the last block as a checkpoint. Hand the trust file over on another way than the ledger.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := cmd.Flags().GetString("data")
			if err != nil {
				return err
			}
			n, err := network.Open(data)
			if err != nil {
				return err
			}
			blocks, err := export(cmd.Context(), n, body, args[0])
			if err != nil {
				return fmt.Errorf("export the ledger: %w", err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d blocks in %s, trust roots in %s\n", blocks, args[0], trustFile(args[0]))
			return nil
		},
	}
	cmd.Flags().StringVar(&body, "peer", "owners", "body whose peer is asked")
	return cmd
}

func trustFile(ledger string) string { return ledger + ".trust.json" }

// export writes the ledger as one body's peer has it. The files appear under their names only when they are whole.
func export(ctx context.Context, n *network.Network, body, path string) (uint64, error) {
	gateway, err := connect(n, body)
	if err != nil {
		return 0, err
	}
	defer gateway.close()
	height, err := gateway.height(ctx)
	if err != nil {
		return 0, err
	}
	var trust verify.Trust
	err = whole(path, func(file *os.File) error {
		trust, err = gateway.copyBlocks(ctx, file, height, names(n))
		return err
	})
	if err != nil {
		return 0, err
	}
	return height, whole(trustFile(path), func(file *os.File) error { return trust.Write(file) })
}

func names(n *network.Network) map[string]string {
	titles := map[string]string{}
	for _, b := range n.Bodies() {
		titles[b.MSPID] = b.Title
	}
	return titles
}

// whole writes a file under a temporary name and renames it once it is complete.
func whole(path string, write func(*os.File) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(write(file), file.Sync(), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// blockSource is a connection to one body's peer.
type blockSource struct {
	network *client.Network
	mspID   string
	close   func()
}

func connect(n *network.Network, body string) (*blockSource, error) {
	peer, err := n.Peer(body)
	if err != nil {
		return nil, err
	}
	mspID, certPEM, keyPEM, err := n.Identity(body, network.Client)
	if err != nil {
		return nil, err
	}
	id, sign, err := signer(mspID, certPEM, keyPEM)
	if err != nil {
		return nil, err
	}
	connection, err := peer.Dial()
	if err != nil {
		return nil, err
	}
	gateway, err := client.Connect(id, client.WithSign(sign), client.WithClientConnection(connection))
	if err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	return &blockSource{gateway.GetNetwork(network.Channel), mspID, func() {
		gateway.Close()    //nolint:errcheck,gosec // nothing is pending on it
		connection.Close() //nolint:errcheck,gosec // the same
	}}, nil
}

func signer(mspID string, certPEM, keyPEM []byte) (*identity.X509Identity, identity.Sign, error) {
	cert, err := identity.CertificateFromPEM(certPEM)
	if err != nil {
		return nil, nil, err
	}
	key, err := identity.PrivateKeyFromPEM(keyPEM)
	if err != nil {
		return nil, nil, err
	}
	id, err := identity.NewX509Identity(mspID, cert)
	if err != nil {
		return nil, nil, err
	}
	sign, err := identity.NewPrivateKeySign(key)
	return id, sign, err
}

// height is the number of blocks the peer has.
func (s *blockSource) height(ctx context.Context) (uint64, error) {
	query := s.network.GetContract("qscc")
	raw, err := query.EvaluateWithContext(ctx, "GetChainInfo", client.WithArguments(network.Channel), client.WithEndorsingOrganizations(s.mspID))
	if err != nil {
		return 0, err
	}
	info := &common.BlockchainInfo{}
	if err := proto.Unmarshal(raw, info); err != nil {
		return 0, err
	}
	return info.GetHeight(), nil
}

// copyBlocks writes the blocks before height to file and returns the trust roots that they begin and end with.
func (s *blockSource) copyBlocks(ctx context.Context, file *os.File, height uint64, names map[string]string) (trust verify.Trust, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	blocks, err := s.network.BlockEvents(ctx, client.WithStartBlock(0))
	if err != nil {
		return trust, err
	}
	out, err := verify.NewWriter(file)
	if err != nil {
		return trust, err
	}
	var raw []byte
	for number := range height {
		block, ok := <-blocks
		if !ok {
			return trust, fmt.Errorf("the peer stopped before block %d of %d", number, height)
		}
		if raw, err = proto.Marshal(block); err != nil {
			return trust, err
		}
		if number == 0 {
			if trust, err = verify.TrustFrom(raw, names); err != nil {
				return trust, err
			}
		}
		if err := out.Append(raw); err != nil {
			return trust, err
		}
	}
	return trust, errors.Join(trust.Mark(raw), out.Close())
}
