// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// inviteOfficerCommand adds an officer to the body's personal-data store and prints the link with which he makes a passkey.
func inviteOfficerCommand(o *serving) *cobra.Command {
	var community, of, name, person string
	var valid time.Duration
	cmd := &cobra.Command{
		Use:   "invite-officer",
		Short: "Add an officer of the body and print his one-time link for a passkey",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withStore(cmd.Context(), func(n *network.Network, store *identity.Store) error {
				if _, err := n.Peer(cmp.Or(of, o.body)); err != nil {
					return usageError{err}
				}
				origin, err := o.pages(cmd.Context(), n, store, community)
				if err != nil {
					return err
				}
				officer, err := store.AddOfficer(cmd.Context(), community, cmp.Or(of, o.body), name, person)
				if err != nil {
					return err
				}
				token, err := o.invite(cmd.Context(), community, officer.ID, valid)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(),
					"%s/c/%s/office#register=%s\nvalid for %s, once; then run `linli serve admit-officers`, unless the server runs with --admit\n",
					origin, community, token, valid)
				return nil
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&community, "community", "", "community the officer acts in")
	f.StringVar(&of, "of", "", "body that the officer acts for (the server's if not given)")
	f.StringVar(&name, "name", "", "the officer's name; it stays in the store")
	f.StringVar(&person, "person", "", "the officer's own pseudonym, if he is an owner here: he cannot confirm himself")
	f.DurationVar(&valid, "valid", 24*time.Hour, "how long the link is valid")
	for _, flag := range []string{"community", "name"} {
		_ = cmd.MarkFlagRequired(flag) // the flag is there
	}
	return cmd
}

// pages is the origin of this body's pages of a community.
func (o *serving) pages(ctx context.Context, n *network.Network, store *identity.Store, community string) (string, error) {
	constitution, err := constitutionOf(ctx, n, store, o.body, community)
	if err != nil {
		return "", err
	}
	return o.pagesOf(constitution)
}

// pagesOf is the origin of this body's pages: whoever opens a link on another body's hands his token to that body.
func (o *serving) pagesOf(c contract.Constitution) (string, error) {
	switch origins := c.RP.Origins; {
	case o.origin == "" && len(origins) == 1:
		return origins[0], nil
	case !slices.Contains(origins, o.origin):
		return "", usageError{fmt.Errorf("--origin has to be this body's own among those that the constitution names: %s",
			strings.Join(origins, ", "))}
	}
	return o.origin, nil
}

// constitutionOf is the one in the store, or that of the ledger, which is kept then.
func constitutionOf(ctx context.Context, n *network.Network, store *identity.Store, body, community string) (contract.Constitution, error) {
	known, err := store.Constitution(ctx, community)
	if !errors.Is(err, identity.ErrNotFound) {
		return known, err
	}
	client, err := n.Connect(ctx, body, network.Client)
	if err != nil {
		return known, err
	}
	defer client.Close()
	on, err := ledger.Read(ctx, client, contract.Communities, community)
	if err != nil {
		return known, err
	}
	return on.Constitution, store.KeepCommunity(ctx, community, on.Constitution)
}

// admitOfficersCommand makes the passkeys of the body's officers known to the ledger, as only its Fabric administrator may.
func admitOfficersCommand(o *serving) *cobra.Command {
	var community string
	cmd := &cobra.Command{
		Use:   "admit-officers",
		Short: "Make the registered passkeys of the body's officers known to the ledger",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withStore(cmd.Context(), func(n *network.Network, store *identity.Store) error {
				admitted, err := admitOfficers(cmd.Context(), n, store, o.body, community)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%d passkeys admitted\n", admitted)
				}
				return err
			})
		},
	}
	ofCommunity(cmd, &community)
	return cmd
}

func admitOfficers(ctx context.Context, n *network.Network, store *identity.Store, body, community string) (int, error) {
	keys, err := store.OfficerKeys(ctx, community, body)
	if err != nil {
		return 0, err
	}
	return admit(ctx, n, community, body, keys...)
}

// admit puts those of a body's officers on the ledger who are not there yet, and returns how many.
func admit(ctx context.Context, n *network.Network, community, body string, keys ...people.OfficerKey) (int, error) {
	admin, err := n.Connect(ctx, body, network.Admin)
	if err != nil {
		return 0, err
	}
	defer admin.Close()
	known, err := ledger.Read(ctx, admin, contract.Communities, community)
	if err != nil {
		return 0, err
	}
	fresh := []people.OfficerKey{}
	for _, key := range keys {
		_, err := ledger.Read(ctx, admin, contract.Credentials, community, key.ID)
		if act.CodeOf(err) == contract.NotFound {
			fresh = append(fresh, key)
		} else if err != nil {
			return 0, err
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	_, err = n.Admit(ctx, body, community, known.Constitution, fresh...)
	return len(fresh), err
}

// invite makes the token of an officer's link.
func (o *serving) invite(ctx context.Context, community, officer string, valid time.Duration) (token string, err error) {
	at, err := o.shared("server.db")
	if err != nil {
		return "", err
	}
	return api.InviteOfficer(ctx, at, community, officer, time.Now().Add(valid))
}

// withStore opens the network's facts and the body's personal-data store.
func (o *serving) withStore(ctx context.Context, do func(*network.Network, *identity.Store) error) (err error) {
	n, err := o.open()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.file(""), 0o700); err != nil {
		return err
	}
	at, err := o.storeAt()
	if err != nil {
		return err
	}
	store, err := identity.Open(ctx, at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(n, store)
}
