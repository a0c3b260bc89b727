// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func chaincodeCommand(s *settings) *cobra.Command {
	var body string
	var server network.ChaincodeServer
	cmd := &cobra.Command{
		Use:   "chaincode",
		Short: "Serve the chaincode to a peer (`linli up` does it for its own peers)",
		Long: `Serve the chaincode to the peer of one body, until it is interrupted.

With --body it serves for the network in the data directory. Otherwise --id and --address, or the variables
CHAINCODE_ID and CHAINCODE_SERVER_ADDRESS that Fabric's own examples use, say which package it is and where to listen.`,
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if body != "" {
				n, err := network.Open(s.data)
				if err != nil {
					return err
				}
				if server, err = n.ChaincodeServer(body); err != nil {
					return usageError{err}
				}
			}
			if server.PackageID == "" || server.Address == "" {
				return usageError{errors.New("chaincode needs --body, or --id and --address")}
			}
			if tls := server.CertFile != ""; tls != (server.KeyFile != "") || tls != (server.RootFile != "") {
				return usageError{errors.New("--tls-cert, --tls-key and --tls-client-ca go together")}
			}
			served := make(chan error, 1)
			go func() { served <- server.Serve(newChaincode) }()
			select {
			case err := <-served:
				return err
			case <-cmd.Context().Done():
				return nil
			}
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&body, "body", "", "serve for this body of the network in --data")
	flags.StringVar(&server.PackageID, "id", os.Getenv("CHAINCODE_ID"), "id of the installed package, label:sha256")
	flags.StringVar(&server.Address, "address", os.Getenv("CHAINCODE_SERVER_ADDRESS"), "host:port to listen on")
	flags.StringVar(&server.CertFile, "tls-cert", "", "file with the server's TLS certificate; none: no TLS")
	flags.StringVar(&server.KeyFile, "tls-key", "", "file with the key of --tls-cert")
	flags.StringVar(&server.RootFile, "tls-client-ca", "", "file with the certificate that signed the peer's")
	return cmd
}
