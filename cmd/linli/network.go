// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/spf13/cobra"

func networkCommand(s *settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "network",
		Short: "Form a network of several bodies, enter one, describe it to other programs, or change the version of its rules",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(formCommand(s), cardCommand(s), enterCommand(s), profileCommand(s), upgradeCommand(s))
	return cmd
}
