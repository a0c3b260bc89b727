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
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/crowd"
)

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
	cmd.Env = append(cmd.Env, crowd.DoEnv+"="+does)
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
		admits.Env, admits.Stdin = append(admits.Env, crowd.DoEnv+"=admit"), bytes.NewReader(officers)
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
