// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"filippo.io/age"

	"github.com/linli-project/linli/internal/crowd"
	"github.com/linli-project/linli/network"
)

// repairs gives the commands of one block of a section of the runbook, which has them for the machine of owners, and returns what they say.
func (m *machine) repairs(section string, block int) string {
	m.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations", "runbook.md"))
	must(m.T, err)
	_, text, found := strings.Cut(string(raw), "\n## "+section+"\n")
	text, _, _ = strings.Cut(text, "\n## ")
	blocks := strings.Split(text, "```")
	if !found || 2*block+1 >= len(blocks) {
		m.Fatalf("the runbook has no block %d of commands in %q", block, section)
	}
	var said strings.Builder
	for line := range strings.Lines(strings.TrimPrefix(blocks[2*block+1], "sh\n")) {
		said.WriteString(m.does(strings.TrimSpace(line)))
	}
	return said.String()
}

// does runs a line of the runbook. Where a person is asked for a passphrase a file has it.
func (m *machine) does(line string) string {
	m.Helper()
	if folder, ok := strings.CutPrefix(line, "rm -r "); ok {
		must(m.T, os.RemoveAll(filepath.Join(m.data(), strings.ReplaceAll(folder, "owners", m.name))))
		return ""
	}
	command, ok := strings.CutPrefix(line, "linli ")
	if !ok {
		m.Fatalf("the runbook has a command that no test runs: %s", line)
	}
	switch word, _, _ := strings.Cut(command, " "); word {
	case "backup", "restore", "body":
		command += " --passphrase-file passphrase"
	}
	return m.gives(command, "owners", m.name)
}

// sees has doctor find everything well, here and at all bodies, whose peers tell their time.
func (m *machine) sees(bodies int) {
	m.Helper()
	m.until(func() (string, bool) {
		said, err := m.run("doctor")
		return "doctor does not find all bodies well:\n" + said, err == nil && strings.Count(said, " blocks, clock ") == bodies
	})
}

// finds waits until doctor finds something wrong, and says so.
func (m *machine) finds(subject, why string) {
	m.Helper()
	m.until(func() (string, bool) {
		said, err := m.run("doctor")
		for finding := range strings.SplitSeq(said, "\nWRONG ") {
			finding, _, _ = strings.Cut(finding, "\nok ")
			if err != nil && strings.HasPrefix(strings.TrimSpace(finding), subject) && strings.Contains(finding, why) {
				return said, true
			}
		}
		return "doctor does not say that of " + subject + " " + why + ":\n" + said, false
	})
}

// says waits until status has some words.
func (m *machine) says(words string) {
	m.Helper()
	m.until(func() (string, bool) {
		said, _ := m.run("status")
		return "status does not say " + words + ":\n" + said, strings.Contains(said, words)
	})
}

// until waits for something, which says what is there instead.
func (m *machine) until(done func() (string, bool)) {
	m.Helper()
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		instead, ok := done()
		if ok {
			return
		}
		if time.Since(began) > patience {
			m.Fatalf("on the machine of %s, %s", m.name, instead)
		}
	}
}

// refuses is a command that fails, and says why.
func (m *machine) refuses(why string, args ...string) {
	m.Helper()
	if said, err := m.run(args...); err == nil || !strings.Contains(said, why) {
		m.Errorf("on the machine of %s, linli %s does not say %q: %v\n%s", m.name, strings.Join(args, " "), why, err, said)
	}
}

// blocks makes some.
func (m *machine) blocks(count int) {
	m.Helper()
	cmd := m.command("people")
	cmd.Env, cmd.Stdin = append(cmd.Env, crowd.DoEnv+"=probe"), strings.NewReader(strconv.Itoa(count))
	out, err := cmd.CombinedOutput()
	m.must(string(out), err)
}

// level waits until all machines are well, and all orderers and peers have the same blocks, some new ones among them: only by those an
// orderer that was away finds what it has missed. Then each of them takes part.
func (s *site) level() {
	s.Helper()
	s.healthy()
	first := s.machines[0]
	first.until(func() (string, bool) {
		first.blocks(2)
		time.Sleep(counted)
		height, said, same := first.peers()
		ordered := map[string]uint64{}
		for _, m := range s.machines {
			ordered[m.name] = m.ordered()
			same = same && ordered[m.name] == height
		}
		return fmt.Sprint(said, "\nand their orderers ", ordered), same
	})
}

// peers says how many blocks bodies' peers have, and whether they all have so many.
func (m *machine) peers() (height uint64, said string, same bool) {
	said, _ = m.run("status", "--json")
	var status network.Status
	same = json.Unmarshal([]byte(said), &status) == nil
	for _, b := range status.Bodies {
		same = same && b.Height == status.Height
	}
	return status.Height, "the bodies have not the same number of blocks:\n" + said, same
}

// counted is when a supervisor has surely written down how many blocks its orderer has: it does so every second.
const counted = 1200 * time.Millisecond

// ordered is how many blocks a machine's orderer has.
func (m *machine) ordered() uint64 {
	m.Helper()
	raw, err := os.ReadFile(filepath.Join(m.data(), "run", "blocks.json"))
	must(m.T, err)
	var blocks map[string]uint64
	must(m.T, json.Unmarshal(raw, &blocks))
	return blocks[m.name]
}

// needs has the ledger go on while a machine is off: all three others are needed for it.
func (s *site) needs(m, off *machine) {
	s.Helper()
	off.linli("down")
	m.blocks(5)
	off.linli("up")
	s.level()
}

// burns ends everything on a machine at once, and leaves nothing of its data.
func (m *machine) burns() {
	m.Helper()
	for {
		out, err := m.site.ip("netns", "pids", m.space(m.name))
		m.must(out, err)
		pids := strings.Fields(out)
		if len(pids) == 0 {
			break
		}
		for _, field := range pids {
			pid, err := strconv.Atoi(field)
			must(m.T, err)
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended with its parent
		}
		time.Sleep(20 * time.Millisecond)
	}
	must(m.T, os.RemoveAll(m.data()))
}

// restarts ends a machine's orderer and peer, which are started again by themselves.
func (m *machine) restarts() {
	m.Helper()
	raw, err := os.ReadFile(filepath.Join(m.data(), "run", "processes.json"))
	must(m.T, err)
	var processes []network.Process
	must(m.T, json.Unmarshal(raw, &processes))
	for _, p := range processes {
		if strings.HasPrefix(p.Name, "orderer-") || strings.HasPrefix(p.Name, "peer-") {
			must(m.T, syscall.Kill(p.PID, syscall.SIGKILL))
		}
	}
}

// expire has the certificates of a machine's orderer and peer have ended an hour ago: those of TLS, or those by which they sign.
func (m *machine) expire(kind string) {
	m.Helper()
	org := filepath.Join(m.data(), "network", "crypto", "peerOrganizations", m.name+".linli.internal")
	root, file, key := filepath.Join(org, "ca", "ca."+m.name+".linli.internal-cert.pem"), "signcerts", 0
	if kind == "TLS" {
		root, file, key = filepath.Join(org, "tlsca", "tlsca."+m.name+".linli.internal-cert.pem"), "server.crt", 1
	}
	issuer, signer, changed := m.certificate(root), m.rootKeys()[key], 0
	must(m.T, filepath.WalkDir(org, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.Contains(path, "/"+file) || strings.Contains(path, "/users/") {
			return err
		}
		changed++
		old := m.certificate(path)
		old.NotBefore, old.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, old, issuer, old.PublicKey, signer)
		must(m.T, err)
		return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600)
	}))
	if changed != 2 {
		m.Fatalf("%d certificates have expired", changed)
	}
}

func (m *machine) certificate(file string) *x509.Certificate {
	m.Helper()
	raw, err := os.ReadFile(file)
	must(m.T, err)
	block, _ := pem.Decode(raw)
	cert, err := x509.ParseCertificate(block.Bytes)
	must(m.T, err)
	return cert
}

// rootKeys are the keys of a body's roots: of the one that signs, and of that of TLS.
func (m *machine) rootKeys() (keys []crypto.Signer) {
	m.Helper()
	raw, err := os.ReadFile(filepath.Join(m.data(), "body", "authority.age"))
	must(m.T, err)
	id, err := age.NewScryptIdentity("only " + m.name + " know this one")
	must(m.T, err)
	plain, err := age.Decrypt(bytes.NewReader(raw), id)
	must(m.T, err)
	rest, err := io.ReadAll(plain)
	must(m.T, err)
	for block, rest := pem.Decode(rest); block != nil; block, rest = pem.Decode(rest) {
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		must(m.T, err)
		keys = append(keys, key.(crypto.Signer)) //nolint:forcetypeassert // as ours are
	}
	return keys
}
