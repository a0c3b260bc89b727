// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/cosigner"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
)

// witnessing is what `linli serve` is told about the ledger's head. The zero value is that of no flags.
type witnessing struct{ every time.Duration }

// usually is how often the ledger's head is co-signed.
const usually = time.Hour

func (w *witnessing) flags(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&w.every, "cosign-every", usually, "how often the ledger's head is co-signed, if there is anything new; results are at once")
}

// witnessCommand is for a body whose pages nobody serves, or not from here.
func witnessCommand(o *serving) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "witness",
		Short: "Co-sign the ledger's head for a body, without serving its pages",
		Long:  "Co-sign the ledger's head for a body, without serving its pages. `linli serve` does so too: run one of the two for a body.",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, log := cmd.Context(), slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			n, err := o.open()
			if err != nil {
				return err
			}
			if err := n.Running(); err != nil {
				return err
			}
			seen, err := o.openWitness(ctx, n, log)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "co-signing for %s\n", o.body)
			return errors.Join(seen.run(ctx), seen.Close())
		},
	}
	o.witnessing.flags(cmd)
	return cmd
}

// A seer reads the own peer's blocks for the body's witness. It has a client of its own, of this peer alone: what another one says the
// ledger is would be no second word.
type seer struct {
	client   *ledger.Client
	tree     *tree.Tree
	cosigner *cosigner.Cosigner
	log      *slog.Logger
}

// leastDelay is that of a server that co-signs more often than anybody needs, as in a rehearsal.
const leastDelay = 2 * time.Second

func (o *serving) openWitness(ctx context.Context, n *network.Network, log *slog.Logger) (s *seer, err error) {
	key, own, err := witnessKey(n, o.body)
	if err != nil {
		return nil, err
	}
	every := cmp.Or(o.every, usually)
	if every < time.Second {
		return nil, usageError{fmt.Errorf("--cosign-every %s: a second is the least", every)}
	}
	s = &seer{log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.client, err = n.ConnectAlone(ctx, o.body); err != nil {
		return nil, err
	}
	if s.tree, err = tree.Open(o.own("tree.db")); err != nil {
		return nil, err
	}
	at, err := o.shared("witness.db")
	if err != nil {
		return nil, err
	}
	s.cosigner, err = cosigner.Open(ctx, cosigner.Config{
		MSP: own.MSP, Bodies: bodiesOf(n), Key: key, File: at, Before: o.file("witness.db"), Tree: s.tree, Ledger: s.client,
		Every: every, Delay: max(every/60, leastDelay), Random: rand.N[time.Duration], Now: time.Now, Log: log,
	})
	return s, err
}

// bodiesOf counts a network's bodies each time, as its directory has them then: they come and go.
func bodiesOf(n *network.Network) func() int {
	return func() int {
		if now, err := network.Open(n.Dir()); err == nil {
			n = now
		}
		return len(n.Bodies())
	}
}

// run reads the blocks and co-signs until ctx ends. Blocks that are no longer the ones of before end the co-signing and nothing else.
func (s *seer) run(ctx context.Context) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	signing := make(chan struct{})
	go func() {
		defer close(signing)
		s.cosigner.Run(reading)
	}()
	err := ledger.Project(ctx, s.client, s.log, s.tree, s.cosigner)
	if ctx.Err() == nil {
		s.log.Error("the own peer's blocks cannot be followed: the ledger's head is not co-signed any more", "error", err)
	}
	stop()
	<-signing
	<-ctx.Done()
	return nil
}

// Close closes what was opened.
func (s *seer) Close() error {
	var err error
	if s.cosigner != nil {
		err = s.cosigner.Close()
	}
	if s.tree != nil {
		err = errors.Join(err, s.tree.Close())
	}
	if s.client != nil {
		s.client.Close()
	}
	return err
}
