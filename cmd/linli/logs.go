// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func logsCommand(s *settings) *cobra.Command {
	var follow bool
	cmd := &cobra.Command{
		Use:   "logs [PROCESS]",
		Short: "Print the log of a process, e.g. peer-owners; without one, of the supervisor",
		Args:  asUsage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			name := network.Supervisor
			if len(args) > 0 {
				name = args[0]
			}
			file, err := n.LogFile(name)
			if err != nil {
				return usageError{err}
			}
			return printLog(cmd.Context(), cmd.OutOrStdout(), file, follow)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on printing what is added, until interrupted")
	return cmd
}

// followPause is how often a followed log is looked at.
const followPause = 200 * time.Millisecond

func printLog(ctx context.Context, out io.Writer, file string, follow bool) error {
	log, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return errors.New("that process has not been started yet; `linli up` starts the network")
	}
	if err != nil {
		return err
	}
	defer log.Close()
	for {
		if _, err := io.Copy(out, log); err != nil {
			return fmt.Errorf("printing the log: %w", err)
		}
		if !follow {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(followPause):
		}
	}
}
