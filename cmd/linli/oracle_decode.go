// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/oracle/dialect"
)

// oracleDecodeCommand tells what a device's message says.
func oracleDecodeCommand() *cobra.Command {
	var profile, topic string
	command := &cobra.Command{
		Use:   "decode FILE",
		Short: "Tell what a device's message says, or why it says nothing",
		Long: "Tell what a device's message says: a line of JSON for each event. FILE is the message's body, - the standard input.\n" +
			"A topic that ends in \" (retained)\" is of a message that the broker had kept.\n" +
			"Exits with 1 and the reason if there is no event in it, with 2 if the file cannot be read. Changes nothing.\n\n" +
			"Profiles: " + profiles(),
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(dialect.Profiles(), profile) {
				return usageError{fmt.Errorf("there is no profile %q; there are %s", profile, profiles())}
			}
			body, err := readMessage(cmd.InOrStdin(), args[0])
			if err != nil {
				return unreadable("the message", args[0], err, "Give one message of a device, as it came.")
			}
			return decode(cmd.OutOrStdout(), profile, topic, body)
		},
	}
	command.Flags().StringVar(&profile, "profile", "", "how the device speaks")
	command.Flags().StringVar(&topic, "topic", "", "topic on which the message came")
	_ = command.MarkFlagRequired("profile") // the flag is there
	return command
}

func profiles() string { return strings.Join(dialect.Profiles(), ", ") }

func readMessage(stdin io.Reader, path string) ([]byte, error) {
	if path == "-" {
		return readAll(stdin)
	}
	return readInput(path)
}

func decode(out io.Writer, profile, topic string, body []byte) error {
	topic, retained := strings.CutSuffix(topic, " (retained)")
	m := dialect.Message{Topic: topic, Body: body, Retained: retained, Received: time.Now().UnixMilli()}
	readings, err := dialect.Decode(profile, m)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, reading := range readings {
		if err := lines.Encode(reading.Flat()); err != nil {
			return err
		}
	}
	return nil
}
