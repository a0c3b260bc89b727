// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/spf13/cobra"

func devicesCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "devices",
		Short: "Play the devices of a community: cameras, bins, buttons, detectors, doors, locks",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(devicesSimulateCommand()))
	return command
}
