// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/verify"
)

// verifyCommand counts an exported ledger again. Exit code: 0 if every required check passed, 1 if not, 2 if the
// input is no ledger or no trust file.
func verifyCommand() *cobra.Command {
	var trustPath string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Count an exported ledger again, offline",
		Long: "Count an exported ledger again, offline: signatures, order, policies, validity, every act and every result.\n" +
			"A line says of each check PASS, FAIL or NOT PROVEN. Exit code 0: every required check passed; 1: one did not;\n" +
			"2: the file or the trust file cannot be read. Without --trust the ledger is UNANCHORED and never passes.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := verifyFile(cmd, args[0], trustPath)
			if err != nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "linli: %v\n", err)
				return exitCode(2)
			}
			if err := show(cmd, report, asJSON); err != nil {
				return err
			}
			if !report.OK() {
				return exitCode(1)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&trustPath, "trust", "", "trust file: what you believe without this ledger")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

func verifyFile(cmd *cobra.Command, path, trustPath string) (*verify.Report, error) {
	var trust verify.Trust
	if trustPath != "" {
		file, err := os.Open(trustPath)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // only read
		if trust, err = verify.ReadTrust(file); err != nil {
			return nil, fmt.Errorf("%s: %w", trustPath, err)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	report, err := verify.Ledger(cmd.Context(), file, trust, verify.Options{})
	if errors.Is(err, verify.ErrNotLedger) {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return report, err
}

func show(cmd *cobra.Command, report *verify.Report, asJSON bool) error {
	if !asJSON {
		return report.Write(cmd.OutOrStdout())
	}
	encoder := json.NewEncoder(cmd.OutOrStdout())
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Accepted bool `json:"accepted"`
		*verify.Report
	}{report.OK(), report})
}
