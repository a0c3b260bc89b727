// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/change"
)

func bodyRenewCommand(s *settings) *cobra.Command {
	var r network.Renewal
	var out, passphraseFile, requests string
	cmd := &cobra.Command{
		Use:   "renew",
		Short: "Make new certificates for this machine's body, for a year",
		Long: "Make new certificates for this machine's body, for a year. With the same keys nobody has to agree: its orderer and peer\n" +
			"are started again, one body at a time. Another address, or new keys of the orderer, are for all to agree on: with the\n" +
			"file that is written, `linli change address` or `linli change renew`. They are used once that is on the ledger.\n" +
			"A body that has an authority of its own gives --requests: what that is to sign is written there, and `linli body take` goes on.",
		Example: "linli body renew\nlinli body renew --host owners.park.example\nlinli body renew --requests requests",
		Args:    asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if requests != "" {
				return requestRenewal(cmd, s.data, r, requests)
			}
			if err := network.CheckRenewable(s.data); err != nil { // before anybody looks for a passphrase
				return err
			}
			if r.Passphrase, err = knownPassphrase(cmd, passphraseFile, "the keys of the body's roots"); err != nil {
				return err
			}
			raw, err := network.RenewBody(cmd.Context(), s.data, r)
			if err != nil {
				return err
			}
			f, err := bodyfile.Parse(raw)
			if err != nil {
				return err
			}
			if err := giveBodyFile(cmd.OutOrStdout(), out, f.ID, raw); err != nil {
				return err
			}
			tellRenewed(cmd, r)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&r.Host, "host", "", "another DNS name or IPv4 address of this machine, as the others reach it")
	f.IntVar(&r.Orderer, "orderer-port", 0, "another TCP port of its orderer")
	f.IntVar(&r.Peer, "peer-port", 0, "another TCP port of its peer")
	f.BoolVar(&r.NewKeys, "new-keys", false, "make new keys for its orderer, as after somebody else may have had them")
	f.StringVar(&out, "out", "", "file to write (BODY.body if not given)")
	f.StringVar(&passphraseFile, "passphrase-file", "", "file with the passphrase, on its first line; asked for if not given")
	f.StringVar(&requests, "requests", "", requestsUsage)
	cmd.MarkFlagsMutuallyExclusive("requests", "out")
	cmd.MarkFlagsMutuallyExclusive("requests", "passphrase-file")
	return cmd
}

// requestRenewal writes what a body's own authority is to sign anew.
func requestRenewal(cmd *cobra.Command, data string, r network.Renewal, dir string) error {
	if err := checkRequests(dir); err != nil {
		return err
	}
	asked, err := network.RequestRenewal(data, r)
	if err != nil {
		return err
	}
	return giveRequests(cmd.OutOrStdout(), dir, asked)
}

func tellRenewed(cmd *cobra.Command, r network.Renewal) {
	const agree = "The others agree to it by `linli change %s`; until then %s.\n"
	w := cmd.OutOrStdout()
	switch {
	case r.NewKeys:
		fmt.Fprintf(w, agree, change.KindRenew, "the orderer keeps its keys")
	case r.Host != "" || r.Orderer != 0 || r.Peer != 0:
		fmt.Fprintf(w, agree, change.KindAddress, "the body is reached where it was")
	default:
		fmt.Fprintln(w, "Nobody has to agree to it: the keys are the same.")
	}
}
