// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endsSoon is well above what ending takes on a slow machine, and well below what the inputs here do.
const endsSoon = 20 * time.Second

// Every command that reads a file ends when it is told to, by the signals that a terminal, a shell and a system's end send: while it
// waits for an input that does not come, and while it is at work on a very large one.
func TestCommandsEndWhenTold(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.json")
	if err := os.WriteFile(huge, hugeCases(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		pipe int // which argument is a pipe that gives nothing; 0: none
	}{
		"a roll that does not come":   {[]string{"roll", "check", ""}, 2},
		"a ledger that does not come": {[]string{"verify", ""}, 1},
		"a trust file that does not":  {[]string{"verify", "--trust", "", huge}, 2},
		"a credential that does not":  {[]string{"verify", "credential", huge, "--trust", ""}, 4},
		"a case that does not come":   {[]string{"simulate", ""}, 1},
		"points that do not come":     {[]string{"points", "simulate", ""}, 2},
		"cases without end":           {[]string{"simulate", huge}, 0},
		"a roll whose row has no end": {[]string{"roll", "check", ""}, 2},
	} {
		for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			if testing.Short() && signal == syscall.SIGINT {
				continue // it goes the same way, and each takes more than a second
			}
			t.Run(name+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				cmd, input := linli(t, c.args...), huge
				if c.pipe > 0 {
					pipe := filepath.Join(t.TempDir(), "pipe")
					input = pipe
					if err := syscall.Mkfifo(pipe, 0o600); err != nil {
						t.Fatal(err)
					}
					cmd.Args[c.pipe+1] = pipe
					defer feed(t, pipe, strings.Contains(name, "no end"))()
				}
				endOf(t, cmd, input, signal)
			})
		}
	}
}

// linli is this program as a process of its own.
func linli(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("linli") // testscript.Main has put it there
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = t.TempDir()
	return cmd
}

// feed opens the other end of a pipe, which returns once the program has opened its own, and writes to it without end, or nothing.
func feed(t *testing.T, pipe string, writes bool) (stop func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		file, err := os.OpenFile(pipe, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer file.Close()
		for writes {
			if _, err := file.WriteString("1幢,101,住宅,"); err != nil {
				return
			}
			time.Sleep(time.Millisecond) // far from what a roll may have
		}
		<-done
	}()
	return func() { close(done) }
}

// atWork returns once a program has opened its input, or has ended.
func atWork(program int, input string, ended <-chan error) error {
	for {
		files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", program)) // the pattern is well-formed
		for _, file := range files {
			if name, err := os.Readlink(file); err == nil && name == input {
				return nil
			}
		}
		select {
		case err := <-ended:
			return fmt.Errorf("it ended before it was told: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// endOf starts a program, tells it to end once it is at work on its input, and waits for its end.
func endOf(t *testing.T, cmd *exec.Cmd, input string, signal syscall.Signal) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if err := atWork(cmd.Process.Pid, input, ended); err != nil {
		t.Fatalf("%v: %s", err, &said)
	}
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	select {
	case result := <-ended:
		t.Log(result)
	case <-time.After(endsSoon):
		_ = cmd.Process.Kill()
		t.Fatal("it does not end")
	}
	if code := cmd.ProcessState.ExitCode(); code != 1 && code != 2 {
		t.Errorf("exit code %d (-1: it did not know the signal): %s", code, &said)
	}
}

// hugeCases are cases that take minutes to count.
func hugeCases() []byte {
	var b bytes.Buffer
	b.WriteString(`{"cases":[`)
	for i := range 2_000_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"%d","roll":[]}`, i)
	}
	b.WriteString("]}")
	return b.Bytes()
}
