// SPDX-License-Identifier: Apache-2.0

// This example is a program that was written for fabric-sdk-go and works with Linli: it reads an election, and relays
// signed ballots, through a connection profile that `linli network profile` wrote. README.md shows how to run it.
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

var errUsage = errors.New("usage: fabric-sdk-go -profile FILE [-body BODY] election COMMUNITY ELECTION | relay FILE")

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
	var do func(*channel.Client) error
	switch words := flags.Args(); {
	case len(words) == 3 && words[0] == "election":
		do = func(c *channel.Client) error { return printElection(c, out, words[1], words[2]) }
	case len(words) == 2 && words[0] == "relay":
		do = func(c *channel.Client) error { return relay(c, out, words[1]) }
	default:
		return errUsage
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
	return do(client)
}

// printElection asks one peer for an election, and prints what it is about and how far it has come.
func printElection(client *channel.Client, out io.Writer, community, id string) error {
	attributes, err := json.Marshal([]string{community, id})
	if err != nil {
		return err
	}
	response, err := client.Query(request("Read", "election", string(attributes)), channel.WithRetry(retry.DefaultChannelOpts))
	if err != nil {
		return fmt.Errorf("read the election: %w", err)
	}
	if len(response.Payload) == 0 {
		return fmt.Errorf("there is no election %s in the community %s", id, community)
	}
	var election struct {
		Title, Stage string
		Contests     []struct {
			Title   string
			Options []string
		}
	}
	if err := json.Unmarshal(response.Payload, &election); err != nil {
		return fmt.Errorf("read the election: %w", err)
	}
	fmt.Fprintf(out, "%s: %s\n", election.Title, election.Stage)
	for _, contest := range election.Contests {
		fmt.Fprintf(out, "  %s %q\n", contest.Title, contest.Options)
	}
	return nil
}

// relay commits the signed act, or the array of them, in a file, and prints what became of them. Acts of which none takes
// effect are not committed: that is an error.
func relay(client *channel.Client, out io.Writer, file string) error {
	acts, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if acts, err = asArray(acts); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	response, err := client.Execute(request("Submit", string(acts)), channel.WithRetry(retry.DefaultChannelOpts))
	if err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	var answer struct { // the acts that did not take effect, by their places in the batch
		Acts    int
		Refused []struct {
			At   int
			Code string
			Args map[string]string
		}
	}
	if err := json.Unmarshal(response.Payload, &answer); err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	fmt.Fprintf(out, "%d of %d acts took effect in transaction %s\n", answer.Acts-len(answer.Refused), answer.Acts, response.TransactionID)
	for _, refused := range answer.Refused {
		fmt.Fprintf(out, "act %d: %s %v\n", refused.At+1, refused.Code, refused.Args)
	}
	return nil
}

// asArray makes an array of a single act: Submit takes arrays.
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
