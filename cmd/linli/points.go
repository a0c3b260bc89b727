// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/points"
)

func pointsCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "points",
		Short: "Keep a book of points on paper",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(pointsSimulateCommand()))
	return command
}

func pointsSimulateCommand() *cobra.Command {
	return simulates(&cobra.Command{
		Use:   "simulate FILE",
		Short: "Keep a book of points on paper: what would become of these steps?",
		Long: `Earn, give, hold, spend, expire and reverse points as a JSON file says, under the rules of this version, without a
ledger. A file with one case gets its result as JSON, and in words on the error output.
A file with "cases" is compared with their "expect"; any difference exits with 1, a file that is no case with 2.`,
	}, pointsForm, runPoints)
}

// pointsForm says what a file of points looks like.
const pointsForm = "Give a JSON object with rules, steps and at, or one with a list of such \"cases\"; " +
	"docs/points.md says what a step has, and rules/points/testdata/vectors.json in linli's source is an example."

// runPoints keeps the book of a case.
func runPoints(data []byte) (simulated, error) {
	var given struct {
		points.Case

		Expect json.RawMessage `json:"expect"`
	}
	if err := readCase(data, &given); err != nil {
		return simulated{}, err
	}
	result, err := points.Run(given.Case)
	if err != nil {
		return simulated{name: given.Name}, err
	}
	return simulated{given.Name, given.Expect, result, balance(result)}, nil
}

// balance puts a result in words.
func balance(r points.Result) string {
	accepted, accounts, held := 0, int64(0), int64(0)
	for _, outcome := range r.Steps {
		if outcome == points.OK {
			accepted++
		}
	}
	for _, a := range r.Accounts {
		held += a.Held
		for _, l := range a.Lots {
			accounts += l.Amount
		}
	}
	return fmt.Sprintf("%d of %d steps are accepted\nissued %d = spent %d + expired %d + in accounts %d + held %d\n",
		accepted, len(r.Steps), r.Issued, r.Spent, r.Expired, accounts, held)
}
