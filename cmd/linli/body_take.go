// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

const requestsUsage = "new folder for what the body's own authority is to sign, if it has one (fabric-ca, or another one of X.509)"

func bodyTakeCommand(s *settings) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "take DIR",
		Short: "Take in the certificates that the body's own authority has made of its requests",
		Long: "Take in the certificates that the body's own authority has made of the requests in DIR, which `linli body init --requests` or\n" +
			"`linli body renew --requests` wrote: beside each request, orderer.crt beside orderer.csr. For a new body ca.crt and tlsca.crt have the\n" +
			"authority's own certificates, of members and of machines: the root, and all authorities below it. Nothing is taken in unless\n" +
			"all of it is as it has to be. Then it goes on as after `linli body init` or `linli body renew`.",
		Example: "linli body take requests",
		Args:    asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := network.TakeCertificates(cmd.Context(), s.data, args[0])
			if err != nil {
				return err
			}
			f, err := bodyfile.Parse(t.File)
			if err != nil {
				return err
			}
			if err := giveBodyFile(cmd.OutOrStdout(), out, f.ID, t.File); err != nil {
				return err
			}
			if t.Renewed {
				tellRenewed(cmd, t.Renewal)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "file to write (BODY.body if not given)")
	return cmd
}

// checkRequests refuses a folder that holds something: certificates of an earlier time could be taken for the new ones.
func checkRequests(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("it holds something (%s)", entries[0].Name())
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return inputError{&network.Problem{What: "writing requests to " + dir, Why: err, Do: "Name an empty or new folder."}}
}

// giveRequests writes what a body's own authority is to sign, and says what to do with it.
func giveRequests(w io.Writer, dir string, requests map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(requests)) {
		if err := whole(filepath.Join(dir, name), 0o644, func(file *os.File) error {
			_, err := file.Write(requests[name])
			return err
		}); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "%s has %d requests, in which nothing is secret. Your authority signs; give it these.\n"+
		"Put each certificate beside its request, orderer.crt beside orderer.csr. Then: linli body take %s\n", dir, len(requests), dir)
	return nil
}
