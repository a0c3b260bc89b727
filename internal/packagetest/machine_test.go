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
	leader int // its first process, as this machine numbers it
}

// boot starts a new machine, which is gone when the test ends.
func boot(t *testing.T) *machine {
	t.Helper()
	m := &machine{root: filepath.Join(t.TempDir(), "machine")}
	if said, err := exec.Command("cp", "-a", debian(t), m.root).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	cmd := exec.Command("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--kill-signal=SIGRTMIN+3",
		"--machine=linli-"+strconv.Itoa(os.Getpid()), "--directory="+m.root, "--boot")
	var console bytes.Buffer
	cmd.Stdout, cmd.Stderr = &console, &console
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it shuts down in order
		_ = cmd.Wait()
	})
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		m.leader = childOf(cmd.Process.Pid)
		if said, err := m.try("systemctl is-system-running --wait"); err == nil {
			m.connect(t)
			// A machine's services and its users see one boot; systemd-nspawn gives users another one, and its services the kernel's.
			m.run(t, "umount /proc/sys/kernel/random/boot_id")
			return m
		} else if time.Since(began) > 2*time.Minute {
			t.Fatalf("it does not boot: %s\n%s", said, console.String())
		}
	}
}

// address is the machine's in its network.
const address = "192.0.2.1"

// connect gives the machine an interface, without which a peer does not start.
func (m *machine) connect(t *testing.T) {
	t.Helper()
	said, err := exec.Command("nsenter", "--target", strconv.Itoa(m.leader), "--net", "--", "sh", "-ec", `
		ip link add lan type veth peer name far
		ip address add `+address+`/24 dev lan
		ip link set lan up
		ip link set far up`).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
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
	for began := time.Now(); ; time.Sleep(time.Second) {
		said, err := m.try(line)
		if err == nil {
			return said
		} else if time.Since(began) > 2*time.Minute {
			t.Fatalf("%s: %v\n%s", line, err, said)
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

// debian is the directory of a Debian as debootstrap makes it, kept for the next test.
func debian(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	mirror, release := apt(t)
	dir := filepath.Join(cache, "linli", "debian-"+release)
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	fresh := dir + ".making"
	if err := os.RemoveAll(fresh); err != nil {
		t.Fatal(err)
	}
	making := exec.Command("debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus", release, fresh, mirror)
	said, err := making.CombinedOutput()
	if err != nil {
		t.Fatalf("debootstrap: %v\n%s", err, said)
	}
	settings := "APT::Install-Recommends \"false\";\nAPT::Get::Assume-Yes \"true\";\n"
	file := filepath.Join(fresh, "etc/apt/apt.conf.d/99test")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(fresh, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// apt is where this machine has its packages from, and the release of Debian that it is.
func apt(t *testing.T) (mirror, release string) {
	t.Helper()
	said, err := exec.Command("sh", "-c", `. /etc/os-release; echo "$VERSION_CODENAME"
		apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" 'Component: main'`).Output()
	fields := strings.Fields(string(said))
	if err != nil || len(fields) < 2 {
		t.Fatalf("where apt has its packages from: %v: %q", err, said)
	}
	return fields[1], fields[0]
}
