// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func doctorCommand(s *settings) *cobra.Command {
	var fabricBin string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what keeps the network from starting or going on, here and at the other bodies; changes nothing",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			wrong := tellFindings(cmd.OutOrStdout(), network.Examine(cmd.Context(), s.data, fabricBin))
			if wrong {
				return exitCode(1)
			}
			return nil
		},
	}
	addFabricBin(cmd, &fabricBin)
	return cmd
}

// tellFindings writes a line for each, what is wrong and what to do below it, and says whether anything is wrong.
func tellFindings(w io.Writer, findings []network.Finding) (wrong bool) {
	width := 0
	for _, f := range findings {
		width = max(width, len(f.Subject))
	}
	for _, f := range findings {
		mark, text := "ok", f.Answer
		if f.Err != nil {
			wrong = true
			mark, text = "WRONG", strings.TrimRight(f.Err.Error()+"\n"+f.Do, "\n")
		}
		below := "\n" + strings.Repeat(" ", len("WRONG  ")+width+len("  "))
		fmt.Fprintf(w, "%-5s  %-*s  %s\n", mark, width, f.Subject, strings.ReplaceAll(text, "\n", below))
	}
	return wrong
}
