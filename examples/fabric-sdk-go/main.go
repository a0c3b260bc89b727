// SPDX-License-Identifier: Apache-2.0

// This example is a program that was written for fabric-sdk-go and works with Linli: it asks the chaincode and
// submits signed acts through a connection profile that `linli network profile` wrote.
//
//	linli network profile --body owners --out owners.yaml
//	go run . -profile owners.yaml -body owners query Read community '["garden"]'
//	go run . -profile owners.yaml -body owners submit ballot.json
//
// fabric-sdk-go is archived; new programs use the Fabric Gateway.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hyperledger/fabric-sdk-go/pkg/client/channel"
	"github.com/hyperledger/fabric-sdk-go/pkg/common/errors/retry"
	"github.com/hyperledger/fabric-sdk-go/pkg/core/config"
	"github.com/hyperledger/fabric-sdk-go/pkg/fabsdk"
)

// The channel, the chaincode and the body's user, as every Linli network names them.
const (
	channelName   = "linli"
	chaincodeName = "linli"
	user          = "User1"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("fabric-sdk-go", flag.ContinueOnError)
	profile := flags.String("profile", "", "connection profile, from `linli network profile`")
	body := flags.String("body", "owners", "body whose user asks")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() < 2 {
		return errors.New("usage: -profile FILE -body B query FUNCTION [ARGUMENT…] | submit FILE")
	}
	sdk, err := fabsdk.New(config.FromFile(*profile))
	if err != nil {
		return fmt.Errorf("connection profile: %w", err)
	}
	defer sdk.Close()
	client, err := channel.New(sdk.ChannelContext(channelName, fabsdk.WithUser(user), fabsdk.WithOrg(*body)))
	if err != nil {
		return fmt.Errorf("connecting: %w", err)
	}
	switch command, rest := flags.Arg(0), flags.Args()[1:]; command {
	case "query":
		return query(client, out, rest[0], rest[1:])
	case "submit":
		return submit(client, out, rest[0])
	default:
		return fmt.Errorf("no command %q: there are query and submit", command)
	}
}

// query evaluates a chaincode function and prints what it returns.
func query(client *channel.Client, out io.Writer, function string, args []string) error {
	response, err := client.Query(request(function, args...), channel.WithRetry(retry.DefaultChannelOpts))
	if err != nil {
		return fmt.Errorf("query %s: %w", function, err)
	}
	_, err = fmt.Fprintf(out, "%s\n", response.Payload)
	return err
}

// submit commits the signed act, or the array of them, in a file and prints the outcomes.
func submit(client *channel.Client, out io.Writer, file string) error {
	acts, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if acts, err = asArray(acts); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	response, err := client.Execute(request("Submit", string(acts)), channel.WithRetry(retry.DefaultChannelOpts))
	if err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	_, err = fmt.Fprintf(out, "transaction %s is %s\n%s\n", response.TransactionID, response.TxValidationCode, response.Payload)
	return err
}

// asArray makes an array of a single act; Submit takes arrays.
func asArray(acts []byte) ([]byte, error) {
	var list []json.RawMessage
	if json.Unmarshal(acts, &list) == nil {
		return acts, nil
	}
	return json.Marshal([]json.RawMessage{acts})
}

func request(function string, args ...string) channel.Request {
	r := channel.Request{ChaincodeID: chaincodeName, Fcn: function}
	for _, arg := range args {
		r.Args = append(r.Args, []byte(arg))
	}
	return r
}
