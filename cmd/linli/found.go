// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// founding is what `linli found` is told.
type founding struct{ data, id, name, profile, origin string }

func foundCommand(s *settings) *cobra.Command {
	var f founding
	cmd := &cobra.Command{
		Use:   "found COMMUNITY",
		Short: "Found a community of all bodies of the network, as those whose machine this is",
		Long: "Found a community, as the Fabric administrator of each body whose machine this is. It exists once all bodies have proposed the same.\n" +
			"Its officers come after it: `linli serve` and `linli serve invite-officer`.",
		Example: "linli found garden --name 花园小区 --profile rehearsal --origin http://localhost:8080",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.data, f.id = s.data, args[0]
			return f.run(cmd)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.name, "name", "", "the community's name, as people know it")
	flags.StringVar(&f.profile, "profile", "rehearsal", "the city's rules (rules/election/profiles.json); a rehearsal binds nobody")
	flags.StringVar(&f.origin, "origin", "http://localhost:8080",
		"origin of the pages, where people's passkeys will work; it cannot be changed")
	_ = cmd.MarkFlagRequired("name") // the flag is there
	return cmd
}

func (f founding) run(cmd *cobra.Command) error {
	rp, err := relyingParty(f.origin)
	if err != nil {
		return usageError{err}
	}
	if _, err := chapters.Profiles().Of(f.profile); err != nil {
		return usageError{err}
	}
	n, err := network.Open(f.data)
	if err != nil {
		return err
	}
	if err := n.Running(); err != nil {
		return err
	}
	c, err := n.Constitution(cmd.Context(), f.name, f.profile, rp)
	if err != nil {
		return err
	}
	if err := isNew(cmd, n, f.id); err != nil {
		return err
	}
	come, _, err := n.Found(cmd.Context(), f.id, c, nil)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if !come.Founded {
		fmt.Fprintf(out, "%s (%s) is proposed; it is founded once these do the same: %s\n", f.id, f.name, strings.Join(come.Missing, ", "))
		return nil
	}
	fmt.Fprintf(out, "%s (%s) is founded by %d bodies; passkeys work at %s\n", f.id, f.name, len(c.Bodies), f.origin)
	return nil
}

// relyingParty is where passkeys work: on the host of one origin, which is https except on this machine. It is for good, so that it
// has to be just what browsers call it.
func relyingParty(origin string) (act.RelyingParty, error) {
	u, err := url.Parse(origin)
	if err != nil || asBrowsersWrite(origin) != nil || u.Scheme != "https" && u.Hostname() != "localhost" {
		return act.RelyingParty{}, fmt.Errorf("--origin %q is not like https://garden.example or http://localhost:8080", origin)
	}
	return act.RelyingParty{ID: u.Hostname(), Origins: []string{origin}}, nil
}

// asBrowsersWrite refuses an origin that browsers write in another way, since what is signed on its pages is held against it.
func asBrowsersWrite(origin string) error {
	u, err := url.Parse(origin)
	usual := map[string]string{"http": "80", "https": "443"}
	if err != nil || u.Hostname() == "" || origin != u.Scheme+"://"+strings.ToLower(u.Host) || usual[u.Scheme] == "" ||
		u.Port() == usual[u.Scheme] || strings.HasSuffix(u.Host, ":") {
		return usageError{fmt.Errorf("--origin %q is not as browsers write it: like https://garden.example or http://localhost:8080, in small letters, "+
			"without a path and without the usual port", origin)}
	}
	return nil
}

func isNew(cmd *cobra.Command, n *network.Network, id string) error {
	client, err := n.Connect(cmd.Context(), n.Here()[0].ID, network.Client)
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = ledger.Read(cmd.Context(), client, contract.Communities, id)
	switch {
	case act.CodeOf(err) == contract.NotFound:
		return nil
	case err == nil:
		err = errors.New("it is founded already; take another id")
	}
	return fmt.Errorf("community %s: %w", id, err)
}
