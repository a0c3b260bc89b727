// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Process is one process of a network, as run/processes.json stores it.
type Process struct {
	Name     string    `json:"name"` // e.g. "peer-owners", or "supervisor"
	PID      int       `json:"pid"`
	Birth    birth     `json:"birth"`
	Since    time.Time `json:"since"`              // when it was last started
	Restarts int       `json:"restarts"`           // how often it was started again after it had ended by itself
	LastExit string    `json:"lastExit,omitempty"` // how it ended the last time
}

// birth tells a process from a later one that got the same id.
type birth struct {
	Boot  string `json:"boot"`  // the machine's boot
	Ticks uint64 `json:"ticks"` // when it started, in clock ticks since then
}

// Supervisor is the name of the process that starts the others.
const Supervisor = "supervisor"

// Alive tells whether this very process still runs.
func (p Process) Alive() bool {
	if p.PID <= 0 {
		return false
	}
	b, err := birthOf(p.PID)
	return err == nil && b == p.Birth
}

// signal sends a signal to this very process; it does nothing if that has ended.
func (p Process) signal(s syscall.Signal) error {
	if !p.Alive() {
		return nil
	}
	if err := kill(p.PID, s); err != nil {
		return fmt.Errorf("signal to %s (process %d): %w", p.Name, p.PID, err)
	}
	return nil
}

// end asks processes to end, and kills those that are still there after the grace.
func end(processes []Process, grace time.Duration) error {
	var failed []error
	for _, p := range processes {
		failed = append(failed, p.signal(syscall.SIGTERM))
	}
	if !allEnded(processes, grace) {
		for _, p := range processes {
			failed = append(failed, p.signal(syscall.SIGKILL))
		}
		if !allEnded(processes, 5*time.Second) {
			failed = append(failed, errors.New("a process does not end even when it is killed"))
		}
	}
	return errors.Join(failed...)
}

func allEnded(processes []Process, within time.Duration) bool {
	for deadline := time.Now().Add(within); ; time.Sleep(20 * time.Millisecond) {
		alive := false
		for _, p := range processes {
			alive = alive || p.Alive()
		}
		if !alive || time.Now().After(deadline) {
			return !alive
		}
	}
}

// recorded returns the processes that were last started here, alive or not; none if there is no record.
func (l layout) recorded() ([]Process, error) {
	raw, err := os.ReadFile(l.processes())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var processes []Process
	if err := json.Unmarshal(raw, &processes); err != nil {
		return nil, &Problem{
			What: "reading which processes run", Why: fmt.Errorf("%s is damaged: %w", l.processes(), err),
			Do: "End this network's processes (`ps` shows their names), remove that file and run it again.",
		}
	}
	return processes, nil
}

// Processes returns the network's processes as they were last recorded; [Process.Alive] tells which of them run.
func (n *Network) Processes() ([]Process, error) { return n.recorded() }

// Kill ends a process at once and without warning (SIGKILL), as a power cut would: the supervisor starts it again. It is for
// orderers that hang, and for tests of recovery. name is e.g. "peer-owners", "orderer-street", "chaincode-property" or
// "supervisor".
func (n *Network) Kill(name string) error {
	processes, err := n.recorded()
	if err != nil {
		return err
	}
	for _, p := range processes {
		if p.Name == name {
			if !p.Alive() {
				return fmt.Errorf("process %s is not running", name)
			}
			if err := p.signal(syscall.SIGKILL); err != nil {
				return err
			}
			if !allEnded([]Process{p}, 5*time.Second) {
				return fmt.Errorf("process %s does not end although it was killed", name)
			}
			return nil
		}
	}
	return fmt.Errorf("no process is called %q", name)
}

// LogFile is the path of a process's log; the process need not run.
func (n *Network) LogFile(process string) (string, error) {
	names := []string{Supervisor}
	programs, err := n.programs("")
	if err != nil {
		return "", err
	}
	for _, p := range programs {
		names = append(names, p.name)
	}
	if !slices.Contains(names, process) {
		return "", fmt.Errorf("no process is called %q: there are %s", process, strings.Join(names, ", "))
	}
	return n.log(process), nil
}
