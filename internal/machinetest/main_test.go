// SPDX-License-Identifier: Apache-2.0

// Package machinetest has four bodies form, run and lose the network on machines of their own: network namespaces, in each of which another
// user runs linli's commands, as the pages of docs/operations have them.
package machinetest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/network"
)

// peopleEnv makes this executable act for people at one body's machine: it names what they do.
const peopleEnv = "LINLI_TEST_PEOPLE"

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	does, there := map[string]func(context.Context, *network.Network) error{
		"admit": admit, "vote": holdVote, "cast": castBallots, "probe": probe,
	}[os.Getenv(peopleEnv)]
	if !there {
		os.Exit(m.Run())
	}
	n, err := network.Open(os.Getenv("LINLI_DATA"))
	if err == nil {
		err = does(context.Background(), n)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// probe makes as many blocks as it is told, as this machine's body.
func probe(ctx context.Context, n *network.Network) error {
	var blocks int
	if _, err := fmt.Scan(&blocks); err != nil {
		return err
	}
	for i := range blocks {
		if err := probeAgain(ctx, n); err != nil {
			return fmt.Errorf("block %d of %d is not made: %w", i+1, blocks, err)
		}
	}
	return nil
}

// attemptWithin is how long one attempt may take: a transaction is lost with the orderers that were given it, and who waits for it waits
// for ever.
const attemptWithin = 30 * time.Second

// probeAgain goes on until a transaction is in a block, as those do who have something to say. It says what was in the way.
func probeAgain(ctx context.Context, n *network.Network) error {
	for began := time.Now(); ; time.Sleep(time.Second) {
		attempt, cancel := context.WithTimeout(ctx, attemptWithin)
		err := n.Probe(attempt, n.Here()[0].ID)
		cancel()
		if err == nil || time.Since(began) > patience {
			return err
		}
		fmt.Fprintln(os.Stderr, time.Now().Format(time.StampMilli), err)
	}
}
