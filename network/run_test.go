// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestRun has this process be the supervisor: beside it there is no other one, and when it is told to end nothing is left.
func TestRun(t *testing.T) {
	n := networktest.Network(t)
	silent := func(string) {}
	if err := network.Run(t.Context(), n.Dir(), network.Options{Progress: silent}, nil); !errors.Is(err, network.ErrRunning) {
		t.Errorf("beside the supervisor that Up started: %v", err)
	}
	if err := n.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer up(t, n.Dir())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	isReady, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- network.Run(ctx, n.Dir(), network.Options{Progress: silent}, func(*network.Network) { close(isReady) })
	}()
	select {
	case <-isReady:
	case err := <-ended:
		t.Fatal(err)
	}
	running := status(t, n)
	if !running.Healthy || running.Processes[0].PID != os.Getpid() {
		t.Errorf("healthy %v, warnings %q, supervisor %d", running.Healthy, running.Warnings, running.Processes[0].PID)
	}
	if err := network.Run(t.Context(), n.Dir(), network.Options{Progress: silent}, nil); !errors.Is(err, network.ErrRunning) {
		t.Errorf("beside another Run: %v", err)
	}
	if _, err := network.Up(t.Context(), n.Dir(), network.Options{}); err != nil {
		t.Errorf("Up beside it: %v", err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, p := range running.Processes[1:] {
		if p.Process.Alive() {
			t.Errorf("%s runs on", p.Name)
		}
	}
}
