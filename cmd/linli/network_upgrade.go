// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/network"
)

func upgradeCommand(s *settings) *cobra.Command {
	var version string
	cmd := &cobra.Command{
		Use:   "upgrade",
		Short: "Change the version of the rules while the network runs",
		Long: `Have the bodies agree on another version of the rules while the network runs. From then on every act is judged by that one;
what was decided before stays, and is recounted by the version that was in force then.

It is refused while an election is between its notice and the publication of its result. Ended at any step, it can be run
again, and does what is left. The program that runs it becomes the network's: it has to know both versions.`,
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := chapters.Version(version); err != nil {
				return usageError{err}
			}
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			tell := func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }
			if err := n.Upgrade(cmd.Context(), network.Upgrade{
				Version: version, Progress: tell,
				Permit: func(ctx context.Context) error { return noElectionUnderWay(ctx, n) },
			}); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "version %s of the rules is in force\n", version)
			return nil
		},
	}
	cmd.Flags().StringVar(&version, "version", "", "the version of the rules that comes into force")
	_ = cmd.MarkFlagRequired("version") // the flag is there
	return cmd
}

// noElectionUnderWay returns an error that names the elections between notice and publication: what their voters were told
// is not changed under them.
func noElectionUnderWay(ctx context.Context, n *network.Network) error {
	client, err := n.Connect(ctx, n.Here()[0].ID, network.Client)
	if err != nil {
		return err
	}
	defer client.Close()
	var underWay []string
	for item, err := range client.List(ctx, vote.Elections) {
		if err != nil {
			return err
		}
		var e vote.Election
		if err := json.Unmarshal(item.Value, &e); err != nil {
			return fmt.Errorf("reading the election %v: %w", item.Attributes, err)
		}
		if e.Stage.UnderWay() {
			underWay = append(underWay, fmt.Sprintf("%s %q (%s)", strings.Join(item.Attributes, "/"), e.Title, e.Stage))
		}
	}
	if len(underWay) == 0 {
		return nil
	}
	return &network.Problem{
		What: "changing the version of the rules",
		Why:  errors.New("elections are between their notice and the publication of their results: " + strings.Join(underWay, ", ")),
		Do:   "Run it again when they are published or annulled.",
	}
}
