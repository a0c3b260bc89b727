// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/count"
	"github.com/linli-project/linli/network"
)

// countCommand has an election counted with the ballots of the own peer's blocks.
func countCommand(s *settings) *cobra.Command {
	var body string
	cmd := &cobra.Command{
		Use:   "count COMMUNITY ELECTION",
		Short: "Have the ledger count an election whose keys are published, with the ballots of a peer's blocks",
		Long: "Find an election's ballots in the blocks of a body's peer, and give them to the ledger, which opens and counts them. Servers do it when\n" +
			"an officer asks; this is for whoever has none, and goes on where another one stopped.",
		Example: "linli count garden budget-2027",
		Args:    asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := running(s.data, &body)
			if err != nil {
				return err
			}
			client, err := n.Connect(cmd.Context(), body, network.Client)
			if err != nil {
				return err
			}
			defer client.Close()
			return countElection(cmd, client, args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&body, "peer", "", "body whose peer is asked; this machine's if not given")
	return cmd
}

func countElection(cmd *cobra.Command, client *ledger.Client, community, id string) error {
	receipt, err := count.Election(cmd.Context(), client, community, id, 0, func(done, all int) {
		fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d shards are counted\n", done, all)
	})
	if act.CodeOf(err) == contract.NotFound {
		return fmt.Errorf("there is no election %s/%s: the page of an election has both names in its address", community, id)
	}
	if err != nil {
		return err
	}
	if receipt.TxID == "" {
		fmt.Fprintf(cmd.OutOrStdout(), "%s/%s was counted before\n", community, id)
		return nil
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s/%s is counted, in block %d; two bodies publish the result in their pages\n", community, id, receipt.Block)
	return nil
}
