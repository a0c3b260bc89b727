// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func bodyRunCommand(s *settings) *cobra.Command {
	var fabricBin, said string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run this body's orderer, peer and chaincode until told to end, as a service does at each boot",
		Long: "Run this body's orderer, peer and chaincode in the foreground, when it has once joined with `linli body join`, or by this with\n" +
			"--fingerprint. It waits for the other bodies as long as it takes, and tells systemd when a transaction went through. SIGTERM, or\n" +
			"`linli down`, ends it and them.",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			tell := func(line string) {
				fmt.Fprintln(cmd.ErrOrStderr(), line)
				tellService(cmd.ErrOrStderr(), "STATUS="+line)
			}
			if err := confirmed(s.data, said); err != nil {
				return err
			}
			o := network.Options{FabricBin: fabricBin, Progress: tell, Confirmed: said != ""}
			return network.Run(cmd.Context(), s.data, o, func(n *network.Network) {
				if err := nameWitnesses(cmd.Context(), n); err != nil { // the next start does it again; no reason to end what runs
					fmt.Fprintln(cmd.ErrOrStderr(), err)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s runs in the network of %d bodies\n", n.Here()[0].ID, len(n.Bodies()))
				tellService(cmd.ErrOrStderr(), daemon.SdNotifyReady)
			})
		},
	}
	cmd.Flags().StringVar(&said, "fingerprint", "",
		"the words or characters of the network's fingerprint, as all bodies have read them: join it, if that has not been done")
	addFabricBin(cmd, &fabricBin)
	return cmd
}

// confirmed refuses to run a network that is not the one of which people have spoken, if somebody says which one that is.
func confirmed(dir, said string) error {
	if said == "" {
		return nil
	}
	n, err := network.Open(dir)
	if err != nil {
		return err
	}
	return sameNetwork(n, said)
}

// tellService tells systemd how its service is doing, if that is what this process is.
func tellService(stderr io.Writer, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		fmt.Fprintln(stderr, "telling systemd:", err)
	}
}
