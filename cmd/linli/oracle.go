// SPDX-License-Identifier: Apache-2.0

package main

import "github.com/spf13/cobra"

func oracleCommand(s *settings) *cobra.Command {
	command := &cobra.Command{
		Use:   "oracle",
		Short: "Bring what gates and sensors say onto the ledger",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(oracleDecodeCommand()), oracleCredentialCommand(s), reads(oracleProveCommand(s)), reads(oracleMessageCommand(s)))
	return command
}
