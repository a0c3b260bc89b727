// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

func bodyCommand(s *settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "body",
		Short: "Make this machine the machine of one body, and join the network that bodies have formed",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(bodyInitCommand(s), bodyFileCommand(s), bodyJoinCommand(s), bodyRunCommand(s), bodyRenewCommand(s),
		bodyTakeCommand(s))
	return cmd
}

func bodyInitCommand(s *settings) *cobra.Command {
	b := network.NewBody{Rules: chapters.Current().Version}
	var out, passphraseFile, requests string
	cmd := &cobra.Command{
		Use:   "init BODY",
		Short: "Make a body's keys on this machine, and the file that it gives to the others",
		Long: "Make a body's keys on this machine, which they never leave, and BODY.body, the file that it gives to the others: nothing in it is\n" +
			"secret. Read its fingerprint to them. The keys of the body's roots are encrypted with a passphrase, which is asked for.\n" +
			"A body that has an authority of its own gives --requests: what that is to sign is written there, and `linli body take` goes on.",
		Example: "linli body init owners --title 业主委员会 --host owners.garden.example\n" +
			"linli body init property --title 物业 --host property.garden.example --requests requests",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			b.ID = args[0]
			if b.Title == "" {
				b.Title = b.ID
			}
			err := b.Check() // before anybody thinks of a passphrase
			if err != nil {
				return err
			}
			if requests != "" {
				return requestBody(cmd, s.data, b, requests)
			}
			if b.Passphrase, err = passphrase(cmd, passphraseFile, "the keys of the body's roots"); err != nil {
				return err
			}
			raw, err := network.InitBody(s.data, b)
			if err != nil {
				return err
			}
			return giveBodyFile(cmd.OutOrStdout(), out, b.ID, raw)
		},
	}
	f := cmd.Flags()
	f.StringVar(&b.Title, "title", "", "what people call the body, for example 业主委员会; its short name if not given")
	f.StringVar(&b.Host, "host", "", "DNS name (better, as it can move) or IPv4 address of this machine, as the others reach it")
	f.StringVar(&b.Listen, "listen", "0.0.0.0", "IPv4 address to listen on for them, or for IPv6 a name that /etc/hosts has for the address")
	f.IntVar(&b.Ports.Orderer, "orderer-port", 7050, "TCP port of its orderer, which the others reach")
	f.IntVar(&b.Ports.Peer, "peer-port", 7051, "TCP port of its peer, which the others reach")
	f.IntVar(&b.Ports.OrdererAdmin, "orderer-admin-port", 7053, "TCP port on this machine alone")
	f.IntVar(&b.Ports.OrdererOperations, "orderer-operations-port", 7054, "TCP port on this machine alone")
	f.IntVar(&b.Ports.PeerOperations, "peer-operations-port", 7055, "TCP port on this machine alone")
	f.StringVar(&out, "out", "", "file to write (BODY.body if not given)")
	f.StringVar(&passphraseFile, "passphrase-file", "", "file with the passphrase, on its first line; asked for if not given")
	f.StringVar(&requests, "requests", "", requestsUsage)
	cmd.MarkFlagsMutuallyExclusive("requests", "out")
	cmd.MarkFlagsMutuallyExclusive("requests", "passphrase-file")
	_ = cmd.MarkFlagRequired("host") // the flag is there
	return cmd
}

// requestBody makes the keys of a body whose own authority certifies it.
func requestBody(cmd *cobra.Command, data string, b network.NewBody, dir string) error {
	if err := checkRequests(dir); err != nil {
		return err
	}
	asked, err := network.RequestBody(data, b)
	if err != nil {
		return err
	}
	if err := giveRequests(cmd.OutOrStdout(), dir, asked); err != nil {
		return err
	}
	fmt.Fprintln(cmd.OutOrStdout(), "Before, put the authority's own certificates there: ca.crt and tlsca.crt, each the root with all authorities below it.")
	return nil
}

func bodyFileCommand(s *settings) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "file",
		Short: "Write the file again that this machine's body gives to the others",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := network.BodyFile(s.data)
			if err != nil {
				return err
			}
			f, err := bodyfile.Parse(raw)
			if err != nil {
				return err
			}
			return giveBodyFile(cmd.OutOrStdout(), out, f.ID, raw)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (BODY.body if not given)")
	return cmd
}

// giveBodyFile writes a body's file, and says how the others know that it is this one.
func giveBodyFile(w io.Writer, out, id string, raw []byte) error {
	if out == "" {
		out = id + ".body"
	}
	if err := whole(out, 0o644, func(file *os.File) error {
		_, err := file.Write(raw)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s is what the other bodies get of %s. Its fingerprint, to be read to them:\n", out, id)
	tellFingerprint(w, bodyfile.FingerprintOf(raw))
	return nil
}

func tellFingerprint(w io.Writer, f bodyfile.Fingerprint) {
	fmt.Fprintf(w, "  %s\n  %s\n", f.Words(), f.Characters())
}

func bodyJoinCommand(s *settings) *cobra.Command {
	var fabricBin, said string
	cmd := &cobra.Command{
		Use:   "join",
		Short: "Start this body's orderer, peer and chaincode, and join the network; go on when it was stopped",
		Long: "Start this body's orderer, peer and chaincode, and join the network that `linli network form` made. The fingerprint of the network's\n" +
			"first block is what all bodies have read to each other. It returns when most bodies have joined and a transaction went through;\n" +
			"interrupted, what it has started runs on.",
		Example: `linli body join --fingerprint "the twelve words that all bodies have read"`,
		Args:    asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			if err := sameNetwork(n, said); err != nil {
				return err
			}
			return join(cmd.Context(), cmd.OutOrStdout(), s.data, network.Options{
				FabricBin: fabricBin, Progress: func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) },
			})
		},
	}
	cmd.Flags().StringVar(&said, "fingerprint", "", "the words or characters of the network's fingerprint, as all bodies have read them")
	_ = cmd.MarkFlagRequired("fingerprint") // the flag is there
	addFabricBin(cmd, &fabricBin)
	return cmd
}

// sameNetwork refuses to join a network that is not the one of which people have spoken.
func sameNetwork(n *network.Network, said string) error {
	f, err := n.Fingerprint()
	if err == nil && !f.Is(said) {
		err = &network.Problem{
			What: "joining the network", Why: fmt.Errorf("its fingerprint is another one than what was given:\n  %s\n  %s", f.Words(), f.Characters()),
			Do: "Nothing was started. If the bodies have read different ones to each other, they have different files: compare the files' " +
				"fingerprints, and form anew.",
		}
	}
	return err
}

func join(ctx context.Context, w io.Writer, dir string, o network.Options) error {
	n, err := network.Up(ctx, dir, o)
	if err != nil {
		return err
	}
	if err := nameWitnesses(ctx, n); err != nil {
		return err
	}
	fmt.Fprintf(w, "%s has joined the network of %d bodies\n", n.Here()[0].ID, len(n.Bodies()))
	return nil
}
