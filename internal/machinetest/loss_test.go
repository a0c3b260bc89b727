// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/smalldisk"
)

// Four bodies lose what can be lost, one after the other, and repair it by the commands of docs/operations/runbook.md. After each loss the
// body's own orderer is one of the three without which nothing goes on, and at the end each body's ledger is recounted from its first
// block. Two machines that are away at a time are off; with LINLI_CABLES their cables are pulled, so that the others hold connections that
// lead nowhere. Their orderers then often need minutes to find together again, and now and then one of them hangs until it is killed.
// `make long-test` runs it.
func TestLosses(t *testing.T) {
	if os.Getenv("LINLI_LONG") == "" {
		t.Skip("waits for minutes; `make long-test` has it run")
	}
	s := newSite(t, append(bodies, "reader")...)
	reader := s.machines[len(bodies)]
	s.machines = s.machines[:len(bodies)]
	owners, property, residents, street := s.machines[0], s.machines[1], s.machines[2], s.machines[3]
	residents.hasSmallDisk("700m") // of which a start needs 500
	s.forms()
	owners.sees(len(bodies))
	for _, loss := range []struct {
		what  string
		loses func()
		off   *machine // afterwards: then it takes all others
	}{
		{"a machine", func() { s.losesMachine(owners, property, reader) }, street},
		{"an orderer's folder", func() { s.losesOrderer(owners, street) }, residents},
		{"a disk's space", func() { s.fillsDisk(owners, residents) }, street},
		{"certificates", func() { s.letsExpire(owners, property) }, street},
	} {
		began := time.Now()
		loss.loses()
		repaired := time.Now()
		s.needs(owners, loss.off)
		t.Logf("%s: lost and repaired in %.0f s, needed for %.0f s", loss.what, repaired.Sub(began).Seconds(), time.Since(repaired).Seconds())
	}
	began := time.Now()
	s.losesTwo(owners, residents, street)
	t.Logf("two machines: away and back in %.0f s; %d orderers have hung so far", time.Since(began).Seconds(), s.hung())
	for _, m := range s.machines {
		m.recounted(reader)
	}
}

// losesMachine has a machine burn down, and another one take its place.
func (s *site) losesMachine(other, lost, elsewhere *machine) {
	s.Helper()
	backup := lost.name + ".backup"
	lost.repairs("Backup", 0)
	must(s.T, os.Remove(filepath.Join(lost.dir, backup)))
	lost.linli("backup", "--blocks", "--passphrase-file", "passphrase", backup)
	elsewhere.gets(lost, backup)
	s.keepsKeys(filepath.Join(elsewhere.dir, backup))
	lost.burns()
	must(s.T, os.Remove(filepath.Join(lost.dir, backup)))
	other.blocks(20)
	other.finds("orderer of "+lost.name, "does not answer")

	lost.gets(elsewhere, backup)
	lost.keeps("other", []byte("only others know this one\n"))
	lost.refuses("another passphrase", "restore", "--passphrase-file", "other", backup)
	lost.repairs("A machine is lost", 0)
	lost.refuses("the directory holds something", "restore", "--passphrase-file", "passphrase", backup)
	s.level()
	lost.linli("export", "today.ledger")
	lost.linli("verify", "today.ledger", "--trust", filepath.Join(lost.data(), "blocks", lost.name+".ledger.trust.json"))
}

// losesOrderer has somebody put an orderer's folder back to an older state of it, and then lose it.
func (s *site) losesOrderer(other, m *machine) {
	s.Helper()
	const section = "An orderer's folder was put back"
	folder := filepath.Join(m.data(), "ledger", "orderer-"+m.name)
	m.linli("down")
	out, err := exec.Command("cp", "-a", folder, folder+".old").CombinedOutput()
	s.must(string(out), err)
	m.linli("up")
	other.blocks(20)
	s.level()
	m.linli("down")
	must(s.T, os.RemoveAll(folder))
	must(s.T, os.Rename(folder+".old", folder))
	m.finds("network", "its folder is an older one that was put back")
	if said := m.repairs(section, 0); !strings.Contains(said, "it is emptied, and joins anew") {
		s.Errorf("it is not said that it joins anew:\n%s", said)
	}
	s.level()
	m.linli("down")
	m.repairs(section, 1)
	s.level()
}

// hasSmallDisk gives a machine a disk of its own for its data.
func (m *machine) hasSmallDisk(size string) {
	m.Helper()
	must(m.T, os.Mkdir(m.data(), 0o700))
	m.Cleanup(smalldisk.Mount(m.T, m.data(), size))
	m.Cleanup(func() { _, _ = m.run("down") }) // before the disk goes, by which its processes are known
	must(m.T, os.Chown(m.data(), m.uid, m.uid))
	must(m.T, os.Chmod(m.data(), 0o700))
}

// fillsDisk has a disk be full for a while.
func (s *site) fillsDisk(other, m *machine) {
	s.Helper()
	filler := filepath.Join(m.data(), "filler")
	m.fills(filler)
	other.blocks(20)
	m.finds("disk space", "not enough disk space")
	m.says("is full")
	must(s.T, os.Remove(filler))
	s.healthy()
	m.repairs("The disk is full", 0)
	s.level()
	m.linli("down")
	if said := m.linli("up"); strings.Contains(said, "joins anew") {
		s.Errorf("what was written half is taken for what was put back:\n%s", said)
	}
	s.level()
}

// fills takes all of a disk's space.
func (m *machine) fills(filler string) {
	m.Helper()
	file, err := os.Create(filler)
	must(m.T, err)
	for block := make([]byte, 1<<20); err == nil; {
		_, err = file.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		m.Fatal(err)
	}
	must(m.T, file.Close())
}

// letsExpire has a body's certificates end, those by which its machine is known, and those by which its orderer and peer sign.
func (s *site) letsExpire(other, m *machine) {
	s.Helper()
	for _, kind := range []string{"TLS", "member"} {
		m.expire(kind)
		m.restarts()
		m.finds("certificates", "the "+kind+" certificate of orderer."+m.name+".linli.internal has expired")
		if kind == "TLS" {
			other.finds("orderer of "+m.name, "its certificate has expired")
		} else {
			other.finds("orderer of "+m.name, "does not answer")
		}
		m.repairs("A certificate expires", 0)
		s.level()
	}
}

// losesTwo has two machines be away at a time.
func (s *site) losesTwo(m, first, second *machine) {
	s.Helper()
	leaves, returns := func(m *machine) { m.linli("down") }, func(m *machine) { m.linli("up") }
	if os.Getenv("LINLI_CABLES") != "" {
		leaves, returns = s.cut, s.mend
	}
	leaves(first)
	m.blocks(60) // of which it has none
	leaves(second)
	m.finds("ledger", "it stands still: 2 of 4 bodies' orderers answer, and it takes 3")
	both := site{T: s.T, machines: []*machine{first, second}}
	both.each(returns)
	s.level()
	first.repairs("A body was away for long", 0)
	m.repairs("The ledger stands still although enough machines are there", 0)
}

// hung is how often a supervisor has ended an orderer that took part no more.
func (s *site) hung() (times int) {
	for _, m := range s.machines {
		raw, err := os.ReadFile(filepath.Join(m.data(), "logs", "supervisor.log"))
		must(s.T, err)
		times += strings.Count(string(raw), "it hangs, and is killed")
	}
	return times
}

// recounted has another machine recount what this one has, from the first block on: no peer has begun with a snapshot.
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
