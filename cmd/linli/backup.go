// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func backupCommand(s *settings) *cobra.Command {
	var recipient, passphraseFile string
	var blocks bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write what nobody else has of this machine's body to an encrypted file, also while it runs",
		Long: "Write to FILE what nobody else has of this machine's body: its keys, its network's facts and its server's files, encrypted with a\n" +
			"passphrase, which is asked for, or to the key of an age recipient. `linli restore` makes the body's machine of it; the ledger comes\n" +
			"from the other bodies. What is in PostgreSQL is not in it: pg_dump writes that.",
		Example: "linli backup owners.backup\nlinli backup --recipient age1… owners.backup",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			if err := replaceable(args[0], func(io.Reader) error { return errOther }); err != nil {
				return err
			}
			to, err := recipientOf(cmd, recipient, passphraseFile)
			if err != nil {
				return err
			}
			return backup(cmd, n, args[0], to, blocks)
		},
	}
	f := cmd.Flags()
	f.StringVar(&recipient, "recipient", "", "public key (age1…) of who can restore it; with a passphrase if not given")
	f.StringVar(&passphraseFile, "passphrase-file", "", "file with the passphrase, on its first line; asked for if not given")
	f.BoolVar(&blocks, "blocks", false, "with the ledger, as `linli export` writes it")
	return cmd
}

func recipientOf(cmd *cobra.Command, key, passphraseFile string) (age.Recipient, error) {
	if err := oneOf("--recipient", key, passphraseFile); err != nil {
		return nil, err
	}
	if key == "" {
		text, err := passphrase(cmd, passphraseFile, "the backup")
		if err != nil {
			return nil, err
		}
		return age.NewScryptRecipient(text)
	}
	all, err := age.ParseRecipients(strings.NewReader(key))
	if err != nil || len(all) != 1 {
		return nil, usageError{fmt.Errorf("--recipient %q is no public key of age: give what age-keygen says, age1…", key)}
	}
	return all[0], nil
}

// oneOf refuses a key and a passphrase for the same file.
func oneOf(flag, key, passphraseFile string) error {
	if key != "" && passphraseFile != "" {
		return usageError{fmt.Errorf("%s and --passphrase-file: give one of them", flag)}
	}
	return nil
}

func backup(cmd *cobra.Command, n *network.Network, path string, to age.Recipient, blocks bool) error {
	var dir string
	if blocks {
		var err error
		if dir, err = exportFor(cmd, n); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if err := whole(path, 0o600, func(file *os.File) error { return n.Backup(cmd.Context(), file, to, dir) }); err != nil {
		return err
	}
	body := n.Here()[0].ID
	fmt.Fprintf(cmd.OutOrStdout(), "%s has the backup of %s: keep it on another machine\n", path, body)
	if n.OwnAuthority() {
		fmt.Fprintln(cmd.OutOrStdout(), "the key of the body's own authority was never here and is not in it")
	}
	if info, err := os.Stat(serverDir(n.Dir(), body)); err != nil || !info.IsDir() {
		return nil
	}
	if _, err := os.Stat(filepath.Join(serverDir(n.Dir(), body), "people.db")); err != nil {
		fmt.Fprintln(cmd.OutOrStdout(), "the personal-data store is elsewhere and not in it: pg_dump writes what is in PostgreSQL")
	}
	return nil
}

// exportFor writes the ledger, which is no secret, into a new folder.
func exportFor(cmd *cobra.Command, n *network.Network) (dir string, err error) {
	if err := n.Running(); err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp(n.Dir(), "blocks-"); err != nil {
		return "", err
	}
	body := n.Here()[0].ID
	if _, err = export(cmd.Context(), n, body, filepath.Join(dir, body+".ledger"), cmd.ErrOrStderr()); err != nil {
		_ = os.RemoveAll(dir)
		return "", exportError(body, err)
	}
	return dir, nil
}
