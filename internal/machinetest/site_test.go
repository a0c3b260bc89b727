// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// A site is some machines with a network between them: each is a network namespace with an address and a user of its own, whose directory
// no other user can read.
type site struct {
	*testing.T
	dir      string // all can read it: programs, and what travels
	name     string // of the namespaces
	machines []*machine
}

type machine struct {
	*site
	name     string // also of its body
	uid      int
	ip, dir  string
	commands int // of linli, that its people have given
}

// firstUser is below the ids that systems give out.
const firstUser = 64001

// newSite makes machines. It skips the test where that is not allowed.
func newSite(t *testing.T, names ...string) *site {
	t.Helper()
	if testing.Short() {
		t.Skip("needs machines, which -short leaves out")
	}
	dir, err := os.MkdirTemp("", "linli-machines-") //nolint:usetesting // users of machines may enter it
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	must(t, os.Chmod(dir, 0o755)) // each machine's own directory in it is for its user alone
	s := &site{T: t, dir: dir, name: "linli-" + strconv.Itoa(os.Getpid())}
	s.installs()
	if out, err := s.ip("netns", "add", s.space("switch")); err != nil { // the right to do so, which no package brings
		t.Skipf("this system lets nobody make network namespaces here: %s", out)
	}
	t.Cleanup(func() { s.removes("switch") })
	s.must(s.ip("-n", s.space("switch"), "link", "add", "bridge", "type", "bridge"))
	s.must(s.ip("-n", s.space("switch"), "link", "set", "bridge", "up"))
	for i, name := range names {
		s.machines = append(s.machines, s.adds(name, i+1))
	}
	s.names()
	s.Cleanup(s.tells) // before they are removed
	return s
}

// tells shows how the machines' logs end if something has failed. With -artifacts and -outputdir `go test` keeps the whole of them.
func (s *site) tells() {
	if !s.Failed() {
		return
	}
	for _, m := range s.machines {
		logs, err := filepath.Glob(filepath.Join(m.data(), "logs", "*.log"))
		must(s.T, err)
		for _, file := range logs {
			raw, err := os.ReadFile(file)
			must(s.T, err)
			name := m.name + "-" + filepath.Base(file)
			must(s.T, os.WriteFile(filepath.Join(s.ArtifactDir(), name), raw, 0o600))
			lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
			s.Logf("the end of %s:\n%s", name, strings.Join(lines[max(0, len(lines)-shown):], "\n"))
		}
	}
}

// shown is how many lines of a log are.
const shown = 40

// installs puts the programs where every user can run them: linli, Fabric's, and this test.
func (s *site) installs() {
	s.Helper()
	fabric, err := network.FindBinaries(s.Context(), "", func(line string) { s.Log(line) })
	must(s.T, err)
	self, err := os.Executable()
	must(s.T, err)
	linli := os.Getenv(networktest.ProgramEnv)
	if linli == "" {
		linli = filepath.Join(s.TempDir(), "linli")
		out, err := exec.CommandContext(s.Context(), "go", "build", "-o", linli, "github.com/linli-project/linli/cmd/linli").CombinedOutput()
		s.must(string(out), err)
	}
	for name, from := range map[string]string{
		"linli": linli, "people": self, "fabric/orderer": filepath.Join(string(fabric), "orderer"),
		"fabric/peer":        filepath.Join(string(fabric), "peer"),
		"fabric/configtxgen": filepath.Join(string(fabric), "configtxgen"),
	} {
		raw, err := os.ReadFile(from)
		must(s.T, err)
		must(s.T, os.MkdirAll(filepath.Dir(filepath.Join(s.dir, name)), 0o755)) // for all
		must(s.T, os.WriteFile(filepath.Join(s.dir, name), raw, 0o755))         // for all
	}
}

func (s *site) space(name string) string { return s.name + "-" + name }

func (*site) ip(args ...string) (string, error) {
	out, err := exec.Command("ip", args...).CombinedOutput()
	return string(out), err
}

func (s *site) must(out string, err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%v\n%s", err, out)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) removes(name string) {
	_, _ = s.ip("netns", "del", s.space(name))
	_ = os.RemoveAll(filepath.Join("/etc/netns", s.space(name)))
}

// adds makes a machine, plugged into the switch.
func (s *site) adds(name string, number int) *machine {
	s.Helper()
	m := &machine{site: s, name: name, uid: firstUser + number, ip: "10.77.0." + strconv.Itoa(number), dir: filepath.Join(s.dir, name)}
	s.must(s.ip("netns", "add", s.space(name)))
	s.Cleanup(func() { s.removes(name) })
	port := "port" + strconv.Itoa(number)
	for _, args := range [][]string{
		{"-n", s.space("switch"), "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", s.space(name)},
		{"-n", s.space("switch"), "link", "set", port, "master", "bridge", "up"},
		{"-n", s.space(name), "addr", "add", m.ip + "/24", "dev", "eth0"},
		{"-n", s.space(name), "link", "set", "eth0", "up"},
		{"-n", s.space(name), "link", "set", "lo", "up"},
	} {
		s.must(s.ip(args...))
	}
	must(s.T, os.Mkdir(m.dir, 0o700))
	must(s.T, os.Chown(m.dir, m.uid, m.uid))
	s.Cleanup(func() { _, _ = m.run("down") }) // before its namespace goes
	return m
}

// host is a machine's name on the network.
func (m *machine) host() string { return m.name + ".garden.example" }

// names has every machine know all of them by name.
func (s *site) names() {
	s.Helper()
	lines := []string{"127.0.0.1 localhost"}
	for _, m := range s.machines {
		lines = append(lines, m.ip+" "+m.host())
	}
	hosts := strings.Join(lines, "\n") + "\n"
	for _, m := range s.machines {
		dir := filepath.Join("/etc/netns", s.space(m.name))
		must(s.T, os.MkdirAll(dir, 0o755))                                         // as /etc is
		must(s.T, os.WriteFile(filepath.Join(dir, "hosts"), []byte(hosts), 0o644)) // as /etc/hosts is
	}
}

// patience only ends what hangs, on machines many times slower than most.
const patience = 20 * time.Minute

// command is a program run on the machine, by its user, in his directory.
func (m *machine) command(program string, args ...string) *exec.Cmd {
	id := strconv.Itoa(m.uid)
	cmd := exec.CommandContext(context.WithoutCancel(m.Context()), "ip", append([]string{
		"netns", "exec", m.space(m.name), "setpriv", "--reuid", id, "--regid", id, "--clear-groups",
		filepath.Join(m.site.dir, program),
	}, args...)...)
	cmd.Dir = m.dir
	cmd.Env = []string{
		"HOME=" + m.dir, "PATH=" + os.Getenv("PATH"), "LINLI_DATA=" + m.data(),
		network.FabricBinEnv + "=" + filepath.Join(m.site.dir, "fabric"),
	}
	cmd.WaitDelay = time.Minute
	return cmd
}

func (m *machine) data() string { return filepath.Join(m.dir, "data") }

// run runs linli, and returns what it said.
func (m *machine) run(args ...string) (string, error) {
	var out bytes.Buffer
	cmd := m.command("linli", args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	ended := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer ended.Stop()
	err := cmd.Run()
	return out.String(), err
}

// linli is a command that somebody gives, and that has to succeed.
func (m *machine) linli(args ...string) string {
	m.Helper()
	m.commands++
	out, err := m.run(args...)
	if err != nil {
		m.Fatalf("on the machine of %s, linli %s: %v\n%s", m.name, strings.Join(args, " "), err, out)
	}
	return out
}

// each has all machines do something at once.
func (s *site) each(do func(*machine)) {
	s.Helper()
	var all sync.WaitGroup
	for _, m := range s.machines {
		all.Go(func() { do(m) })
	}
	all.Wait()
	if s.Failed() {
		s.FailNow()
	}
}

// gets copies a file that travels from one machine to another one's directory.
func (m *machine) gets(from *machine, name string) {
	m.Helper()
	raw, err := os.ReadFile(filepath.Join(from.dir, name))
	must(m.T, err)
	m.keeps(name, raw)
}

func (m *machine) keeps(name string, content []byte) {
	m.Helper()
	file := filepath.Join(m.dir, name)
	must(m.T, os.WriteFile(file, content, 0o600))
	must(m.T, os.Chown(file, m.uid, m.uid))
}

// keepsKeys finds no private key that anybody but a machine's own user could read, and none in what has travelled.
func (s *site) keepsKeys(travelled ...string) {
	s.Helper()
	for _, m := range s.machines {
		info, err := os.Stat(m.dir)
		must(s.T, err)
		if info.Mode().Perm() != 0o700 {
			s.Errorf("others can look into the directory of %s", m.name)
		}
		keys := 0
		must(s.T, filepath.WalkDir(m.data(), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil || !bytes.Contains(raw, []byte("PRIVATE KEY")) {
				return err
			}
			keys++
			info, err := entry.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				err = fmt.Errorf("others can read the key %s", path)
			}
			return errors.Join(err, s.isOwn(m, raw))
		}))
		if keys == 0 {
			s.Errorf("%s has no key: this test looks in the wrong place", m.name)
		}
	}
	for _, file := range travelled {
		raw, err := os.ReadFile(file)
		must(s.T, err)
		if bytes.Contains(raw, []byte("PRIVATE")) {
			s.Errorf("%s has a private key", file)
		}
	}
}

// isOwn returns an error if another machine has the same key.
func (s *site) isOwn(m *machine, key []byte) error {
	for _, other := range s.machines {
		if other == m {
			continue
		}
		err := filepath.WalkDir(other.data(), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || !strings.HasSuffix(path, "_sk") && !strings.HasSuffix(path, ".key") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err == nil && bytes.Equal(raw, key) {
				err = fmt.Errorf("%s has a key of %s: %s", other.name, m.name, path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
