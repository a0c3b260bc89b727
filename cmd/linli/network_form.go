// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/mdp/qrterminal/v3"
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

func formCommand(s *settings) *cobra.Command {
	var fabricBin string
	cmd := &cobra.Command{
		Use:   "form FILE…",
		Short: "Make the network's first block from the files of all bodies, this machine's among them",
		Long: "Make the network's first block from the files of all bodies, this machine's among them. Every body does so by itself, and all have the\n" +
			"same block or none starts: read its fingerprint to each other. Before, compare the files' own fingerprints. It can be repeated\n" +
			"until this body has joined.",
		Example: "linli network form owners.body residents.body property.body street.body",
		Args:    asUsage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, prints, err := readBodyFiles(args)
			if err != nil {
				return err
			}
			n, err := network.Form(cmd.Context(), s.data, fabricBin, files, func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) })
			if err != nil {
				return err
			}
			return tellFormed(cmd, n, prints)
		},
	}
	addFabricBin(cmd, &fabricBin)
	return cmd
}

func readBodyFiles(paths []string) (files []*bodyfile.File, prints map[string]bodyfile.Fingerprint, err error) {
	prints = map[string]bodyfile.Fingerprint{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, unreadable("the body's file", path, err, "")
		}
		f, err := bodyfile.Parse(raw)
		if err != nil {
			return nil, nil, unreadable("the body's file", path, err, "Get the file itself from that body, as `linli body file` writes it.")
		}
		files = append(files, f)
		prints[f.ID] = bodyfile.FingerprintOf(raw)
	}
	return files, prints, nil
}

func tellFormed(cmd *cobra.Command, n *network.Network, prints map[string]bodyfile.Fingerprint) error {
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BODY\tTITLE\tHOST\tFINGERPRINT OF ITS FILE")
	for _, b := range n.Bodies() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", b.ID, b.Title, b.Host, prints[b.ID].Characters())
		fmt.Fprintf(w, "\t\t\t%s\n", prints[b.ID].Words())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f, err := n.Fingerprint()
	if err != nil {
		return err
	}
	count := len(n.Bodies())
	fmt.Fprintf(cmd.OutOrStdout(), "\nThe network's fingerprint, which has to be the same at all %d bodies:\n", count)
	tellFingerprint(cmd.OutOrStdout(), f)
	qrterminal.GenerateHalfBlock(f.Words(), qrterminal.L, cmd.OutOrStdout())
	quorum := bodyfile.Quorum(count)
	fmt.Fprintf(cmd.OutOrStdout(), "It takes %d of the %d bodies to go on: %d may be away at a time.\nIf all have the same, join: linli body join --fingerprint \"%s\"\n",
		quorum, count, count-quorum, f.Words())
	return nil
}
