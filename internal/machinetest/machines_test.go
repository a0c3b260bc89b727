// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var bodies = []string{"owners", "property", "residents", "street"}

// Four empty machines become a network by the commands of docs/operations alone, and hold the demo's vote, in which each body's people cast
// their ballots at its machine: also while one body is away, and while the ledger stands still as two are. A fifth machine recounts it from
// the export.
func TestMachines(t *testing.T) {
	s := newSite(t, append(bodies, "reader")...)
	reader := s.machines[len(bodies)]
	s.machines = s.machines[:len(bodies)]
	owners, residents, street := s.machines[0], s.machines[2], s.machines[3]
	began := time.Now()
	s.forms()
	v := s.votes()
	result := v.holds(func(number int, b *batch) {
		switch number {
		case 0:
			t.Logf("from empty machines to the first ballot: %.0f s, %d commands at the machine with the most", time.Since(began).Seconds(), s.most())
		case 2:
			s.cut(street)
			b.give()
			b.cast(owners, s.machines[1], residents) // they go on without it
			s.says(owners, "the orderer of street does not answer")
			s.mend(street)
		case 4:
			s.cut(street)
			s.cut(residents)
			b.give()
			s.says(owners, "the ledger stands still: 2 of 4 bodies' orderers answer, and it takes 3")
			s.mend(residents)
			b.cast(owners)
			s.mend(street)
		}
	})
	t.Logf("%d ballots counted, %d replaced, %v rejected", result.Counted, result.Superseded, result.Rejected)
	s.healthy()
	s.machines[1].serves()
	s.recounted(reader)
}

// most is how many commands were given at one machine.
func (s *site) most() (most int) {
	for _, m := range s.machines {
		most = max(most, m.commands)
	}
	return most
}

// forms is the ceremony, as the page has it: each machine's people give its commands in their own body's name.
func (s *site) forms() {
	s.Helper()
	commands := page(s.T, "form.md")
	if len(commands) != 5 {
		s.Fatalf("the page has other commands than this test knows: %q", commands)
	}
	initialise, form, join, found, status := commands[0], commands[1], commands[2], commands[3], commands[4]
	s.each(func(m *machine) {
		m.keeps("passphrase", []byte("only "+m.name+" know this one\n"))
		m.gives(initialise, "业主委员会", "单位"+m.name, "owners", m.name)
	})
	travelled := s.swaps()
	prints := map[string]bool{}
	for _, m := range s.machines {
		prints[fingerprint(m.gives(form))] = true
	}
	if len(prints) != 1 {
		s.Fatalf("the machines made %d first blocks", len(prints))
	}
	for print := range prints {
		s.each(func(m *machine) { m.gives(join, "WORDS", print) })
	}
	for _, m := range s.machines { // one after the other, as people do it who wait for each other
		m.until(func() (string, bool) {
			_, said, same := m.peers()
			return said, same
		})
		m.gives(found)
	}
	s.each(func(m *machine) { m.gives(status) })
	s.keepsKeys(travelled...)
}

// swaps gives every machine the files of all others.
func (s *site) swaps() (travelled []string) {
	s.Helper()
	for _, from := range s.machines {
		travelled = append(travelled, filepath.Join(from.dir, from.name+".body"))
		for _, to := range s.machines {
			if to != from {
				to.gets(from, from.name+".body")
			}
		}
	}
	return travelled
}

// fingerprint is what `linli network form` says to join with.
func fingerprint(said string) string {
	_, after, _ := strings.Cut(said, `--fingerprint "`)
	words, _, _ := strings.Cut(after, `"`)
	return words
}

// serves has the machine's body serve its pages, which say who runs the ledger as this machine sees it.
func (m *machine) serves() {
	m.Helper()
	cmd := m.command("linli", "serve", "--listen", "127.0.0.1:8080", "--metrics", "127.0.0.1:9090")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	must(m.T, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() { _ = cmd.Process.Signal(syscall.SIGTERM); <-ended }() //nolint:errcheck // it was told to
	for _, page := range []struct{ at, says string }{
		{"http://127.0.0.1:8080/api/v1/network", `"by":"` + m.name + `","channel":"linli"`}, {"http://127.0.0.1:8080/network", "street"},
		{"http://127.0.0.1:9090/metrics", `linli_network_peer_up{body="street"} 1`},
	} {
		for m.fetches(page.at, page.says) != nil {
			select {
			case err := <-ended:
				ended <- err
				m.Fatalf("it has ended: %v\n%s", err, said.String())
			case <-time.After(500 * time.Millisecond):
			}
		}
	}
}

// fetches returns an error as long as a page of the machine does not say something.
func (m *machine) fetches(page, says string) error {
	out, err := exec.Command("ip", "netns", "exec", m.space(m.name), "curl", "--no-progress-meter", "--fail", page).CombinedOutput()
	if err == nil && !strings.Contains(string(out), says) {
		err = fmt.Errorf("%s does not say %s:\n%s", page, says, out)
	}
	return err
}

// cut takes a machine off the network, and mend plugs it in again.
func (s *site) cut(m *machine)  { s.must(s.ip("-n", s.space(m.name), "link", "set", "eth0", "down")) }
func (s *site) mend(m *machine) { s.must(s.ip("-n", s.space(m.name), "link", "set", "eth0", "up")) }

// says waits until a machine's status has a sentence.
func (s *site) says(m *machine, sentence string) {
	s.Helper()
	for {
		said, _ := m.run("status") // not well, so that it is an error
		if strings.Contains(said, sentence) {
			return
		}
		if s.Context().Err() != nil {
			s.Fatalf("the status of %s never says %q:\n%s", m.name, sentence, said)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// healthy waits until every machine reaches all others.
func (s *site) healthy() {
	s.Helper()
	s.each(func(m *machine) {
		for {
			if _, err := m.run("status"); err == nil {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	})
}

// recounted has a machine that has nothing but the export and the trust file recount the ledger.
func (s *site) recounted(reader *machine) {
	s.Helper()
	from := s.machines[1]
	from.linli("export", "garden.ledger")
	reader.gets(from, "garden.ledger")
	reader.gets(from, "garden.ledger.trust.json")
	said := reader.linli("verify", "garden.ledger", "--trust", "garden.ledger.trust.json")
	if !strings.Contains(said, "1 results") || !strings.Contains(said, "ACCEPTED") {
		s.Errorf("the vote is not in the recount:\n%s", said)
	}
	s.keepsKeys(filepath.Join(from.dir, "garden.ledger"), filepath.Join(from.dir, "garden.ledger.trust.json"))
}
