// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func doctorCommand(s *settings) *cobra.Command {
	var fabricBin string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what could keep the network from starting; changes nothing",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			wrong := false
			for _, f := range network.Examine(cmd.Context(), s.data, fabricBin) {
				if f.Err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "ok     %s: %s\n", f.Subject, f.Answer)
					continue
				}
				wrong = true
				fmt.Fprintf(cmd.OutOrStdout(), "WRONG  %s: %v\n", f.Subject, f.Err)
			}
			if wrong {
				return exitCode(1)
			}
			return nil
		},
	}
	addFabricBin(cmd, &fabricBin)
	return cmd
}
