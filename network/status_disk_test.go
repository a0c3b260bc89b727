// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/linli-project/linli/internal/smalldisk"
)

// A disk that is nearly full, full, and was full, are each told, with the processes that have ended of it.
func TestStatusNamesAFullDisk(t *testing.T) { smalldisk.Run(t, "64m", statusNamesAFullDisk) }

func statusNamesAFullDisk(t *testing.T, dir string) {
	n := &Network{layout: layout{dir}}
	if err := os.MkdirAll(filepath.Dir(n.log("x")), 0o700); err != nil {
		t.Fatal(err)
	}
	log := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(n.log(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	log("peer-owners", strings.Repeat("a line\n", 20_000)+"panic: write /x: no space left on device\n")
	log("orderer-owners", "no space left on device\n"+strings.Repeat("it goes on\n", 20_000))
	log("peer-street", "all is well\n")
	of := func(processes ...ProcessStatus) string {
		s := &Status{Running: true, Processes: processes}
		n.askDisk(s)
		if s.FreeBytes == 0 && !full(t, dir) {
			t.Error("it does not say how much is free")
		}
		return strings.Join(s.Warnings, "\n")
	}
	process := func(name string, alive bool, restarts int) ProcessStatus {
		return ProcessStatus{Process{Name: name, Restarts: restarts}, alive}
	}
	all := []ProcessStatus{process("peer-owners", false, 1), process("orderer-owners", true, 1), process("peer-street", true, 0)}
	if said := of(all[1], all[2]); !strings.Contains(said, "nearly full") {
		t.Errorf("nearly full: %q", said)
	}
	if said := of(all...); !strings.Contains(said, "was full: peer-owners could not write") {
		t.Errorf("it was full: %q", said)
	}
	if err := fill(dir); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	said := of(all...)
	for _, want := range []string{"is full", "0 kB are free", "peer-owners, orderer-owners could not write", "free some space"} {
		if !strings.Contains(said, want) {
			t.Errorf("it is full: %q lacks %q", said, want)
		}
	}
	if strings.Contains(said, "peer-street") {
		t.Errorf("%q names a process that goes on", said)
	}
}

func full(t *testing.T, dir string) bool {
	t.Helper()
	free, err := freeSpace(dir)
	if err != nil {
		t.Fatal(err)
	}
	return free == 0
}

// fill writes until the disk is full.
func fill(dir string) error {
	file, err := os.Create(filepath.Join(dir, "filling"))
	for err == nil {
		_, err = file.Write(bytes.Repeat([]byte("x"), 4096))
	}
	return errors.Join(err, file.Close())
}
