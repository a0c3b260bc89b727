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
	for range blocks {
		// Where an orderer has just come back, others may still hold a connection to it that has died; who sends does so again.
		err := n.Probe(ctx, n.Here()[0].ID)
		for tries := 0; err != nil && tries < 100; tries++ {
			time.Sleep(time.Second)
			err = n.Probe(ctx, n.Here()[0].ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
