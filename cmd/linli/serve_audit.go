// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/network"
)

const auditPage = 1000 // lines read at once

// auditCommand prints who did what with personal data.
func auditCommand(o *serving) *cobra.Command {
	var community string
	var after int64
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Print the audit log of the personal-data store: who saw or changed what, without names",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCommunity(cmd.Context(), community, func(_ *network.Network, store *identity.Store) error {
				return eachEvent(cmd.Context(), store, community, after, func(e identity.Event) error {
					return printEvent(cmd.OutOrStdout(), e, asJSON)
				})
			})
		},
	}
	ofCommunity(cmd, &community)
	cmd.Flags().Int64Var(&after, "after", 0, "begin after the line with this number")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object a line")
	return cmd
}

func eachEvent(ctx context.Context, store *identity.Store, community string, after int64, do func(identity.Event) error) error {
	for {
		events, err := store.Audit(ctx, community, after, auditPage)
		if err != nil || len(events) == 0 {
			return err
		}
		for _, e := range events {
			if err := do(e); err != nil {
				return err
			}
		}
		after = events[len(events)-1].Number
	}
}

func printEvent(out io.Writer, e identity.Event, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(e)
	}
	actor := e.Actor
	if actor == "" {
		actor = "-"
	}
	_, err := fmt.Fprintln(out, e.Number, time.Unix(e.At, 0).Format(time.RFC3339), actor, e.Action, e.Subject)
	return err
}
