// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The demo runs in a process of its own, which stays behind to serve the pages: the software officers' keys never leave it.
// The process that the user started shows what that one prints, and ends once the pages are up.

// stayEnv marks the process that stays.
const stayEnv = "LINLI_DEMO_STAYS"

// The staying process writes ready to this file once the pages are up.
const (
	toParent = 3
	ready    = "ready"
)

func (d *demo) pidFile() string { return filepath.Join(d.data, "demo.pid") }

func (d *demo) logFile() string { return filepath.Join(d.data, "demo.log") }

// show starts the process that stays and waits until the pages are up, or it has ended.
func (d *demo) show(ctx context.Context) error {
	if err := d.stop(); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer read.Close()
	cmd := exec.CommandContext(ctx, self, os.Args[1:]...) //nolint:gosec // itself, as it was called
	cmd.Env = append(os.Environ(), stayEnv+"=1")
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = os.Stdout, os.Stderr, []*os.File{write}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // the terminal's end is not its own
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Start(); err != nil {
		return err
	}
	_ = write.Close()
	told, err := io.ReadAll(read)
	if err == nil && string(told) == ready {
		return cmd.Process.Release()
	}
	if err := cmd.Wait(); err != nil {
		return errTold
	}
	return err
}

// errTold is the failure of the process that should have stayed, which has said why.
var errTold = errors.New("the demo failed")

// stay is run, for the process that stays.
func (d *demo) stay(ctx context.Context) error {
	unix.CloseOnExec(toParent) // or what it starts would keep the parent waiting
	return d.run(ctx)
}

// detach leaves the terminal: what is printed from here on goes to the log.
func (d *demo) detach() error {
	if err := os.WriteFile(d.pidFile(), []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		return err
	}
	log, err := os.OpenFile(d.logFile(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	for _, fd := range []int{unix.Stdout, unix.Stderr} {
		if err := unix.Dup2(int(log.Fd()), fd); err != nil {
			return err
		}
	}
	parent := os.NewFile(toParent, "parent")
	_, err = io.WriteString(parent, ready)
	return errors.Join(err, parent.Close())
}

// stopWithin is how long the process that stays may take to end.
const stopWithin = 40 * time.Second

// stop ends the process that an earlier demo left behind, if there is one.
func (d *demo) stop() error {
	raw, err := os.ReadFile(d.pidFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	pid, err := strconv.Atoi(string(raw))
	if err != nil {
		return fmt.Errorf("%s does not hold a process id; remove it: %w", d.pidFile(), err)
	}
	for began := time.Now(); isDemo(pid); time.Sleep(50 * time.Millisecond) {
		if err := syscall.Kill(pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
		if time.Since(began) > stopWithin {
			return fmt.Errorf("the earlier demo (process %d) does not end", pid)
		}
	}
	return os.Remove(d.pidFile())
}

// isDemo says whether a process is a demo that stayed; its number may have gone to another one since.
func isDemo(pid int) bool {
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	return err == nil && strings.Contains(string(environment), stayEnv+"=1")
}
