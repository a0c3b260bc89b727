// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
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
			"their root certificates, the last block as a checkpoint, and whose signatures under the ledger's head count. Hand the trust file over on another way than the ledger.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := cmd.Flags().GetString("data")
			if err != nil {
				return err
			}
			n, err := running(data, &body)
			if err != nil {
				return err
			}
			if err := exportable(n, args[0]); err != nil {
				return err
			}
			blocks, err := export(cmd.Context(), n, body, args[0], cmd.ErrOrStderr())
			if err != nil {
				return exportError(body, err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d blocks in %s, trust roots in %s\n", blocks, args[0], trustFile(args[0]))
			return nil
		},
	}
	cmd.Flags().StringVar(&body, "peer", "", "body whose peer is asked; this machine's if not given")
	return cmd
}

func trustFile(ledger string) string { return ledger + ".trust.json" }

// exportable returns an error if the files would replace others than an export of the same network.
func exportable(n *network.Network, path string) error {
	if err := replaceable(path, func(r io.Reader) error { _, err := verify.NewReader(r); return err }); err != nil {
		return err
	}
	return replaceable(trustFile(path), func(r io.Reader) error {
		trust, err := verify.ReadTrust(r)
		if err != nil {
			return err
		}
		genesis, err := os.ReadFile(n.GenesisBlock())
		if err != nil {
			return err
		}
		own, err := verify.TrustFrom(genesis, nil)
		if err == nil && trust.Genesis != own.Genesis {
			err = errors.New("the trust file of another network")
		}
		return err
	})
}

// exportError says of an export that failed what to do, if that is not said yet.
func exportError(body string, err error) error {
	var known *network.Problem
	if errors.As(err, &known) || errors.Is(err, context.Canceled) {
		return err
	}
	return &network.Problem{
		What: "exporting the ledger of the peer of " + body, Why: err,
		Do: "Nothing was written. `linli status` tells whether that peer answers; --peer names another body's.",
	}
}

// patience is how long a peer may take to answer, and to deliver its next block.
const patience = 20 * time.Second

// export writes the ledger as one body's peer has it. The files appear under their names only when they are whole.
func export(ctx context.Context, n *network.Network, body, path string, words io.Writer) (uint64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	late := time.AfterFunc(patience, func() { cancel(fmt.Errorf("it says nothing for %s", patience)) })
	defer late.Stop()
	peer, err := n.ConnectAlone(ctx, body)
	if err != nil {
		return 0, cmp.Or(context.Cause(ctx), err)
	}
	defer peer.Close()
	height, err := peer.Height(ctx)
	if err != nil {
		return 0, cmp.Or(context.Cause(ctx), err)
	}
	told := newProgress(words, fmt.Sprintf("exporting %d blocks", height), int64(height)) //nolint:gosec // far below
	defer told.end()
	var trust verify.Trust
	err = whole(path, 0o644, func(file *os.File) error {
		trust, err = copyBlocks(ctx, peer, file, height, names(n), func() { late.Reset(patience); told.add(1) })
		return err
	})
	if err != nil {
		return 0, err
	}
	named, err := witnesses(ctx, peer)
	if err = cmp.Or(err, trust.Name(named...)); err != nil {
		return 0, cmp.Or(context.Cause(ctx), err)
	}
	return height, whole(trustFile(path), 0o644, func(file *os.File) error { return trust.Write(file) })
}

func names(n *network.Network) map[string]string {
	titles := map[string]string{}
	for _, b := range n.Bodies() {
		titles[b.MSPID] = b.Title
	}
	return titles
}

// copyBlocks writes the blocks before height to file and returns the trust roots that they begin and end with.
func copyBlocks(
	ctx context.Context, peer *ledger.Client, file *os.File, height uint64, names map[string]string, copied func(),
) (trust verify.Trust, err error) {
	out, err := verify.NewWriter(file)
	if err != nil {
		return trust, err
	}
	var raw []byte
	number := 0
	for block, err := range ledger.Blocks(ctx, peer, 0, height-1) {
		if err != nil {
			return trust, fmt.Errorf("the peer stopped before block %d of %d: %w", number, height, cmp.Or(context.Cause(ctx), err))
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
		number++
		copied()
	}
	return trust, errors.Join(trust.Mark(raw), out.Close())
}
