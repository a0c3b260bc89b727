// SPDX-License-Identifier: Apache-2.0

package network

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// birthOf reads when a process was started; a process that has ended and waits for its parent counts as gone.
func birthOf(pid int) (birth, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return birth{}, err
	}
	// The second field is the program's name in parentheses and may hold anything; proc(5) numbers from 1.
	_, rest, ok := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 20 {
		return birth{}, errors.New("process status has an unknown form")
	}
	if state := fields[0]; state == "Z" || state == "X" {
		return birth{}, errors.New("process has ended")
	}
	ticks, err := strconv.ParseUint(fields[22-3], 10, 64)
	if err != nil {
		return birth{}, err
	}
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return birth{}, err
	}
	return birth{Boot: strings.TrimSpace(string(boot)), Ticks: ticks}, nil
}

// kill sends a signal; it is no error if the process has ended.
func kill(pid int, s syscall.Signal) error {
	if err := syscall.Kill(pid, s); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// lockFile takes the lock on an open file, which ends with this process. It returns ErrBusy if another holds it.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrBusy
	}
	return err
}

// freeSpace returns how many bytes are free on the disk of dir.
func freeSpace(dir string) (uint64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil //nolint:gosec // a block has a size
}

// ownSession detaches a process from the terminal.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// endsWithParent has the kernel end a process when the thread that started it ends.
func endsWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }

// patience is how much later than asked a network's processes may be woken. Each has a thread of Go's runtime that looks after the others,
// every 20 µs while there is work, and every look costs a timer and two switches: about a fifth of what a transaction costs.
const patience = 2 * time.Millisecond

// startPatient has the kernel wake up whatever this thread starts from now on a little late.
func startPatient() error { return unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(patience), 0, 0, 0) }
