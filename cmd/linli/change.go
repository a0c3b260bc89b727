// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/change"
)

func changeCommand(s *settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "change",
		Short: "Let a body into the network or out of it, change its address or its orderer's keys",
		Long: "Let a body into the network or out of it, change its address or its orderer's keys. Whoever begins makes a file, which\n" +
			"the bodies sign one after the other: `linli change show` says in words what it does, computed from what the ledger says.\n" +
			"When enough have signed, any of them submits it.",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		changeMakeCommand(s, change.KindAdd, "Let a body in, by its file: its orderer follows until it is admitted"),
		changeAdmitCommand(s),
		changeRemoveCommand(s),
		changeMakeCommand(s, change.KindAddress, "Have a body reached at another address, by its new file"),
		changeMakeCommand(s, change.KindRenew, "Give a body's orderer new keys, by its new file"),
		reads(changeShowCommand(s)), changeSignCommand(s), changeSubmitCommand(s),
	)
	return cmd
}

// changeMakeCommand makes a change of a kind from a body's file.
func changeMakeCommand(s *settings, kind, short string) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: kind + " FILE", Short: short, Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := os.ReadFile(args[0])
			if err != nil {
				return unreadable("the body's file", args[0], err, "")
			}
			f, err := bodyfile.Parse(raw)
			if err != nil {
				return unreadable("the body's file", args[0], err, "Get the file itself from that body, as `linli body file` writes it.")
			}
			return makeChange(cmd, s, out, kind, f.ID, raw)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (BODY-"+kind+".change if not given)")
	return cmd
}

// changeAdmitCommand is run where the orderer is: only there it can be asked how far it is.
func changeAdmitCommand(s *settings) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "admit", Short: "Let the orderer of this machine's body take part, which was added, once it has caught up",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := network.BodyFile(s.data)
			if err != nil {
				return err
			}
			f, err := bodyfile.Parse(raw)
			if err != nil {
				return err
			}
			return makeChange(cmd, s, out, change.KindAdmit, f.ID, raw)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (BODY-admit.change if not given)")
	return cmd
}

func changeRemoveCommand(s *settings) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "remove BODY", Short: "Take a body out of the network", Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return makeChange(cmd, s, out, change.KindRemove, args[0], nil)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (BODY-remove.change if not given)")
	return cmd
}

func makeChange(cmd *cobra.Command, s *settings, out, kind, id string, body []byte) error {
	n, err := network.Open(s.data)
	if err != nil {
		return err
	}
	f, err := n.NewChange(cmd.Context(), kind, id, body)
	if err != nil {
		return err
	}
	if out == "" {
		out = id + "-" + kind + ".change"
	}
	if err := writeChange(out, f); err != nil {
		return err
	}
	if _, err := showChange(cmd, n, f); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s is what the bodies sign, one after the other: linli change sign %s\n", out, out)
	return nil
}

func writeChange(path string, f *change.File) error {
	raw, err := f.Bytes()
	if err != nil {
		return err
	}
	return whole(path, 0o644, func(file *os.File) error {
		_, err := file.Write(raw)
		return err
	})
}

// openChange opens the network, and reads a change.
func openChange(s *settings, path string) (*network.Network, *change.File, error) {
	n, err := network.Open(s.data)
	if err != nil {
		return nil, nil, err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, unreadable("the change", path, err, "")
	}
	f, err := change.Parse(raw)
	if err != nil {
		return nil, nil, unreadable("the change", path, err, "Do not sign it. Get the file itself from whoever had it last.")
	}
	return n, f, nil
}

// showChange says what a change does, and who has signed it.
func showChange(cmd *cobra.Command, n *network.Network, f *change.File) (*change.Reading, error) {
	r, err := n.ReadChange(cmd.Context(), f)
	if err != nil {
		return nil, err
	}
	w := cmd.OutOrStdout()
	if title := f.Title(); title != "" {
		fmt.Fprintf(w, "About %s, which calls itself %s:\n", f.Body, title)
	}
	for _, line := range r.Lines {
		fmt.Fprintf(w, "- %s\n", line)
	}
	fmt.Fprintf(w, "Signed: %s. Not signed: %s. ", listed(r.Signed), listed(r.Missing))
	switch {
	case r.Enough:
		fmt.Fprintln(w, "That is enough to submit it.")
	case r.Itself:
		fmt.Fprintf(w, "More have to sign, %s among them: where it is reached is its own.\n", f.Body)
	default:
		fmt.Fprintln(w, "More have to sign.")
	}
	return r, nil
}

func listed(bodies []string) string {
	if len(bodies) == 0 {
		return "nobody"
	}
	return strings.Join(bodies, ", ")
}

func changeShowCommand(s *settings) *cobra.Command {
	return &cobra.Command{
		Use: "show FILE", Short: "Say in words what a change does, and who has signed it", Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, f, err := openChange(s, args[0])
			if err != nil {
				return err
			}
			_, err = showChange(cmd, n, f)
			return err
		},
	}
}

func changeSignCommand(s *settings) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "sign FILE", Short: "Show a change, and sign it as this machine's body", Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, f, err := openChange(s, args[0])
			if err != nil {
				return err
			}
			if _, err := showChange(cmd, n, f); err != nil {
				return err
			}
			if !yes {
				if err := agreed(cmd.InOrStdin(), cmd.ErrOrStderr()); err != nil {
					return err
				}
			}
			if err := n.SignChange(f); err != nil {
				return err
			}
			if err := writeChange(args[0], f); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "signed; %s is for the next\n", args[0])
			return nil
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// agreed asks whether it is to be signed.
func agreed(in io.Reader, out io.Writer) error {
	fmt.Fprint(out, "Sign it? Type yes: ")
	line, err := bufio.NewReader(in).ReadString('\n')
	if strings.TrimSpace(line) == "yes" {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = errors.New("the answer was not yes")
	}
	return &network.Problem{What: "signing the change", Why: err, Do: "Nothing was signed. Run it again, or with --yes."}
}

func changeSubmitCommand(s *settings) *cobra.Command {
	return &cobra.Command{
		Use: "submit FILE", Short: "Bring a change onto the ledger that enough bodies have signed", Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, f, err := openChange(s, args[0])
			if err != nil {
				return err
			}
			if err := n.SubmitChange(cmd.Context(), f, func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is on the ledger; the network has %d bodies\n", args[0], len(n.Bodies()))
			return nil
		},
	}
}
