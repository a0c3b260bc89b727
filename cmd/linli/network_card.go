// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

func cardCommand(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "card FILE",
		Short: "Write what the machine of a body needs that comes in later",
		Long: "Write what the machine of a body needs that comes in later: the network's first block, and the block with the\n" +
			"configuration in which the body was added. Read the fingerprint to whoever gets it.",
		Example: "linli network card garden.network",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			raw, err := n.Card(cmd.Context())
			if err != nil {
				return err
			}
			if err := whole(args[0], 0o644, func(file *os.File) error {
				_, err := file.Write(raw)
				return err
			}); err != nil {
				return err
			}
			return tellCard(cmd, args[0], raw)
		},
	}
}

func tellCard(cmd *cobra.Command, path string, raw []byte) error {
	card, err := network.ParseCard(raw)
	if err != nil {
		return unreadable("the network's file", path, err, "Get the file itself from a body, as `linli network card` writes it.")
	}
	print, err := card.Fingerprint()
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "The fingerprint of %s, to be read to each other:\n", path)
	tellFingerprint(cmd.OutOrStdout(), bodyfile.FingerprintOf(raw))
	fmt.Fprintln(cmd.OutOrStdout(), "The network's fingerprint, as all bodies had it when they formed it:")
	tellFingerprint(cmd.OutOrStdout(), print)
	return nil
}

func enterCommand(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:     "enter FILE",
		Short:   "Make the network of a file that `linli network card` wrote, for a body that was added to it",
		Example: "linli network enter garden.network",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := os.ReadFile(args[0])
			if err != nil {
				return unreadable("the network's file", args[0], err, "")
			}
			if err := tellCard(cmd, args[0], raw); err != nil {
				return err
			}
			card, err := network.ParseCard(raw)
			if err != nil {
				return err
			}
			n, err := network.Enter(s.data, card)
			if err != nil {
				return err
			}
			f, err := n.Fingerprint()
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "If both have the same, join: linli body join --fingerprint \"%s\"\n", f.Words())
			return nil
		},
	}
}
