// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func resetCommand(s *settings) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Stop the network and remove it: ledger, certificates and keys",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !yes {
				fmt.Fprintf(cmd.ErrOrStderr(),
					"This removes the ledger and every key in %s for good. Type yes to go on: ", s.data)
				answer, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
				if strings.TrimSpace(answer) != "yes" {
					return errors.New("nothing was removed; answer yes, or give --yes, to remove it")
				}
			}
			if err := network.Reset(s.data); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "network removed")
			return nil
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}
