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
	command.AddCommand(reads(oracleDecodeCommand()), oracleCredentialCommand(s), reads(oracleProveCommand(s)),
		reads(oracleMessageCommand(s)))
	return command
}

// ofOracle has a command name whose oracle it is about.
func (o *serving) ofOracle(command *cobra.Command, community *string) {
	f := command.Flags()
	f.StringVar(&o.body, "body", "", "body whose oracle it is; this machine's if not given")
	f.StringVar(community, "community", "", "community whose devices it hears")
	_ = command.MarkFlagRequired("community") // the flag is there
}
