// SPDX-License-Identifier: Apache-2.0

package api

import (
	"testing"
	"time"

	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/network"
)

// wrong is by how much the clock of a client here is wrong. Peers bear with 15 minutes of it (core.yaml, timewindow).
const wrong = 14 * time.Minute

// reach is how much time may lie between two transactions that are sent at the same moment, the one by a client whose clock is late.
const reach = 2 * wrong

// sendAt sends a transaction as a client whose clock shows another time, and returns the block that has it.
func (tw *town) sendAt(t testing.TB, at time.Time, function string, args ...string) (block uint64) {
	t.Helper()
	desk, err := dated.Open(tw.Network, "owners", network.Client)
	sound(t, err)
	defer desk.Close()
	done, err := desk.Transact(t.Context(), at, function, args...)
	sound(t, err)
	return done.Block
}

func sound(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
