// SPDX-License-Identifier: Apache-2.0

// Package networktest gives the tests of a package one real network, which starts when a test first asks for it
// and is gone when they have ended, however they end.
//
//	func TestMain(m *testing.M) {
//		networktest.Main(m, chaincode.New)
//	}
//
//	func TestSomething(t *testing.T) {
//		n := networktest.Network(t)
//		…
//	}
//
// Fabric's programs come from $LINLI_FABRIC_BIN if that is set, else they are built once into the user's cache.
// With $LINLI_TEST_PROGRAM set the network's own processes, chaincode among them, are that executable and not the tests' own: the race
// detector would make them many times slower, and nobody reads what it says of another process.
// With $LINLI_TEST_KEEP set the data directory stays, and its place is printed.
package networktest

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
)

// ProgramEnv names the executable of the network's own processes: bin/linli.
const ProgramEnv = "LINLI_TEST_PROGRAM"

// KeepEnv keeps the data directory after the tests, when it is set.
const KeepEnv = "LINLI_TEST_KEEP"

// startWithin bounds the start, the building of Fabric's programs included.
const startWithin = 10 * time.Minute

// shared is the one network of this test run: a test binary is one process, so it is one variable.
var shared struct {
	once    sync.Once
	dir     string
	network *network.Network
	err     error
}

// Main runs the tests and exits. It must be all that TestMain does, except that a caller may prepare before it
// what the network's processes do not need.
func Main(m interface{ Run() int }, newChaincode network.NewChaincode, checks ...Check) {
	if code, handled := network.Dispatch(newChaincode); handled {
		os.Exit(code)
	}
	os.Exit(Run(m, checks...))
}

// Check looks at what all tests have made of their network.
type Check func(*network.Network) error

// Run runs the tests, then the checks if there is a network, stops it and returns the exit code. It is Main without
// network.Dispatch, for a TestMain that does more.
func Run(m interface{ Run() int }, checks ...Check) int {
	code := m.Run()
	for _, check := range checks {
		if shared.network == nil {
			break
		}
		if err := check(shared.network); err != nil {
			fmt.Fprintln(os.Stderr, "after all tests:", err)
			code = max(code, 1)
		}
	}
	if code != 0 && shared.network != nil {
		fmt.Fprint(os.Stderr, "the supervisor of the tests' network said last:\n", supervisorSaid())
	}
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stopping the tests' network:", err)
		code = max(code, 1)
	}
	return code
}

// Network returns the running network of this test run. It skips the test under -short.
// Tests share it: each works on a community, or keys, of its own.
func Network(t testing.TB) *network.Network {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a network, which -short leaves out")
	}
	shared.once.Do(start)
	if shared.err != nil {
		t.Fatalf("starting the tests' network: %v", shared.err)
	}
	return shared.network
}

func start() {
	shared.dir, shared.err = os.MkdirTemp("", "linli-test-")
	if shared.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	shared.network, shared.err = network.Up(ctx, filepath.Join(shared.dir, "data"), network.Options{
		Program: os.Getenv(ProgramEnv), Attached: true,
	})
}

// Process is one of a network's processes, by its name.
func Process(t testing.TB, n *network.Network, name string) network.Process {
	t.Helper()
	all, err := n.Processes()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(p network.Process) bool { return p.Name == name })
	if i < 0 {
		t.Fatalf("no process %s", name)
	}
	return all[i]
}

// supervisorSaid is the end of its log: which processes ended, and which orderers hung.
func supervisorSaid() string {
	file, err := shared.network.LogFile(network.Supervisor)
	raw, readErr := os.ReadFile(file)
	if err := cmp.Or(err, readErr); err != nil {
		return err.Error() + "\n"
	}
	lines := strings.SplitAfter(string(raw), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "")
}

func stop() error {
	if shared.network != nil {
		if err := shared.network.Down(context.Background()); err != nil {
			return err
		}
	}
	if shared.dir == "" {
		return nil
	}
	if os.Getenv(KeepEnv) != "" {
		fmt.Fprintln(os.Stderr, "the tests' network is kept in", shared.dir)
		return nil
	}
	return os.RemoveAll(shared.dir)
}
