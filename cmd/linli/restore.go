// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func restoreCommand(s *settings) *cobra.Command {
	var identity, passphraseFile string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make this machine that of the body whose backup FILE is; `linli up` then gets the ledger from the others",
		Long: "Make this machine that of the body whose backup FILE is, in a directory that holds nothing. Afterwards `linli up` starts it: the\n" +
			"orderer joins anew, and the peer gets all blocks from the others. The machine that was lost must never start again.",
		Example: "linli restore owners.backup && linli up",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := openInput(args[0])
			if err != nil {
				return unreadable("the backup", args[0], err, "")
			}
			defer file.Close()
			keys, err := identitiesOf(cmd, identity, passphraseFile)
			if err != nil {
				return err
			}
			n, facts, err := network.Restore(s.data, file, keys...)
			if err != nil {
				return err
			}
			tellRestored(cmd.OutOrStdout(), n, facts)
			return nil
		},
	}
	cmd.Flags().StringVar(&identity, "identity", "", "file with the secret key of the age recipient to whom it is encrypted")
	cmd.Flags().StringVar(&passphraseFile, "passphrase-file", "", "file with the passphrase, on its first line; asked for if not given")
	return cmd
}

func identitiesOf(cmd *cobra.Command, file, passphraseFile string) ([]age.Identity, error) {
	if err := oneOf("--identity", file, passphraseFile); err != nil {
		return nil, err
	}
	if file == "" {
		text, err := knownPassphrase(cmd, passphraseFile, "the backup")
		if err != nil {
			return nil, err
		}
		key, err := age.NewScryptIdentity(text)
		return []age.Identity{key}, err
	}
	raw, err := os.Open(file)
	if err != nil {
		return nil, unreadable("the secret key", file, err, "")
	}
	defer raw.Close()
	keys, err := age.ParseIdentities(raw)
	if err != nil {
		return nil, unreadable("the secret key", file, errors.New("it is none of age"), "Give the file that age-keygen has written.")
	}
	return keys, nil
}

func tellRestored(w io.Writer, n *network.Network, facts network.BackupFacts) {
	made := facts.Made.Local().Format(time.DateTime)
	fmt.Fprintf(w, "%s is restored to %s, as it was on %s, in the network\n  %s\n", facts.Body, n.Dir(), made, facts.Network)
	fmt.Fprintf(w, "Its host %s has to lead to this machine, and the one that was lost must never start again.\n"+
		"`linli up` starts it: its orderer joins anew, and its peer gets all blocks from the others.\n", n.Here()[0].Host)
}
