// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/network"
)

// officersCommand lists the officers of the body's personal-data store.
func officersCommand(o *serving) *cobra.Command {
	var community string
	cmd := &cobra.Command{
		Use:   "officers",
		Short: "List the officers, those in office first, with the ids that end-officer and the audit log name",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCommunity(cmd.Context(), community, func(_ *network.Network, store *identity.Store) error {
				officers, err := store.Officers(cmd.Context(), community)
				if err != nil {
					return err
				}
				return printOfficers(cmd.OutOrStdout(), officers)
			})
		},
	}
	ofCommunity(cmd, &community)
	return cmd
}

func printOfficers(out io.Writer, officers []identity.Officer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tBODY\tNAME\tSINCE\tUNTIL")
	for _, officer := range officers {
		until := ""
		if officer.Ended > 0 {
			until = day(officer.Ended)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", officer.ID, officer.Body, officer.Name, day(officer.Added), until)
	}
	return w.Flush()
}

func day(unix int64) string { return time.Unix(unix, 0).Format(time.DateOnly) }

// endOfficerCommand ends an office: on the ledger first, so that what is interrupted in between leaves nobody in office.
func endOfficerCommand(o *serving) *cobra.Command {
	var community string
	cmd := &cobra.Command{
		Use:   "end-officer ID",
		Short: "End an officer's office: revoke his passkeys on the ledger and here; can be repeated",
		Args:  asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.withCommunity(cmd.Context(), community, func(n *network.Network, store *identity.Store) error {
				revoked, err := endOfficer(cmd.Context(), n, store, community, args[0])
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%s is out of office; %d passkeys revoked\n", args[0], revoked)
				}
				return err
			})
		},
	}
	ofCommunity(cmd, &community)
	return cmd
}

// endOfficer returns how many of the officer's passkeys were revoked on the ledger.
func endOfficer(ctx context.Context, n *network.Network, store *identity.Store, community, id string) (revoked int, err error) {
	officer, err := store.Officer(ctx, community, id)
	if err != nil {
		return 0, fmt.Errorf("%w; `linli serve officers` lists them", err)
	}
	keys, err := store.Passkeys(ctx, community, identity.Holder{Officer: id})
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		err := n.Dismiss(ctx, officer.Body, community, key.ID)
		if act.CodeOf(err) == contract.NotFound {
			continue // it was never admitted
		}
		if err != nil {
			return revoked, err
		}
		revoked++
	}
	_, err = store.EndOfficer(ctx, community, id)
	return revoked, err
}

// withCommunity is withStore for a community that the store knows.
func (o *serving) withCommunity(ctx context.Context, community string, do func(*network.Network, *identity.Store) error) error {
	return o.withStore(ctx, func(n *network.Network, store *identity.Store) error {
		if _, err := store.Constitution(ctx, community); err != nil {
			return err
		}
		return do(n, store)
	})
}

// ofCommunity adds the flag that names the community a command is about.
func ofCommunity(cmd *cobra.Command, community *string) {
	cmd.Flags().StringVar(community, "community", "", "community the officers act in")
	_ = cmd.MarkFlagRequired("community") // the flag is there
}
