// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// longest is how long one script may take. It only ends one that hangs: the longest takes a few minutes on a core of its own.
const longest = 2 * time.Hour

// player plays journeys one after the other in a process, which it starts as it needs it: see player.mjs.
type player struct {
	node    string
	running *exec.Cmd // nil: none
	asks    io.WriteCloser
	says    *bufio.Reader
}

func (p *player) start(t *testing.T) {
	t.Helper()
	cmd := exec.Command(p.node, "player.mjs") //nolint:noctx // it outlives the journey that starts it: see end
	asks, err := cmd.StdinPipe()
	must(t, err)
	says, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = cmd.Stdout
	must(t, cmd.Start())
	p.running, p.asks, p.says = cmd, asks, bufio.NewReader(says)
}

// play plays one script, which says itself what is wrong. One that breaks its process off leaves none to the next.
func (p *player) play(t *testing.T, journey string, s scene) {
	t.Helper()
	if p.running == nil {
		p.start(t)
	}
	late := time.AfterFunc(longest, p.stop)
	defer late.Stop()
	must(t, json.NewEncoder(p.asks).Encode(map[string]any{"journey": journey, "scene": s}))
	var said strings.Builder
	for {
		line, err := p.says.ReadString('\n')
		if how, ok := strings.CutPrefix(line, "played "+journey+": "); ok {
			t.Log(said.String())
			if strings.TrimSpace(how) != "well" {
				t.Error("it went badly")
			}
			return
		}
		said.WriteString(line)
		if err != nil {
			t.Errorf("%s\nits process broke off: %v", &said, err)
			p.end(t)
			return
		}
	}
}

// stop ends what hangs; the script ends its browser then.
func (p *player) stop() { _ = p.running.Process.Signal(syscall.SIGTERM) }

// end waits for the process, which ends when it is asked for nothing more.
func (p *player) end(t *testing.T) {
	t.Helper()
	if p.running == nil {
		return
	}
	_ = p.asks.Close()
	if err := p.running.Wait(); err != nil {
		t.Errorf("the player of journeys: %v", err)
	}
	p.running = nil
}
