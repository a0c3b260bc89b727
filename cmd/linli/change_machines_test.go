// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// machines are data directories, each of a body of its own, on this machine.
type machines struct {
	*testing.T
	dir    string
	bodies []string
	given  map[int]bool // ports
	ran    sync.Map     // the commands, without what follows them

	voting *electorate
	stop   map[string]func() // of those who vote at a body's machine
	sent   map[string]*atomic.Int64
}

// formed are the machines of bodies that have formed a network and joined it.
func formed(t *testing.T, bodies ...string) *machines {
	t.Helper()
	m := prepared(t)
	for _, b := range bodies {
		m.init(b)
	}
	m.form()
	return m
}

// prepared is a folder for machines, in which everything is run from now on.
func prepared(t *testing.T) *machines {
	t.Helper()
	m := &machines{T: t, dir: kept(t), given: map[int]bool{}, stop: map[string]func(){}, sent: map[string]*atomic.Int64{}}
	if err := os.WriteFile(filepath.Join(m.dir, "pass"), []byte("five words that do not belong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fabric, err := network.FindBinaries(t.Context(), "", func(line string) { t.Log(line) })
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(network.FabricBinEnv, string(fabric))
	t.Chdir(m.dir)
	return m
}

// form has all bodies form a network and join it.
func (m *machines) form() {
	m.Helper()
	files := make([]string, len(m.bodies))
	for i, b := range m.bodies {
		files[i] = b + ".body"
	}
	for _, b := range m.bodies {
		m.run(b, "network form", files...)
	}
	var joining errgroup.Group
	for _, b := range m.bodies {
		joining.Go(func() error {
			_, said, code := m.try(b, "body join --fingerprint", m.fingerprint())
			if code != 0 {
				return fmt.Errorf("%s: %s", b, said)
			}
			return nil
		})
	}
	if err := joining.Wait(); err != nil {
		m.Fatal(err)
	}
}

// kept is a folder that stays after the test if that is wanted.
func kept(t *testing.T) string {
	t.Helper()
	if os.Getenv(networktest.KeepEnv) == "" {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("", "linli-life-") //nolint:usetesting // it stays
	if err != nil {
		t.Fatal(err)
	}
	t.Log("kept in", dir)
	return dir
}

func (m *machines) data(body string) string { return filepath.Join(m.dir, body) }

// port is one that nobody listens on or was given before, and that no connection is given by the kernel.
func (m *machines) port() int {
	for {
		port := 20000 + rand.IntN(12000)
		if m.given[port] {
			continue
		}
		m.given[port] = true
		if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = l.Close()
			return port
		}
	}
}

func (m *machines) init(body string) {
	m.Helper()
	args := append([]string{"--title", "title of " + body, "--passphrase-file", "pass", body}, m.places()...)
	m.run(body, "body init", args...)
	m.add(body)
}

// add notes a body that is made.
func (m *machines) add(body string) {
	m.bodies = append(m.bodies, body)
	m.Cleanup(func() { m.try(body, "down") })
}

// places are the flags of a machine that is this one.
func (m *machines) places() []string {
	flags := []string{"--host", "127.0.0.1", "--listen", "127.0.0.1"}
	for _, kind := range []string{"orderer", "peer", "orderer-admin", "orderer-operations", "peer-operations"} {
		flags = append(flags, "--"+kind+"-port", strconv.Itoa(m.port()))
	}
	return flags
}

func (m *machines) fingerprint() string {
	n, err := network.Open(m.data(m.bodies[0]))
	if err != nil {
		m.Fatal(err)
	}
	f, err := n.Fingerprint()
	if err != nil {
		m.Fatal(err)
	}
	return f.Words()
}

// try runs a command on a body's machine.
func (m *machines) try(body, command string, more ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	args := append(append(strings.Fields(command), more...), "--data", m.data(body))
	m.ran.Store(commandOf(args), true)
	code = Run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

func (m *machines) run(body, command string, more ...string) string {
	m.Helper()
	out, errs, code := m.try(body, command, more...)
	if code != 0 {
		m.Fatalf("%s: linli %s: exit code %d\n%s%s", body, command, code, out, errs)
	}
	m.Logf("%s: linli %s %s\n%s%s", body, command, strings.Join(more, " "), out, errs)
	return out
}

func (m *machines) says(body, command string, wants ...string) {
	m.Helper()
	out := m.run(body, command)
	for _, want := range wants {
		if !strings.Contains(out, want) {
			m.Fatalf("%s: linli %s does not say %q:\n%s", body, command, want, out)
		}
	}
}

// well waits until a body's machine says that all is well, and something besides.
func (m *machines) well(body, want string) {
	m.Helper()
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(time.Second) {
		out, errs, code := m.try(body, "status")
		if code == 0 && strings.Contains(out, want) {
			m.Logf("%s: linli status\n%s", body, out)
			return
		}
		if time.Now().After(deadline) {
			m.Fatalf("%s: linli status does not say that all is well, and %q: exit code %d\n%s%s", body, want, code, out, errs)
		}
	}
}

func (m *machines) refused(body, command, want string) {
	m.Helper()
	if out, errs, code := m.try(body, command); code != 1 || !strings.Contains(errs, want) {
		m.Fatalf("%s: linli %s: exit code %d, and it does not say %q:\n%s%s", body, command, code, want, out, errs)
	}
}
