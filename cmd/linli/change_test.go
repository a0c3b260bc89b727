// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// TestLifeOfANetwork is what docs/operations/change.md says: four bodies form a network, each with a data directory of its own. While
// people go on voting a fifth comes in, one moves, one has new certificates and one new keys, and one leaves; each ballot is there once,
// and the ledger with all of it is accepted. Servers that run meanwhile say who came, and that their own body was removed.
func TestLifeOfANetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a network, which -short leaves out")
	}
	page, err := os.ReadFile("../../docs/operations/change.md")
	if err != nil {
		t.Fatal(err)
	}
	m := formed(t, "owners", "residents", "property", "street")
	m.votes(3)
	m.keepBusy("owners", "street")
	pages := m.serves("street")

	m.comesIn("reader", "owners", "residents", "property")
	pages.say("title of reader") // whose file never was on this machine
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
	m.removed("reader", "owners", "residents", "property")
	m.counted("residents", "genesis and 5 updates")
	m.ranAll(string(page))
}

// removed has bodies take another one out, which finds out by itself, and can still export what it has.
func (m *machines) removed(body string, by ...string) {
	m.Helper()
	pages := m.serves(body)
	m.agree(by[0], "change remove "+body, body+"-remove.change", by...)
	m.goesOn()
	said := "this body was removed from the network in block "
	for _, command := range []string{"status", "doctor"} {
		for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(time.Second) { // its orderer writes the block by and by
			out, _, code := m.try(body, command)
			if code == 1 && strings.Contains(out, said) && strings.Contains(out, "title of "+by[1]) && strings.Contains(out, "已被移出账本网络") {
				m.Logf("%s: linli %s\n%s", body, command, out)
				break
			}
			if time.Now().After(deadline) {
				m.Fatalf("the machine of %s does not know that it was removed: exit code %d\n%s", body, code, out)
			}
		}
	}
	pages.say("已被移出账本网络")
	pages.say("title of " + by[1])
	// At its next look, if its orderer had that block only after the last one.
	for deadline := time.Now().Add(5 * time.Minute); !strings.Contains(pages.log.String(), said); time.Sleep(time.Second) {
		if time.Now().After(deadline) {
			m.Fatalf("its server's log does not say so:\n%s", pages.log.String())
		}
	}
	if !strings.Contains(pages.log.String(), "已被移出账本网络") {
		m.Errorf("its server's log does not say so in Chinese:\n%s", pages.log.String())
	}
	pages.end()
	m.run(body, "down")
	if _, told, code := m.try(body, "up"); code != 0 || !strings.Contains(told, said) {
		m.Errorf("started again, it does not say that it was removed: exit code %d\n%s", code, told)
	}
	m.says(body, "export what-is-left.ledger", "trust roots")
	m.says(body, "verify what-is-left.ledger --trust what-is-left.ledger.trust.json", "ACCEPTED")
}

// TestSeventhBody has three more bodies come in while people vote, and two of seven away:
//
//	LINLI_LONG=1 go test ./cmd/linli -run TestSeventhBody
func TestSeventhBody(t *testing.T) {
	if os.Getenv("LINLI_LONG") == "" {
		t.Skip("takes seven bodies' memory; `make long-test` has it run")
	}
	m := formed(t, "owners", "residents", "property", "street")
	m.votes(5)
	m.keepBusy("owners", "street")
	m.comesIn("reader", "owners", "residents", "property")
	m.keepBusy("reader")
	m.comesIn("sixth", "owners", "residents", "property")
	m.keepBusy("sixth")
	m.comesIn("seventh", "owners", "residents", "property", "sixth")
	m.keepBusy("seventh")
	m.idle("sixth")
	m.run("residents", "down")
	m.run("sixth", "down")
	m.goesOn()
	m.counted("owners", "genesis and 6 updates")
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
	m.titled(body)
	m.agree(body, "change admit", body+"-admit.change", signers...)
	m.says(body, "change submit "+body+"-admit.change", "is on the ledger")
	m.goesOn()
}

// titled fails the test unless all machines call a body as it calls itself, whoever had its file.
func (m *machines) titled(body string) {
	m.Helper()
	for _, at := range m.bodies {
		m.well(at, body)
		for _, b := range m.network(at).Bodies() {
			if b.Title != "title of "+b.ID {
				m.Errorf("%s calls %s %q", at, b.ID, b.Title)
			}
		}
	}
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

// network is that of a body's machine.
func (m *machines) network(body string) *network.Network {
	m.Helper()
	n, err := network.Open(m.data(body))
	if err != nil {
		m.Fatal(err)
	}
	return n
}

// votes opens an election for the households of so many machines.
func (m *machines) votes(at int) {
	m.Helper()
	var networks []*network.Network
	for _, body := range m.bodies {
		networks = append(networks, m.network(body))
	}
	m.voting = convened(m.T, at, networks...)
}

// keepBusy has people cast one ballot after the other at bodies' machines, until the test ends or they are idle.
func (m *machines) keepBusy(bodies ...string) {
	m.Helper()
	for _, body := range bodies {
		c := m.voting.at(m.network(body))
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		m.sent[body] = &c.answered
		go func() {
			defer close(done)
			c.run(ctx)
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

// counted ends the voting: each ballot is where it belongs, and a body's export is accepted, with what its verifying has to say besides.
func (m *machines) counted(body, besides string) {
	m.Helper()
	for busy := range m.stop {
		m.idle(busy)
	}
	m.voting.counted()
	m.says(body, "export garden.ledger", "trust roots")
	m.says(body, "verify garden.ledger --trust garden.ledger.trust.json", "ACCEPTED", "1 results", besides)
}

// bodyServer is a body's server that runs.
type bodyServer struct {
	*testing.T
	at  string
	log *village.Log
	end func()
}

// serves has a body's server run until it is ended, or the test.
func (m *machines) serves(body string) bodyServer {
	m.Helper()
	p := bodyServer{T: m.T, at: fmt.Sprintf("127.0.0.1:%d", m.port()), log: &village.Log{}}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		Run(ctx, []string{"serve", "--listen", p.at, "--data", m.data(body)}, strings.NewReader(""), p.log, p.log)
	}()
	p.end = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	m.Cleanup(p.end)
	return p
}

// say waits until the page that says who runs the ledger has some words.
func (p bodyServer) say(words string) {
	p.Helper()
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(time.Second) {
		page, err := fetch("http://" + p.at + "/network")
		if err == nil && strings.Contains(page, words) {
			return
		}
		if time.Now().After(deadline) {
			p.Fatalf("the page does not say %q: %v\n%s\n%s", words, err, page, p.log.String())
		}
	}
}

// goesOn waits until at each machine where people vote some more ballots were answered.
func (m *machines) goesOn() {
	m.Helper()
	for body, sent := range m.sent {
		before := sent.Load()
		for deadline := time.Now().Add(5 * time.Minute); sent.Load() < before+5; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(deadline) {
				m.Fatalf("ballots cast at %s do not come through any more", body)
			}
		}
		m.Logf("%s: %d ballots so far", body, sent.Load())
	}
}
