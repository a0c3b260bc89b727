// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"context"
	"errors"
	"syscall"
	"testing"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestCouldOrder has two of four orderers stop in the middle of what they do: another one then has what it cannot order, and does not hang.
func TestCouldOrder(t *testing.T) {
	n := networktest.Network(t)
	if network.CouldOrder(n, t.Context(), "owners") {
		t.Error("an orderer hangs that was given nothing")
	}
	for _, name := range []string{"orderer-residents", "orderer-street"} {
		pid := networktest.Process(t, n, name).PID
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = n.Probe(ctx, "owners") // it is in a block or not
	}()
	eventually(t, func() error {
		waiting, err := n.Gauge(ctx, "owners", "orderer", network.PoolGauge)
		if err == nil && waiting == 0 {
			err = errors.New("nothing waits for an order")
		}
		return err
	})
	if network.CouldOrder(n, ctx, "owners") {
		t.Error("an orderer hangs that lacks two others")
	}
	for _, name := range []string{"orderer-residents", "orderer-street"} {
		if err := syscall.Kill(networktest.Process(t, n, name).PID, syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, func() error {
		if !network.EnoughAnswer(n, ctx) {
			return errors.New("all four are there, and are not enough")
		}
		return nil
	})
	cancel()
	<-ended
	probe(t, n, "owners")
}
