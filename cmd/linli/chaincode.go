// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/network"
)

func chaincodeCommand(s *settings) *cobra.Command {
	var body string
	var server network.ChaincodeServer
	cmd := &cobra.Command{
		Use:   "chaincode",
		Short: "Serve the chaincode to a peer (`linli up` does it for its own peers)",
		Long: `Serve the chaincode to the peer of one body, until it is interrupted.

--version names the rules, as the definition of the chaincode on the ledger does: ` + "`linli status`" + ` tells it.
With --body it serves for the network in the data directory. Otherwise --id and --address, or the variables
CHAINCODE_ID and CHAINCODE_SERVER_ADDRESS that Fabric's own examples use, say which package it is and where to listen; and
--net says which channel it is on, so that nobody founds a community that binds its acts to another one. It is the hash of
the body's own genesis block, which a trust file names too.`,
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := chapters.Version(server.Version); err != nil {
				return usageError{err}
			}
			if body != "" {
				var err error
				if server, err = serverOf(s.data, body, server.Version); err != nil {
					return err
				}
			}
			if err := complete(server); err != nil {
				return usageError{err}
			}
			return serveChaincode(cmd.Context(), server)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&body, "body", "", "serve for this body of the network in --data")
	flags.StringVar(&server.Version, "version", cmp.Or(os.Getenv("LINLI_VERSION"), network.FirstVersion),
		"version of the rules to carry out (also $LINLI_VERSION)")
	flags.StringVar(&server.PackageID, "id", os.Getenv("CHAINCODE_ID"), "id of the installed package, label:sha256")
	flags.StringVar(&server.Address, "address", os.Getenv("CHAINCODE_SERVER_ADDRESS"), "host:port to listen on")
	flags.StringVar(&server.Net, "net", os.Getenv("LINLI_NET"), "hash of the channel's genesis block, 64 hex digits")
	flags.StringVar(&server.CertFile, "tls-cert", "", "file with the server's TLS certificate; none: no TLS")
	flags.StringVar(&server.KeyFile, "tls-key", "", "file with the key of --tls-cert")
	flags.StringVar(&server.RootFile, "tls-client-ca", "", "file with the certificate that signed the peer's")
	return cmd
}

// serverOf is how the chaincode of a body of the network in a data directory is served.
func serverOf(data, body, version string) (network.ChaincodeServer, error) {
	n, err := network.Open(data)
	if err != nil {
		return network.ChaincodeServer{}, err
	}
	server, err := n.ChaincodeServer(body, version)
	if errors.Is(err, network.ErrNoBody) {
		err = usageError{err}
	}
	return server, err
}

// complete returns an error if something is not given that serving takes.
func complete(s network.ChaincodeServer) error {
	if s.PackageID == "" || s.Address == "" || s.Net == "" {
		return errors.New("chaincode needs --body, or --id, --address and --net")
	}
	if tls := s.CertFile != ""; tls != (s.KeyFile != "") || tls != (s.RootFile != "") {
		return errors.New("--tls-cert, --tls-key and --tls-client-ca go together")
	}
	return nil
}

// serveChaincode serves until ctx ends.
func serveChaincode(ctx context.Context, server network.ChaincodeServer) error {
	served := make(chan error, 1)
	go func() { served <- server.Serve(chaincode.New) }()
	select {
	case err := <-served:
		return chaincodeError(err)
	case <-ctx.Done():
		return nil
	}
}

// chaincodeError says what to do about a chaincode process that could not serve.
func chaincodeError(err error) error {
	do := "Check --address, which is host:port, and the files of --tls-cert, --tls-key and --tls-client-ca (PEM)."
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		do = "End the program that listens there; `linli up` serves the chaincode of its own bodies itself."
	case errors.Is(err, fs.ErrNotExist):
		do = "Check the names of the files, which count from the folder where linli is run."
	}
	return &network.Problem{What: "serving the chaincode", Why: err, Do: do}
}
