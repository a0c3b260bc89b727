// SPDX-License-Identifier: Apache-2.0

package upgradetest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// steps are what an upgrade says, one line each as they begin.
var steps = []string{"version ", "starting its chaincode", "installing its packages", "putting it on the ledger", "it is in force",
	"ending the chaincode"}

// TestUpgrade goes from version 1 to 2 and back, on one network: a network has one history.
func TestUpgrade(t *testing.T) {
	n := networktest.Network(t)
	w := newWriter(t, n, "garden")
	inForce(t, n, "1", 1)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *network.Network)
	}{
		{"a version that is not permitted", notPermitted},
		{"a version that the program does not know", unknown},
		{"the version in force", alreadyInForce},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, n)
			inForce(t, n, "1", 1)
		})
	}

	w.write()
	for _, step := range steps {
		killedAt(t, n, "2", step)
	}
	if said, err := upgrade(t, n, "2").run(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	inForce(t, n, "2", 2)
	w.written()

	done(t, n.Down(t.Context()))
	n = up(t, n)
	inForce(t, n, "2", 2)
	w.again()

	killedAt(t, n, "1", "putting it on the ledger")
	done(t, n.Kill(network.Supervisor)) // and with it every process
	n = up(t, n)
	if s := status(t, n); len(s.Processes) != 13 || !s.Healthy {
		t.Errorf("after an upgrade that the power cut ended: %q, %d processes", s.Warnings, len(s.Processes))
	}
	w.again()
	if said, err := upgrade(t, n, "1").run(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	inForce(t, n, "1", 3)
	w.again()
	w.recounts(t)
}

func notPermitted(t *testing.T, n *network.Network) {
	for asked := range 2 {
		calls, wanted := 0, errors.New("not now")
		err := n.Upgrade(t.Context(), network.Upgrade{Version: "2", Progress: func(string) {}, Permit: func(context.Context) error {
			if calls++; calls > asked {
				return wanted
			}
			return nil
		}})
		if !errors.Is(err, wanted) {
			t.Errorf("not permitted when it is asked the time %d: %v", asked+1, err)
		}
	}
}

func unknown(t *testing.T, n *network.Network) {
	said, err := upgrade(t, n, "3").run()
	if err == nil || !strings.Contains(said, `no version "3"`) || !strings.Contains(said, "does not stay alive") {
		t.Errorf("%v\n%s", err, said)
	}
}

func alreadyInForce(t *testing.T, n *network.Network) {
	said, err := upgrade(t, n, "1").run()
	if err == nil || !strings.Contains(said, network.ErrInForce.Error()) {
		t.Errorf("%v\n%s", err, said)
	}
}

// process is a program that upgrades the network.
type process struct{ *exec.Cmd }

func upgrade(t *testing.T, n *network.Network, version string, killedAt ...string) process {
	t.Helper()
	self, err := os.Executable()
	done(t, err)
	cmd := exec.CommandContext(t.Context(), self, append([]string{version}, killedAt...)...)
	cmd.Env = append(os.Environ(), upgradeEnv+"="+n.Dir())
	return process{cmd}
}

// run runs it to its end.
func (p process) run() (said string, err error) {
	raw, err := p.CombinedOutput()
	return string(raw), err
}

// killedAt has an upgrade killed, without warning, when it has said that a step begins.
func killedAt(t *testing.T, n *network.Network, version, step string) {
	t.Helper()
	said, err := upgrade(t, n, version, step).run()
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := lines[len(lines)-1]; err == nil || !strings.HasPrefix(last, step) {
		t.Fatalf("the step %q did not come: %v\n%s", step, err, said)
	}
}

// inForce checks that a version is in force, and alone.
func inForce(t *testing.T, n *network.Network, version string, sequence int64) {
	t.Helper()
	s := status(t, n)
	if s.Chaincode.Version != version || s.Chaincode.Sequence != sequence {
		t.Errorf("in force is version %q by definition %d, not %q by %d", s.Chaincode.Version, s.Chaincode.Sequence, version, sequence)
	}
	name := "chaincode-street"
	if version != network.FirstVersion {
		name += "-" + version
	}
	runs := slices.ContainsFunc(s.Processes, func(p network.ProcessStatus) bool { return p.Name == name && p.Alive })
	if !runs || len(s.Processes) != 13 || !s.Healthy {
		t.Errorf("%s runs: %v; %d processes; %q", name, runs, len(s.Processes), s.Warnings)
	}
}

func status(t *testing.T, n *network.Network) *network.Status {
	t.Helper()
	s, err := n.Status(t.Context())
	done(t, err)
	return s
}

func up(t *testing.T, n *network.Network) *network.Network {
	t.Helper()
	n, err := network.Up(t.Context(), n.Dir(), network.Options{Attached: true})
	done(t, err)
	return n
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
