// SPDX-License-Identifier: Apache-2.0

// Package smalldisk gives a test a disk of its own, which it may fill.
package smalldisk

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// inside says that a process has the right to mount, in a namespace of its own.
const inside = "LINLI_TEST_SMALL_DISK"

// Run runs a test in an empty file system, of a size as tmpfs takes it ("1m"). Root mounts it; whoever else runs the test again in
// another process, which may mount in a namespace of its own. Where that is forbidden the test is skipped, or fails under
// LINLI_TEST_ALL=1, which asks for every test.
func Run(t *testing.T, size string, test func(t *testing.T, dir string)) {
	t.Helper()
	if os.Getuid() != 0 && os.Getenv(inside) == "" {
		elsewhere(t)
		return
	}
	dir := t.TempDir()
	defer Mount(t, dir, size)()
	test(t, dir)
}

// Mount gives a folder an empty file system, for a test that has the right to. What it returns takes it away again.
func Mount(t *testing.T, dir, size string) (unmount func()) {
	t.Helper()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		missing(t, err)
	}
	return func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) }
}

// elsewhere runs the test that asks for it in a process that is root in its own namespaces.
func elsewhere(t *testing.T) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v") //nolint:gosec // this test, again
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		t.Fatalf("in a namespace of its own: %v\n%s", err, out)
	}
	if err != nil {
		missing(t, err)
	}
}

func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("LINLI_TEST_ALL") == "1" {
		t.Fatal("give this test a disk of its own: run it as root, or allow user namespaces: ", err)
	}
	t.Skip("only who may mount can give it a disk of its own: ", err)
}
