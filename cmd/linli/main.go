// SPDX-License-Identifier: Apache-2.0

// Linli is the community's voting ledger: this one program runs the network, serves the chaincode and verifies.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/network"
)

func main() {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	outliveFileSize()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once, whatever it does
	code := Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
