// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func statusCommand(s *settings) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say how the network is doing; exit code 1 if it is stopped or something is wrong",
		Args:  asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			status, err := n.Status(cmd.Context())
			if err != nil {
				return err
			}
			if err := printStatus(cmd.OutOrStdout(), status, asJSON); err != nil {
				return err
			}
			if !status.Running {
				return n.Running()
			}
			if !status.Healthy {
				return exitCode(1)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print it as JSON")
	return cmd
}

func printStatus(out io.Writer, s *network.Status, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(s)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "network\t%s\n", describe(s))
	fmt.Fprintf(w, "data\t%s, %d MB free\n", s.Data, s.FreeBytes>>20)
	if s.Running {
		fmt.Fprintf(w, "channel\t%s, %d blocks, led by the orderer of %s\n", s.Channel, s.Height, orUnknown(s.Leader))
		fmt.Fprintf(w, "rules\tversion %s in force, by definition %d of chaincode %s\n", s.Chaincode.Version, s.Chaincode.Sequence,
			s.Chaincode.Name)
	}
	fmt.Fprintf(w, "program\tSHA-256 %s\n", s.Chaincode.Executable)
	fmt.Fprintf(w, "\nBODY\tPEER\tORDERER\tBLOCKS\tFIRST CERTIFICATE EXPIRES\tCHAINCODE PACKAGE\n")
	for _, b := range s.Bodies {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", b.Body, b.Peer, cmp.Or(b.Orderer, "follows"), b.Height, ofMachine(s, b))
	}
	fmt.Fprintf(w, "\nPROCESS\tID\tSINCE\tRESTARTS\n")
	for _, p := range s.Processes {
		id, since := strconv.Itoa(p.PID), p.Since.Local().Format(time.DateTime)
		if !p.Alive {
			id, since = "-", "not running"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\n", p.Name, id, since, p.Restarts)
	}
	for _, warning := range s.Warnings {
		fmt.Fprintf(w, "\nwarning: %s", warning)
	}
	if len(s.Warnings) > 0 {
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// ofMachine is what only a body's own machine knows of it.
func ofMachine(s *network.Status, b network.BodyStatus) string {
	if c, here := s.FirstToExpire(b.Body); here {
		return fmt.Sprintf("%s\t%.22s…", c.NotAfter.Format(time.DateOnly), b.PackageID)
	}
	return "its own machine knows\t"
}

func describe(s *network.Status) string {
	switch {
	case s.Healthy:
		return "running"
	case s.Running:
		return "running, with warnings"
	}
	return "stopped"
}

func orUnknown(name string) string {
	if name == "" {
		return "an unknown body"
	}
	return name
}
