// SPDX-License-Identifier: Apache-2.0

package crowd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// Vote is a vote that goes on when a test says so.
type Vote struct {
	t      *testing.T
	people *exec.Cmd
	said   *bufio.Scanner
	next   io.Writer
	wrong  bytes.Buffer
}

// Hold begins a vote of the community, whose people act by one program that calls [Dispatch]; its officers are admitted by one at the
// machine of each body. It returns when they have been.
func Hold(t *testing.T, people *exec.Cmd, admitting ...*exec.Cmd) *Vote {
	t.Helper()
	v := &Vote{t: t, people: people}
	people.Env = append(people.Env, DoEnv+"=vote")
	people.Stderr = &v.wrong
	in, err := people.StdinPipe()
	must(t, err)
	out, err := people.StdoutPipe()
	must(t, err)
	v.next, v.said = in, bufio.NewScanner(out)
	v.said.Buffer(nil, 1<<20)
	must(t, people.Start())
	t.Cleanup(func() { _ = people.Process.Kill() })
	if !v.said.Scan() {
		v.End()
	}
	officers := v.said.Text()
	if !json.Valid([]byte(officers)) {
		t.Fatal(officers)
	}
	for _, admits := range admitting {
		admits.Env, admits.Stdin = append(admits.Env, DoEnv+"=admit"), strings.NewReader(officers)
		if said, err := admits.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	v.GoOn()
	return v
}

// GoOn has the next ballot cast.
func (v *Vote) GoOn() { fmt.Fprintln(v.next) }

// Until waits until something is said.
func (v *Vote) Until(line string) {
	v.t.Helper()
	for v.said.Scan() {
		if v.said.Text() == line {
			return
		}
	}
	v.End()
	v.t.Fatalf("%q is never said", line)
}

// End waits for the end of the vote.
func (v *Vote) End() {
	v.t.Helper()
	if err := v.people.Wait(); err != nil {
		v.t.Fatalf("%v\n%s", err, v.wrong.String())
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
