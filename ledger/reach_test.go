// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// A client goes over to other peers while it works, and asks none that is no longer among them.
func TestReach(t *testing.T) {
	n := networktest.Network(t)
	all := config(t, n, "owners", network.Client).Peers
	c := connect(t, n, "owners", network.Client)
	height := func(within time.Duration) error {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		_, err := c.Height(ctx)
		return err
	}
	reach := func(peers ...ledger.Peer) {
		t.Helper()
		if err := c.Reach(peers); err != nil {
			t.Fatal(err)
		}
	}
	nowhere := all[0]
	nowhere.Address = "127.0.0.1:1"
	reach(nowhere)
	err := height(time.Second)
	for tries := 0; err == nil && tries < 100; tries++ { // until the one in use is left
		err = height(time.Second)
	}
	if !errors.Is(err, ledger.ErrUnavailable) {
		t.Errorf("with no peer there: %v", err)
	}
	for _, peers := range [][]ledger.Peer{all[3:], all, {nowhere, all[2]}} {
		reach(peers...)
		if err := height(5 * time.Minute); err != nil {
			t.Error(err)
		}
	}
	if err := c.Reach(nil); err == nil {
		t.Error("it takes no peer at all")
	}
}
