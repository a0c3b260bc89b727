// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/api"
)

// endSessionsCommand logs everybody out of a body's server, for example when its computer may have been in other hands.
func endSessionsCommand(o *serving) *cobra.Command {
	return &cobra.Command{
		Use:   "end-sessions",
		Short: "End every session on the body's server; everybody logs in again",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := o.open(); err != nil {
				return err
			}
			at, err := o.shared("server.db")
			if err != nil {
				return err
			}
			ended, err := api.EndSessions(cmd.Context(), at)
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "%d sessions ended\n", ended)
			}
			return err
		},
	}
}
