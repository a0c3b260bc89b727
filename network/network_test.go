// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

func TestMain(m *testing.M) { networktest.Main(m, newChaincode) }

// nothing is a chaincode whose every transaction succeeds and writes nothing.
type nothing struct{}

func newChaincode(string, string) (shim.Chaincode, error) { return nothing{}, nil }

func (nothing) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (nothing) Invoke(shim.ChaincodeStubInterface) *peer.Response { return shim.Success([]byte("ok")) }

// recoverWithin is how long a body may have to wait for its transaction after a process was killed.
const recoverWithin = 2 * time.Minute

func TestUpOnARunningNetworkChangesNothing(t *testing.T) {
	n := networktest.Network(t)
	before := status(t, n)
	var said []string
	again, err := network.Up(t.Context(), n.Dir(), network.Options{Progress: func(line string) { said = append(said, line) }})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(said, "\n"); got != "the network is already running" {
		t.Errorf("Up said %q", got)
	}
	if after := status(t, again); after.Height != before.Height || after.Processes[0].PID != before.Processes[0].PID {
		t.Errorf("height %d and supervisor %d became %d and %d",
			before.Height, before.Processes[0].PID, after.Height, after.Processes[0].PID)
	}
}

func TestStatus(t *testing.T) {
	s := status(t, networktest.Network(t))
	if !s.Running || !s.Healthy || len(s.Warnings) > 0 {
		t.Errorf("running %v, healthy %v, warnings %q", s.Running, s.Healthy, s.Warnings)
	}
	if s.Leader == "" || s.Height < 4 || len(s.Bodies) != 4 || len(s.Processes) != 13 || len(s.Chaincode.Executable) != 64 {
		t.Errorf("incomplete: %+v", s)
	}
	for _, c := range s.Certificates {
		if c.NotAfter.Before(time.Now().AddDate(0, 11, 0)) {
			t.Errorf("a new certificate of %s expires on %s", c.Body, c.NotAfter)
		}
	}
}

// TestKilledProcessComesBack kills one process of each kind, the leading orderer among them.
func TestKilledProcessComesBack(t *testing.T) {
	n := networktest.Network(t)
	leader := status(t, n).Leader
	for _, name := range []string{"chaincode-property", "peer-owners", "orderer-" + leader} {
		t.Run(name, func(t *testing.T) {
			before := networktest.Process(t, n, name)
			if err := n.Kill(name); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			for _, body := range n.Bodies() {
				probe(t, n, body.ID)
			}
			t.Logf("transactions of every body after %v", time.Since(began))
			eventually(t, func() error {
				after := networktest.Process(t, n, name)
				if !after.Alive() || after.PID == before.PID || after.Restarts == 0 {
					return fmt.Errorf("not started again: %+v", after)
				}
				return nil
			})
		})
	}
}

func TestDownAndUpKeepsTheLedger(t *testing.T) {
	n := networktest.Network(t)
	height := status(t, n).Height
	if err := n.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := n.Running(); !errors.Is(err, network.ErrStopped) {
		t.Errorf("after Down, Running is %v", err)
	}
	assertNothingRuns(t, n)
	up(t, n.Dir())
	if after := status(t, n).Height; after < height {
		t.Errorf("height was %d and is %d", height, after)
	}
}

func TestEverythingKilledComesBack(t *testing.T) {
	n := networktest.Network(t)
	height := status(t, n).Height
	// The supervisor last: so that the others become orphans at least for a moment.
	processes, err := n.Processes()
	if err != nil {
		t.Fatal(err)
	}
	for _, processe := range slices.Backward(processes) {
		if err := n.Kill(processe.Name); err != nil {
			t.Logf("%v", err) // the supervisor may be between two starts of it
		}
	}
	up(t, n.Dir())
	if after := status(t, n).Height; after < height {
		t.Errorf("height was %d and is %d", height, after)
	}
}

func TestSupervisorKilledLeavesNoOrphans(t *testing.T) {
	n := networktest.Network(t)
	if err := n.Kill(network.Supervisor); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		if name := someAlive(t, n); name != "" {
			return fmt.Errorf("%s still runs", name)
		}
		return nil
	})
	up(t, n.Dir())
}

// TestStalePIDIsLeftAlone lets a record name a process that is not the one that was started.
func TestStalePIDIsLeftAlone(t *testing.T) {
	stranger := network.Process{Name: "peer-owners", PID: os.Getpid()}
	if stranger.Alive() {
		t.Error("a process that was started at another time counts as the recorded one")
	}
}

func TestTwoNetworksSideBySide(t *testing.T) {
	first := networktest.Network(t)
	second := up(t, filepath.Join(t.TempDir(), "second network")) // spaces in paths must not matter
	t.Cleanup(func() {
		if err := second.Down(context.Background()); err != nil {
			t.Error(err)
		}
	})
	probe(t, first, "owners")
	probe(t, second, "owners")
	if err := second.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	probe(t, first, "street")
}

func TestTwoUpAtOnce(t *testing.T) {
	n := networktest.Network(t)
	if err := n.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	results := make([]error, 3)
	for i := range results {
		all.Go(func() {
			_, results[i] = network.Up(t.Context(), n.Dir(), network.Options{Attached: true})
		})
	}
	all.Wait()
	started := 0
	for _, err := range results {
		switch {
		case err == nil:
			started++
		case !errors.Is(err, network.ErrBusy):
			t.Error(err)
		}
	}
	if started != 1 {
		t.Errorf("%d of three succeeded at the same time", started)
	}
	probe(t, n, "residents")
}

func TestPortTaken(t *testing.T) {
	n := networktest.Network(t)
	if err := n.Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	taken := n.Bodies()[2].Ports.Peer
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", taken))
	if err != nil {
		t.Fatal(err)
	}
	_, err = network.Up(t.Context(), n.Dir(), network.Options{Attached: true})
	if !errors.Is(err, network.ErrPortTaken) {
		t.Errorf("Up returned %v", err)
	}
	want := fmt.Sprintf("peer-property needs 127.0.0.1:%d", taken)
	if pid := fmt.Sprintf("process %d", os.Getpid()); err != nil &&
		(!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), pid)) {
		t.Errorf("Up returned %q, which does not say %q and %q", err, want, pid)
	}
	assertNothingRuns(t, n)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	up(t, n.Dir())
}

func TestBadDirectories(t *testing.T) {
	foreign := t.TempDir()
	write(t, filepath.Join(foreign, "letter.txt"), "dear neighbours")
	future := t.TempDir()
	write(t, filepath.Join(future, "network", "network.json"), `{"format": 99}`)
	damaged := t.TempDir()
	write(t, filepath.Join(damaged, "network", "network.json"), `{"format": 1`)

	for _, test := range []struct {
		name, dir, fabric string
		want              error
		says              string
	}{
		{name: "foreign", dir: foreign, says: "letter.txt"},
		{name: "future", dir: future, want: network.ErrIncompatible, says: "format is 99"},
		{name: "damaged", dir: damaged, says: "network.json is damaged"},
		{name: "no programs", dir: filepath.Join(t.TempDir(), "new"), fabric: t.TempDir(), want: network.ErrNoBinaries,
			says: "--fabric-bin"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := tree(t, test.dir)
			_, err := network.Up(t.Context(), test.dir, network.Options{FabricBin: test.fabric, Attached: true})
			var problem *network.Problem
			if !errors.As(err, &problem) || problem.Do == "" || !strings.Contains(err.Error(), test.says) {
				t.Errorf("Up returned %v", err)
			}
			if test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("Up returned %v, which is not %v", err, test.want)
			}
			if after := tree(t, test.dir); after != before {
				t.Errorf("the directory was changed from\n%sto\n%s", before, after)
			}
		})
	}
	if _, err := network.Open(t.TempDir()); !errors.Is(err, network.ErrNoNetwork) {
		t.Errorf("Open of an empty directory returned %v", err)
	}
}

func up(t *testing.T, dir string) *network.Network {
	t.Helper()
	began := time.Now()
	n, err := network.Up(t.Context(), dir, network.Options{Attached: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("up after %v", time.Since(began))
	return n
}

func status(t *testing.T, n *network.Network) *network.Status {
	t.Helper()
	s, err := n.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// probe waits until a transaction of the body is committed.
func probe(t *testing.T, n *network.Network, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), recoverWithin)
	defer cancel()
	for {
		attempt, done := context.WithTimeout(ctx, 15*time.Second)
		err := n.Probe(attempt, body)
		done()
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("no transaction of %s: %v", body, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func eventually(t *testing.T, f func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(recoverWithin); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if err = f(); err == nil {
			return
		}
	}
	t.Error(err)
}

func someAlive(t *testing.T, n *network.Network) string {
	t.Helper()
	processes, err := n.Processes()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range processes {
		if p.Alive() {
			return p.Name
		}
	}
	return ""
}

func assertNothingRuns(t *testing.T, n *network.Network) {
	t.Helper()
	if name := someAlive(t, n); name != "" {
		t.Errorf("%s still runs", name)
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tree lists the files below dir that are not the lock, which every attempt makes.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var list strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if errors.Is(err, syscall.ENOENT) {
			return nil
		}
		if err == nil && !entry.IsDir() && entry.Name() != "lock" {
			fmt.Fprintln(&list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}
