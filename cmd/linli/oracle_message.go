// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/store"
)

// oracleMessageCommand shows from what an event was read.
func oracleMessageCommand(s *settings) *cobra.Command {
	o := serving{settings: s}
	var community string
	command := &cobra.Command{
		Use:   "message EVENT",
		Short: "Write what a device sent from which an event was read, as it came",
		Long: "Write what a device sent from which an event was read, as it came, with plates and pictures. Its SHA-256 is the event's \"raw\". It is\n" +
			"encrypted with the key of the oracle's files, and kept for thirty days. Whoever reads it answers for what becomes of it.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := o.open(); err != nil {
				return err
			}
			body, err := oracle.Message(cmd.Context(), o.oracleDir(community), args[0])
			if errors.Is(err, store.ErrNotFound) {
				return &network.Problem{
					What: "reading the message of event " + args[0], Why: err,
					Do: "Check the id (64 hex digits), and --body. Messages are kept for thirty days, if there is room, and silence has none.",
				}
			}
			if err != nil {
				return unproven(args[0], err)
			}
			_, err = cmd.OutOrStdout().Write(body)
			return err
		},
	}
	o.ofOracle(command, &community)
	return command
}
