// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/parking/exchange"
)

func parkingPlaceCommand() *cobra.Command {
	var in string
	command := &cobra.Command{
		Use:   "place --in FILE",
		Short: "Say which spaces a place has, as others wrote it down",
		Long: `Say as JSON which spaces a place for parking has: what is written on each, what it is for, the level that it is on,
and where it is. FILE has the place's elements in APDS 4 (Alliance for Parking Data Standards): a list, or an answer with "data". What
is not needed to know the spaces is passed over. Exits with 2, and where the fault is, if it is no such place. Changes nothing.

Officers of the body that keeps a car park's gates put the same file on their page of it, so that residents see the plan.`,
		Example: `  linli parking place --in garden.apds.json`,
		Args:    asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			place, err := readPlace(in)
			if err != nil {
				return unreadable("the place", in, err, "Give one place of APDS 4 with the elements that it has, as a list; docs/parking/tariffs.md shows one.")
			}
			return printJSON(cmd.OutOrStdout(), place)
		},
	}
	command.Flags().StringVar(&in, "in", "", "file with the place")
	_ = command.MarkFlagRequired("in") // the flag is there
	return command
}

func readPlace(path string) (exchange.Place, error) {
	raw, err := readInput(path)
	if err != nil {
		return exchange.Place{}, err
	}
	return exchange.ReadPlace(raw)
}
