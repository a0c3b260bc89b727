// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// packageEnv names the package that is tested.
const packageEnv = "LINLI_PACKAGE"

// home is a folder of the Debian under test in which its administrator works, and which others may read.
const home = "/srv"

// thePackage is its path; the test is skipped if there is none.
func thePackage(t *testing.T) string {
	t.Helper()
	file := os.Getenv(packageEnv)
	if file == "" || testing.Short() {
		t.Skip("needs the package of " + packageEnv + ": `make package-test`")
	}
	if os.Getuid() != 0 {
		t.Fatal("a machine is booted, which takes root")
	}
	return file
}

// machine is a Debian that has been booted by systemd, with a network of its own that leads nowhere.
type machine struct {
	root   string
	leader int    // its first process, as this machine numbers it
	off    func() // shuts it down in order
}

// newMachine boots a new machine, which is gone when the test ends.
func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{root: filepath.Join(t.TempDir(), "machine")}
	if said, err := exec.Command("cp", "-a", debian(t), m.root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	m.boot(t)
	t.Cleanup(func() { m.off() })
	return m
}

// boot starts the machine, and returns when all that starts with it has.
func (m *machine) boot(t *testing.T) {
	t.Helper()
	cmd := exec.Command("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--kill-signal=SIGRTMIN+3",
		"--machine=linli-"+strconv.Itoa(os.Getpid()), "--directory="+m.root, "--boot")
	var console bytes.Buffer
	cmd.Stdout, cmd.Stderr = &console, &console
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	m.off = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	for _, step := range []func() (string, error){
		func() (string, error) {
			m.leader = childOf(cmd.Process.Pid)
			return m.connect()
		},
		// A machine's services and its users see one boot; systemd-nspawn gives users another one, and some services the kernel's.
		func() (string, error) { return m.try("umount /proc/sys/kernel/random/boot_id") },
		func() (string, error) { return m.try("timeout 600 systemctl is-system-running --wait") },
	} {
		if said, err := eventually(step); err != nil {
			t.Fatalf("it does not boot: %v: %s\n%s", err, said, console.String())
		}
	}
}

// address is the machine's in its network.
const address = "192.0.2.1"

// connect gives the machine an interface, without which a peer does not start. It fails as long as the machine has no network of its own.
func (m *machine) connect() (string, error) {
	said, err := exec.Command("sh", "-ec", `
		test "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)"
		inside="nsenter --target $1 --net --"
		$inside ip link add lan type veth peer name far
		$inside ip address add "$2/24" dev lan
		$inside ip link set lan up
		$inside ip link set far up`, "sh", strconv.Itoa(m.leader), address).CombinedOutput()
	return string(said), err
}

// childOf is a process's only child, 0 as long as it has none.
func childOf(pid int) int {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	child, _ := strconv.Atoi(strings.TrimSpace(string(raw)))
	return child
}

// try runs a line of shell on the machine.
func (m *machine) try(line string, environment ...string) (string, error) {
	if m.leader == 0 {
		return "", fmt.Errorf("%s: no machine", line)
	}
	leader := strconv.Itoa(m.leader)
	cmd := exec.Command("nsenter", "--target", leader, "--all", "--", "bash", "-euo", "pipefail", "-c", "cd "+home+"\n"+line)
	cmd.Env = slices.Concat([]string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=" + home}, environment)
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// run is try of what has to succeed.
func (m *machine) run(t *testing.T, line string, environment ...string) string {
	t.Helper()
	said, err := m.try(line, environment...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, said)
	}
	return said
}

// refuses is try of what must fail, and say why.
func (m *machine) refuses(t *testing.T, line, why string) {
	t.Helper()
	if said, err := m.try(line); err == nil || !strings.Contains(said, why) {
		t.Errorf("%s: %v, without %q\n%s", line, err, why, said)
	}
}

// soon is run of what may take a moment to succeed.
func (m *machine) soon(t *testing.T, line string) string {
	t.Helper()
	said, err := eventually(func() (string, error) { return m.try(line) })
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, said)
	}
	return said
}

// patience only ends what hangs.
const patience = 5 * time.Minute

// eventually tries again until it succeeds.
func eventually(try func() (string, error)) (said string, err error) {
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		if said, err = try(); err == nil || time.Since(began) > patience {
			return said, err
		}
	}
}

// together runs lines at the same time: each waits for the others.
func (m *machine) together(t *testing.T, lines []string, environment ...string) {
	t.Helper()
	failed := make(chan string, len(lines))
	for _, line := range lines {
		go func() {
			said, err := m.try(line, environment...)
			if err != nil {
				said = fmt.Sprintf("%s: %v\n%s", line, err, said)
			} else {
				said = ""
			}
			failed <- said
		}()
	}
	for range lines {
		if said := <-failed; said != "" {
			t.Error(said)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}
