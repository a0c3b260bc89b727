// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"bufio"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/network"
)

// server is a relay process as its parent sees it.
type server struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	read  chan struct{} // closed when everything that it said has been read

	mu      sync.Mutex
	changed chan struct{} // closed when acks changes
	acks    map[string]acknowledgement
}

func startServer(t *testing.T, n *network.Network) *server {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{
		cmd: exec.Command(executable), read: make(chan struct{}), changed: make(chan struct{}),
		acks: map[string]acknowledgement{},
	}
	s.cmd.Env = append(os.Environ(), relayEnv+"="+n.Dir())
	s.cmd.Stderr = os.Stderr
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.listen(stdout)
	t.Cleanup(s.kill)
	return s
}

// listen notes what the process acknowledges. A line that its end cut short acknowledges nothing.
func (s *server) listen(stdout io.Reader) {
	defer close(s.read)
	for in := bufio.NewReader(stdout); ; {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var ack acknowledgement
		if err := json.Unmarshal(line, &ack); err != nil {
			ack.Refused = "unreadable acknowledgement: " + string(line)
		}
		s.mu.Lock()
		s.acks[ack.Act] = ack
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
	}
}

// cast hands over an act. It returns before the act is on the ledger.
func (s *server) cast(signed act.Signed) error { return json.NewEncoder(s.stdin).Encode(signed) }

// kill ends the process at once (SIGKILL) and returns when everything that it had said is known.
func (s *server) kill() {
	if s.cmd.ProcessState != nil {
		return
	}
	s.cmd.Process.Kill() //nolint:errcheck // Wait tells
	<-s.read
	s.cmd.Wait() //nolint:errcheck // it was killed
}

// acknowledged are the acts acknowledged so far, by hash, and a channel that is closed when there are more.
func (s *server) acknowledged() (map[string]acknowledgement, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.acks), s.changed
}
