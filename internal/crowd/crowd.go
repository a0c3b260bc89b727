// SPDX-License-Identifier: Apache-2.0

// Package crowd is people at bodies' machines, for tests: an executable that acts for them there ([Dispatch]), and a vote that they hold
// ballot by ballot, as a test says ([Hold]).
package crowd

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/network"
)

// DoEnv makes an executable act for people at one body's machine, whose data $LINLI_DATA names: it says what they do.
const DoEnv = "LINLI_TEST_PEOPLE"

// The community is the one that docs/operations/form.md founds.
const garden, name = "garden", "花园小区"

var relyingParty = act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}}

// Dispatch does what DoEnv says, if it says anything.
func Dispatch() (code int, handled bool) {
	does, there := map[string]func(context.Context, *network.Network) error{
		"admit": admit, "vote": hold, "probe": probe,
	}[os.Getenv(DoEnv)]
	if !there {
		return 0, false
	}
	n, err := network.Open(os.Getenv("LINLI_DATA"))
	if err == nil {
		err = does(context.Background(), n)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
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
