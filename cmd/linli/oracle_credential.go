// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/oracle"
)

// oracleCredentialCommand gives a device something to prove its name with, as the duty desk does.
func oracleCredentialCommand(s *settings) *cobra.Command {
	o := serving{settings: s}
	var community, by string
	command := &cobra.Command{
		Use:   "credential DEVICE",
		Short: "Give an enrolled device what it connects with, and print it, once",
		Long: "Give an enrolled device of the body what it connects with, and print it as JSON. It is not kept: only what it is compared with is.\n" +
			"What the device connected with before no longer counts. A server that runs meanwhile takes it up within seconds.\n\n" +
			"By: " + proofs(),
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(oracle.Proofs(), oracle.Proof(by)) {
				return usageError{fmt.Errorf("--by is one of %s", proofs())}
			}
			n, err := o.open()
			if err != nil {
				return err
			}
			d, err := deviceOf(cmd.Context(), n, o.body, community, args[0])
			if err != nil {
				return err
			}
			credential, err := oracle.Issue(cmd.Context(), o.oracleDir(community), d, oracle.Proof(by), time.Now())
			if err != nil {
				return err
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(credential) //nolint:gosec // this is what it is for
		},
	}
	o.ofOracle(command, &community)
	command.Flags().StringVar(&by, "by", string(oracle.Certificate), "what it proves its name with")
	return command
}

func proofs() string {
	var all []string
	for _, proof := range oracle.Proofs() {
		all = append(all, string(proof))
	}
	return strings.Join(all, ", ")
}

// deviceOf finds a device of a body on the ledger that is heard.
func deviceOf(ctx context.Context, n *network.Network, body, community, id string) (device.Device, error) {
	client, err := n.Connect(ctx, body, network.Client)
	if err != nil {
		return device.Device{}, err
	}
	defer client.Close()
	d, err := ledger.Read(ctx, client, device.Devices, community, id)
	if act.CodeOf(err) == contract.NotFound || err == nil && (d.Body != body || d.Withdrawn != "") {
		err = oracle.ErrNotEnrolled
	}
	return d, err
}
