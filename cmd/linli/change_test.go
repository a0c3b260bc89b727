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

// TestLifeOfANetwork is what docs/operations/change.md says: four bodies form a network, each with a data directory of its own. While they
// go on sending transactions a fifth comes in, one moves, one has new certificates and one new keys, and one leaves; the ledger with all
// of it is accepted.
func TestLifeOfANetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a network, which -short leaves out")
	}
	page, err := os.ReadFile("../../docs/operations/change.md")
	if err != nil {
		t.Fatal(err)
	}
	m := formed(t, "owners", "residents", "property", "street")
	m.keepBusy("owners", "street")

	m.comesIn("reader", "owners", "residents", "property")
	m.keepBusy("reader")
	m.refused("residents", "change sign --yes reader-add.change", "older configuration")

	m.run("residents", "down") // of five one may be away
	m.goesOn()
	m.run("residents", "body join --fingerprint", m.fingerprint())

	port := strconv.Itoa(m.port())
	m.run("property", "body renew --passphrase-file pass --out property-moved.body --orderer-port", port)
	m.agree("property", "change address property-moved.body", "property-address.change", "owners", "street", "property")
	m.well("owners", ":"+port)
	m.run("street", "body renew --passphrase-file pass")
	m.run("residents", "body renew --passphrase-file pass --new-keys --out residents-new.body")
	m.agree("owners", "change renew residents-new.body", "residents-renew.change", "owners", "street", "reader")
	m.well("residents", "running") // with the new keys, which it takes when it has seen the change
	m.goesOn()

	m.idle("reader")
	m.agree("owners", "change remove reader", "reader-remove.change", "owners", "residents", "property")
	m.goesOn()
	if out, _, code := m.try("reader", "status"); code != 1 || !strings.Contains(out, "it was removed") {
		t.Errorf("the reader's machine does not know that it was removed: exit code %d\n%s", code, out)
	}
	m.says("residents", "export garden.ledger", "trust roots")
	m.says("residents", "verify garden.ledger --trust garden.ledger.trust.json", "ACCEPTED")
	m.says("residents", "verify garden.ledger --trust garden.ledger.trust.json", "genesis and 5 updates")
	m.ranAll(string(page))
}

// TestSeventhBody has three more bodies come in, and two of seven away:
//
//	LINLI_SEVEN=1 go test ./cmd/linli -run TestSeventhBody
func TestSeventhBody(t *testing.T) {
	if os.Getenv("LINLI_SEVEN") == "" {
		t.Skip("takes seven bodies' memory; LINLI_SEVEN has it run")
	}
	m := formed(t, "owners", "residents", "property", "street")
	m.keepBusy("owners", "street")
	m.comesIn("reader", "owners", "residents", "property")
	m.comesIn("sixth", "owners", "residents", "property")
	m.comesIn("seventh", "owners", "residents", "property", "sixth")
	m.run("residents", "down")
	m.run("sixth", "down")
	m.goesOn()
}

// comesIn has a body come in, to which others agree, and order with them.
func (m *machines) comesIn(body string, signers ...string) {
	m.Helper()
	m.init(body)
	m.agree(signers[0], "change add "+body+".body", body+"-add.change", signers...)
	m.run(signers[0], "network card garden.network")
	m.run(body, "network enter garden.network")
	m.run(body, "body join --fingerprint", m.fingerprint())
	m.well(signers[0], body)
	m.agree(body, "change admit", body+"-admit.change", signers...)
	m.says(body, "change submit "+body+"-admit.change", "is on the ledger")
	m.goesOn()
}

// commandOf is a command without its arguments and flags.
func commandOf(args []string) string {
	for i, arg := range args {
		if strings.HasPrefix(arg, "-") || i == 2 {
			args = args[:i]
			break
		}
	}
	return strings.Join(args, " ")
}

// ranAll fails the test if a page has a command that was not run.
func (m *machines) ranAll(page string) {
	m.Helper()
	found := 0
	for line := range strings.Lines(page) {
		if args, is := strings.CutPrefix(line, "linli "); is {
			found++
			if _, ran := m.ran.Load(commandOf(strings.Fields(args))); !ran {
				m.Errorf("the page says %q, which was not run", line)
			}
		}
	}
	if found < 15 {
		m.Errorf("the page has %d commands", found)
	}
}

// machines are data directories, each of a body of its own, on this machine.
type machines struct {
	*testing.T
	dir    string
	bodies []string
	ran    sync.Map // the commands, without what follows them

	stop map[string]func() // of what keeps it busy
	sent map[string]*atomic.Int64
}

// formed are the machines of bodies that have formed a network and joined it.
func formed(t *testing.T, bodies ...string) *machines {
	t.Helper()
	m := &machines{T: t, dir: kept(t), stop: map[string]func(){}, sent: map[string]*atomic.Int64{}}
	if err := os.WriteFile(filepath.Join(m.dir, "pass"), []byte("five words that do not belong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fabric, err := network.FindBinaries(t.Context(), "", func(line string) { t.Log(line) })
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(network.FabricBinEnv, string(fabric))
	t.Chdir(m.dir)
	files := make([]string, len(bodies))
	for i, b := range bodies {
		m.init(b)
		files[i] = b + ".body"
	}
	for _, b := range bodies {
		m.run(b, "network form", files...)
	}
	var joining errgroup.Group
	for _, b := range bodies {
		joining.Go(func() error {
			_, said, code := m.try(b, "body join --fingerprint", m.fingerprint())
			if code != 0 {
				return fmt.Errorf("%s: %s", b, said)
			}
			return nil
		})
	}
	if err := joining.Wait(); err != nil {
		t.Fatal(err)
	}
	return m
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

// port is one that nobody listens on, and that no connection is given by the kernel.
func (m *machines) port() int {
	for {
		port := 20000 + rand.IntN(12000)
		if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = l.Close()
			return port
		}
	}
}

func (m *machines) init(body string) {
	m.Helper()
	args := []string{"--title", "title of " + body, "--host", "127.0.0.1", "--listen", "127.0.0.1", "--passphrase-file", "pass", body}
	for _, kind := range []string{"orderer", "peer", "orderer-admin", "orderer-operations", "peer-operations"} {
		args = append(args, "--"+kind+"-port", strconv.Itoa(m.port()))
	}
	m.run(body, "body init", args...)
	m.bodies = append(m.bodies, body)
	m.Cleanup(func() { m.try(body, "down") })
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

func (m *machines) says(body, command, want string) {
	m.Helper()
	if out := m.run(body, command); !strings.Contains(out, want) {
		m.Fatalf("%s: linli %s does not say %q:\n%s", body, command, want, out)
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

// agree has a body make a change, and bodies sign it, the last of whom submits it. One signature less is too few.
func (m *machines) agree(body, command, file string, signers ...string) {
	m.Helper()
	m.run(body, command)
	for i, signer := range signers {
		if i == len(signers)-1 {
			m.refused(signer, "change submit "+file, "not enough bodies have signed")
		}
		m.run(signer, "change sign --yes "+file)
	}
	m.says(signers[len(signers)-1], "change submit "+file, "is on the ledger")
	for _, signer := range signers {
		m.says(signer, "change submit "+file, "is on the ledger") // a second time does nothing, and the machine follows
	}
}

// busyPause is between two transactions of a client: they show that the network goes on, and need not fill it.
const busyPause = 200 * time.Millisecond

// keepBusy has bodies' clients send one transaction after the other, until the test ends or they are idle.
func (m *machines) keepBusy(bodies ...string) {
	m.Helper()
	for _, body := range bodies {
		n, err := network.Open(m.data(body))
		if err != nil {
			m.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		sent := &atomic.Int64{}
		m.sent[body] = sent
		go func() {
			defer close(done)
			for ctx.Err() == nil {
				attempt, stop := context.WithTimeout(ctx, 30*time.Second)
				if n.Probe(attempt, body) == nil {
					sent.Add(1)
				}
				stop()
				time.Sleep(busyPause)
			}
		}()
		m.stop[body] = func() {
			cancel()
			<-done
		}
		m.Cleanup(func() { m.idle(body) })
	}
}

func (m *machines) idle(body string) {
	if stop := m.stop[body]; stop != nil {
		stop()
	}
	delete(m.stop, body)
	delete(m.sent, body)
}

// goesOn waits until each of those who are busy has had some more transactions committed.
func (m *machines) goesOn() {
	m.Helper()
	for body, sent := range m.sent {
		before := sent.Load()
		for deadline := time.Now().Add(5 * time.Minute); sent.Load() < before+5; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				m.Fatalf("transactions of %s do not come through any more", body)
			}
		}
		m.Logf("%s: %d transactions so far", body, sent.Load())
	}
}
