// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/spf13/cobra"

func parkingCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "parking",
		Short: "Price a parked car's stay, and read what a place for parking has",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(parkingPriceCommand()), reads(parkingPlaceCommand()))
	return command
}
