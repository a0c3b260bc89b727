// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
)

const (
	name   = "花园小区"
	origin = "https://garden.example"
)

var relyingParty = act.RelyingParty{ID: "garden.example", Origins: []string{origin}}

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

// voting are the officers of a vote, who act at the machine of the first body, and the people, who cast at all.
type voting struct {
	*site
	officers *talk
	people   map[string]*talk // by machine
}

// talk is what is said to people who act at a machine, and what they say.
type talk struct {
	*machine
	in        io.Writer
	out       *bufio.Scanner
	complaint *strings.Builder
	ends      func() error
}

// longestLine is more than any of them says.
const longestLine = 8 << 20

// talks has people act at a machine.
func (m *machine) talks(does string) *talk {
	m.Helper()
	cmd := m.command("people")
	cmd.Env = append(cmd.Env, peopleEnv+"="+does)
	in, err := cmd.StdinPipe()
	must(m.T, err)
	out, err := cmd.StdoutPipe()
	must(m.T, err)
	t := &talk{machine: m, in: in, out: bufio.NewScanner(out), complaint: &strings.Builder{}}
	t.out.Buffer(nil, longestLine)
	cmd.Stderr = t.complaint
	must(m.T, cmd.Start())
	m.Cleanup(func() { _ = cmd.Process.Kill() })
	t.ends = func() error { return errors.Join(in.Close(), cmd.Wait()) }
	return t
}

// tell is a line to them, and hear waits for one of theirs.
func (t *talk) tell(line []byte) { _, _ = t.in.Write(append(line, '\n')) } // who has ended says why when he is asked

func (t *talk) hear() ([]byte, error) {
	if !t.out.Scan() {
		return nil, fmt.Errorf("people at the machine of %s: %w\n%s", t.name, t.ends(), t.complaint)
	}
	return t.out.Bytes(), nil
}

// votes has officers begin a vote, and the administrators admit them.
func (s *site) votes() *voting {
	s.Helper()
	raw, err := os.ReadFile("../../identity/testdata/garden-355.csv")
	must(s.T, err)
	s.machines[0].keeps(register, raw)
	v := &voting{site: s, officers: s.machines[0].talks("vote"), people: map[string]*talk{}}
	officers, err := json.Marshal(v.next().Admit)
	must(s.T, err)
	for _, m := range s.machines {
		admits := m.command("people")
		admits.Env, admits.Stdin = append(admits.Env, peopleEnv+"=admit"), bytes.NewReader(officers)
		said, err := admits.CombinedOutput()
		s.must(string(said), err)
		v.people[m.name] = m.talks("cast")
	}
	v.officers.tell(nil)
	return v
}

// next is what the officers say next.
func (v *voting) next() (said saying) {
	v.Helper()
	line, err := v.officers.hear()
	must(v.T, err)
	must(v.T, json.Unmarshal(line, &said))
	return said
}

// batch are ballots that people are to cast, each body's at its machine.
type batch struct {
	*voting
	ballots map[string][]act.Signed // by machine
	done    map[string]chan error
}

// give has people begin to cast them.
func (b *batch) give() {
	b.Helper()
	for body, ballots := range b.ballots {
		raw, err := json.Marshal(ballots)
		must(b.T, err)
		done := make(chan error, 1)
		b.done[body] = done
		go func() {
			b.people[body].tell(raw)
			_, err := b.people[body].hear()
			done <- err
			close(done) // and whoever asks again is told that all is well
		}()
	}
	b.ballots = nil
}

// cast returns when all ballots of machines are on the ledger.
func (b *batch) cast(at ...*machine) {
	b.Helper()
	for _, m := range at {
		if done := b.done[m.name]; done != nil { // nobody goes there with the last ballot
			must(b.T, <-done)
		}
	}
}

// holds has ballots cast in batches, while something happens to the machines, until the result is published.
func (v *voting) holds(meanwhile func(number int, b *batch)) *vote.Result {
	v.Helper()
	for number, said := 0, v.next(); ; number, said = number+1, v.next() {
		if said.Result != nil {
			v.officers.tell(nil)
			for _, t := range v.people {
				must(v.T, t.ends())
			}
			must(v.T, v.officers.ends())
			return said.Result
		}
		b := &batch{v, said.Ballots, map[string]chan error{}}
		meanwhile(number, b)
		b.give()
		b.cast(v.machines...)
		v.officers.tell(nil)
	}
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
	defer func() { _ = cmd.Process.Signal(syscall.SIGTERM); <-ended }()
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
	for _, m := range s.machines {
		for {
			if _, err := m.run("status"); err == nil {
				break
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
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
