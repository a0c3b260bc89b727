// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestScript runs the scripts of testdata/script, in which linli is this program. $NETWORK is the data directory of a
// running network that they share; in .linli a script may make one of its own, which is stopped at its end.
func TestScript(t *testing.T) {
	shared := ""
	if !testing.Short() {
		shared = networktest.Network(t).Dir()
	}
	recording, err := filepath.Abs("../../verify/testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Condition: func(condition string) (bool, error) {
			switch condition {
			case "network":
				return !testing.Short(), nil
			case "mount":
				return canMount(t), nil
			}
			return false, fmt.Errorf("no condition %q", condition)
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NETWORK", shared)
			env.Setenv("RECORDING", recording)
			return setUpNetwork(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "occupy": occupy, "tmpfs": tmpfs,
		},
	})
}

// setUpNetwork tells a script where Fabric's programs are, and stops at its end what it left running.
func setUpNetwork(env *testscript.Env) error {
	if testing.Short() {
		return nil
	}
	fabric, err := network.FindBinaries(context.Background(), "", func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	env.Setenv(network.FabricBinEnv, string(fabric))
	env.Defer(func() {
		n, err := network.Open(filepath.Join(env.WorkDir, ".linli"))
		if errors.Is(err, network.ErrNoNetwork) {
			return
		}
		if err == nil {
			err = n.Down(context.Background())
		}
		if err != nil {
			env.T().Fatal(err)
		}
	})
	return nil
}

// exits CODE COMMAND…: the command ends with exactly this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	code := "0"
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = strconv.Itoa(exit.ExitCode())
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, not %s", code, args[0])
	}
}

// occupy listens, until the script ends, where the owners' peer of the network in .linli did.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	n, err := network.Open(ts.MkAbs(".linli"))
	ts.Check(err)
	peer, err := n.Peer("owners")
	ts.Check(err)
	listener, err := net.Listen("tcp", peer.Address)
	ts.Check(err)
	ts.Defer(func() { ts.Check(listener.Close()) })
}

// canMount tells whether the tests may mount a disk, which takes root and is forbidden in many containers.
func canMount(t *testing.T) bool {
	dir := t.TempDir()
	return mount(dir, "size=4k") == nil && unmount(dir) == nil
}

func mount(dir, options string) error {
	return exec.Command("mount", "-t", "tmpfs", "-o", options, "none", dir).Run()
}

func unmount(dir string) error { return exec.Command("umount", dir).Run() }

// tmpfs DIR OPTIONS: a disk of its own, until the script ends.
func tmpfs(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	ts.Check(mount(dir, args[1]))
	ts.Defer(func() {
		if err := unmount(dir); err != nil {
			ts.Logf("umount %s: %v", dir, err)
		}
	})
}
