// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/program"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which program this is, of which source, and which rules it knows",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := program.Own()
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintf(w, "linli\t%s, built by %s\n", cmp.Or(p.Version, "of no known version"), p.Go)
			fmt.Fprintf(w, "commit\t%s\n", commit(p))
			fmt.Fprintf(w, "program\tSHA-256 %s\n", p.SHA256)
			fmt.Fprintf(w, "rules\tversions %s\n", strings.Join(chapters.Versions(), ", "))
			return w.Flush()
		},
	}
}

func commit(p program.Program) string {
	switch {
	case p.Commit == "":
		return "not known: it was built without its history"
	case p.Changed:
		return p.Commit + " of " + p.At + ", and changes that are in no commit"
	}
	return p.Commit + " of " + p.At
}
