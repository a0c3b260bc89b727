// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
)

// Four bodies lose what can be lost, one after the other, and repair it as docs/operations/runbook.md says. After each loss the body's own
// orderer is one of the three without which nothing goes on, and at the end everybody's ledger is recounted from its first block.
func TestLosses(t *testing.T) {
	s := newSite(t, append(bodies, "reader")...)
	reader := s.machines[len(bodies)]
	s.machines = s.machines[:len(bodies)]
	s.forms()
	owners, property, residents, street := s.machines[0], s.machines[1], s.machines[2], s.machines[3]
	property.linli("backup", "--passphrase-file", "passphrase", "property.backup")
	reader.gets(property, "property.backup")

	s.losesMachine(owners, property, reader)
	s.needs(owners, street)
	s.losesOrderer(owners, street)
	s.needs(owners, residents)
	for _, m := range s.machines {
		m.recounted(reader)
	}
}

// losesMachine has a machine burn down, and another one take its place.
func (s *site) losesMachine(other, lost, elsewhere *machine) {
	s.Helper()
	lost.burns()
	other.blocks(20)
	s.says(other, "the orderer of "+lost.name+" does not answer")
	must(s.T, os.RemoveAll(filepath.Join(lost.dir, lost.name+".backup")))
	lost.gets(elsewhere, lost.name+".backup")
	lost.keeps("other", []byte("only others know this one\n"))
	lost.refuses("another passphrase", "restore", "--passphrase-file", "other", lost.name+".backup")
	s.Log(lost.linli("restore", "--passphrase-file", "passphrase", lost.name+".backup"))
	if _, err := os.Stat(filepath.Join(lost.data(), "ledger", "orderer-"+lost.name)); !errors.Is(err, fs.ErrNotExist) {
		s.Errorf("the backup has what the orderer stored: %v", err)
	}
	lost.refuses("the directory holds something", "restore", "--passphrase-file", "passphrase", lost.name+".backup")
	s.Log(lost.linli("up"))
	s.level()
}

// losesOrderer has somebody put an orderer's folder back to an older state of it.
func (s *site) losesOrderer(other, m *machine) {
	s.Helper()
	folder := filepath.Join(m.data(), "ledger", "orderer-"+m.name)
	m.linli("down")
	s.copies(folder, folder+".old")
	m.linli("up")
	other.blocks(20)
	s.level()
	m.linli("down")
	must(s.T, os.RemoveAll(folder))
	must(s.T, os.Rename(folder+".old", folder))
	m.refuses("its folder is an older one that was put back", "doctor")
	if said := m.linli("up"); !strings.Contains(said, "it is emptied, and joins anew") {
		s.Errorf("it is not said that it joins anew:\n%s", said)
	}
	s.level()
}

func (s *site) copies(from, to string) {
	s.Helper()
	out, err := exec.Command("cp", "-a", from, to).CombinedOutput()
	s.must(string(out), err)
}

// burns ends everything on a machine at once, and leaves nothing of its data.
func (m *machine) burns() {
	m.Helper()
	out, err := m.site.ip("netns", "pids", m.space(m.name))
	m.must(out, err)
	for _, field := range strings.Fields(out) {
		pid, err := strconv.Atoi(field)
		must(m.T, err)
		_ = syscall.Kill(pid, syscall.SIGKILL) // its parent's end may have ended it
	}
	for {
		if out, err = m.site.ip("netns", "pids", m.space(m.name)); err != nil || strings.TrimSpace(out) == "" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	must(m.T, os.RemoveAll(m.data()))
}

// blocks makes some.
func (m *machine) blocks(count int) {
	m.Helper()
	cmd := m.command("people")
	cmd.Env, cmd.Stdin = append(cmd.Env, peopleEnv+"=probe"), strings.NewReader(strconv.Itoa(count))
	out, err := cmd.CombinedOutput()
	m.must(string(out), err)
}

// refuses is a command that fails, and says why.
func (m *machine) refuses(why string, args ...string) {
	m.Helper()
	if said, err := m.run(args...); err == nil || !strings.Contains(said, why) {
		m.Errorf("on the machine of %s, linli %s does not say %q: %v\n%s", m.name, strings.Join(args, " "), why, err, said)
	}
}

// level waits until all machines are well and have the same number of blocks.
func (s *site) level() {
	s.Helper()
	s.healthy()
	for {
		var status network.Status
		said := s.machines[0].linli("status", "--json")
		must(s.T, json.Unmarshal([]byte(said), &status))
		same := true
		for _, b := range status.Bodies {
			same = same && b.Height == status.Height
		}
		if same {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// needs has the ledger go on without a machine: all three others are needed for it.
func (s *site) needs(m, without *machine) {
	s.Helper()
	s.cut(without)
	m.blocks(5)
	s.mend(without)
	s.level()
}

// recounted has another machine recount what this one has.
func (m *machine) recounted(reader *machine) {
	m.Helper()
	m.linli("export", m.name+".ledger")
	for _, file := range []string{m.name + ".ledger", m.name + ".ledger.trust.json"} {
		reader.gets(m, file)
	}
	if said := reader.linli("verify", m.name+".ledger", "--trust", m.name+".ledger.trust.json"); !strings.Contains(said, "ACCEPTED") {
		m.Errorf("the ledger of %s is not accepted:\n%s", m.name, said)
	}
}
