// SPDX-License-Identifier: Apache-2.0

// Package crowd is people at bodies' machines, for tests: an executable that acts for them there ([Dispatch]), and a vote that they hold
// ballot by ballot, as a test says ([Hold]).
package crowd

import (
	"context"
	"fmt"
	"maps"
	"os"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/network"
)

// DoEnv makes an executable act for people at one body's machine, whose data $LINLI_DATA names: it says what they do.
const DoEnv = "LINLI_TEST_PEOPLE"

// The community is the one that docs/operations/form.md founds.
const (
	Garden = "garden"
	Name   = "花园小区"
	Origin = "https://garden.example"
)

// RelyingParty is where its people's passkeys work.
var RelyingParty = act.RelyingParty{ID: "garden.example", Origins: []string{Origin}}

// Doings are what people can do at a machine, by name.
type Doings map[string]func(context.Context, *network.Network) error

// Dispatch does what DoEnv says, if it says anything. Besides what all can do there may be more.
func Dispatch(more Doings) (code int, handled bool) {
	all := Doings{"admit": admit, "vote": hold, "probe": probe}
	maps.Copy(all, more)
	does, there := all[os.Getenv(DoEnv)]
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
	for i := range blocks {
		if err := probeAgain(ctx, n); err != nil {
			return fmt.Errorf("block %d of %d is not made: %w", i+1, blocks, err)
		}
	}
	return nil
}

const (
	// attemptWithin is how long one attempt may take: a transaction is lost with the orderers that were given it, and who waits for it
	// waits for ever.
	attemptWithin = 30 * time.Second
	// patience only ends what hangs, on machines many times slower than most.
	patience = 20 * time.Minute
)

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
