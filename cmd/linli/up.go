// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/network"
)

func upCommand(s *settings) *cobra.Command {
	var fabricBin string
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start the network; make it first if there is none",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := network.Up(cmd.Context(), s.data, network.Options{
				FabricBin: fabricBin, Version: chapters.Current().Version,
				Progress: func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) },
			})
			if err != nil {
				return err
			}
			if err := nameWitnesses(cmd.Context(), n); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "network up, data in %s\n", n.Dir())
			return nil
		},
	}
	addFabricBin(cmd, &fabricBin)
	return cmd
}

// addFabricBin adds the flag that names Fabric's programs.
func addFabricBin(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "fabric-bin", "",
		"directory with Fabric's programs (also $"+network.FabricBinEnv+"); those installed with linli, or built from source, if not given")
}
