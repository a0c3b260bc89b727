// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/verify"
)

// verifyCredentialCommand checks a result that a body has signed.
func verifyCredentialCommand() *cobra.Command {
	var trustPath string
	cmd := &cobra.Command{
		Use:   "credential FILE",
		Short: "Check a published result that a body has signed (result.jwt)",
		Long: "Check a published result that a body has signed (result.jwt of its server), and print what it says.\n" +
			"That is the body's word. Who wants no word for it exports the ledger and counts it again: `linli verify`.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			const do = "Get the file (result.jwt) anew from the body's server, and the trust file from somebody you trust."
			trust, err := readTrust(trustPath)
			if err != nil {
				return unreadable("the trust file", trustPath, err, do)
			}
			token, err := readInput(args[0])
			if err != nil {
				return unreadable("the credential", args[0], err, do)
			}
			body, claims, err := verify.Credential(strings.TrimSpace(string(token)), trust)
			if errors.Is(err, verify.ErrNoCredential) {
				return unreadable("the credential", args[0], err, do)
			}
			if err != nil {
				fmt.Fprintf(cmd.OutOrStdout(), "FAIL  %v\n", err)
				return exitCode(1)
			}
			var words bytes.Buffer
			if err := json.Indent(&words, claims, "", "  "); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "PASS  signed by %s (%s)\n%s\n", body.Name, body.MSPID, words.String())
			return nil
		},
	}
	cmd.Flags().StringVar(&trustPath, "trust", "", "trust file: what you believe without this credential")
	_ = cmd.MarkFlagRequired("trust") // the flag is there
	return cmd
}
