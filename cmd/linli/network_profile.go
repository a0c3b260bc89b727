// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network"
)

func profileCommand(s *settings) *cobra.Command {
	var body, out string
	cmd := &cobra.Command{
		Use:   "profile",
		Short: "Write a connection profile for fabric-sdk-go",
		Long: `Write the connection profile (YAML) with which programs that use fabric-sdk-go reach the network as a body.

It names the files of that body's keys in the data directory, and the orderers, which fabric-sdk-go does not find by
itself on a channel with BFT consensus.`,
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if body == "" {
				return usageError{errors.New("network profile needs --body")}
			}
			n, err := network.Open(s.data)
			if err != nil {
				return err
			}
			profile, err := n.Profile(body)
			if err != nil {
				return usageError{err}
			}
			if out == "" {
				_, err = cmd.OutOrStdout().Write(profile)
				return err
			}
			if err := replaceable(out, isProfile); err != nil {
				return err
			}
			return whole(out, 0o600, func(file *os.File) error {
				_, err := file.Write(profile)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&body, "body", "", "owners, residents, property or street")
	cmd.Flags().StringVar(&out, "out", "", "file to write; standard output if not given")
	return cmd
}

// isProfile reads what may be a connection profile that linli wrote.
func isProfile(r io.Reader) error {
	begin := make([]byte, len(network.ProfileMark))
	if _, err := io.ReadFull(r, begin); err != nil || !bytes.Equal(begin, []byte(network.ProfileMark)) {
		return errors.New("it is no connection profile")
	}
	return nil
}
