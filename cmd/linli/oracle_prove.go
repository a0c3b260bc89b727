// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/device"
)

// oracleProveCommand proves to anybody who has the ledger that a device has said something.
func oracleProveCommand(s *settings) *cobra.Command {
	o := serving{settings: s}
	var community string
	command := &cobra.Command{
		Use:   "prove EVENT",
		Short: "Write the proof that an event, by its id, is in the oracle's log on the ledger",
		Long: "Write the proof that an event, by its id, is in the oracle's log on the ledger: one line of JSON. Whoever has it and an exported\n" +
			"ledger checks it offline: `linli verify FILE --trust TRUST --event PROOF`. It holds what the event says.\n" +
			"The server may run meanwhile. Changes nothing.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := o.open(); err != nil {
				return err
			}
			proof, err := oracle.Prove(cmd.Context(), o.oracleDir(community), community, args[0])
			if err != nil {
				return unproven(args[0], err)
			}
			text, err := proof.Write()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	o.ofOracle(command, &community)
	return command
}

// unproven says why there is no proof, and what to do about it.
func unproven(event string, why error) error {
	do := ""
	switch {
	case errors.Is(why, oracle.ErrNoOracle):
		do = "Name the body and the community of a server that was started with --oracle, and its --data."
	case errors.Is(why, store.ErrNotFound):
		do = "Check the id (64 hex digits), and --body: each body's oracle has the events of its own devices."
	case errors.Is(why, store.ErrNotLogged):
		do = "Wait a few seconds. If the ledger is away, it takes as long as that."
	case errors.Is(why, device.ErrNoLog):
		do = "The files lack a part of the log, as an older copy of them does: restore a newer one."
	default:
		return why
	}
	return &network.Problem{What: "proving event " + event, Why: why, Do: do}
}
