// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// How long a command that is told to end may take to do so by itself. One that only reads is then cut off: it leaves nothing behind, even
// if it waits for an input that does not come or is at work on a very large one. Others bring what they have begun to an end first.
const (
	readerEnds = time.Second
	others     = time.Minute // a server answers what was asked, a network stops its processes
)

// onlyReads marks a command that changes nothing, neither files nor a network.
const onlyReads = "only reads"

// reads marks commands as such that change nothing.
func reads(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{onlyReads: ""}
	return cmd
}

// untilTold runs a command until it ends, or until ctx does and the command does not end by itself within what it may take.
func untilTold(ctx context.Context, cmd *cobra.Command, stderr io.Writer, run func() int) int {
	ended := make(chan int, 1)
	go func() { ended <- run() }()
	select {
	case code := <-ended:
		return code
	case <-ctx.Done():
	}
	within := others
	if _, ok := cmd.Annotations[onlyReads]; ok {
		within = readerEnds
	}
	select {
	case code := <-ended:
		return code
	case <-time.After(within):
		fmt.Fprintln(stderr, "linli: was told to end, and was cut off at its work")
		return 1
	}
}
