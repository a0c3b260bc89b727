// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/fabriccatest"
)

// TestLifeWithOwnAuthority is what docs/operations/authority.md says: of four bodies one has its certificates of a fabric-ca below another.
// While it sends transactions it renews them with the same keys, and then with new ones of its orderer; the ledger is accepted.
func TestLifeWithOwnAuthority(t *testing.T) {
	if os.Getenv("LINLI_LONG") == "" {
		t.Skip("builds an authority with its database; `make long-test` has it run")
	}
	p := certifiedPage(t)
	m := prepared(t)
	for _, body := range []string{"owners", "residents", "street"} {
		m.init(body)
	}
	p.run(m, 0) // requests
	m.refused("property", "body file", "are not taken in yet")
	m.refused("property", "body take requests", "ca.crt")
	p.run(m, 1, 2, 3, 4)
	m.add("property")
	m.form()
	m.votes(1)
	m.keepBusy("property")
	m.goesOn()

	p.run(m, 2, 5)
	m.says("property", "status", "running")
	m.goesOn()
	m.refused("property", "body renew", "body renew --requests DIR")
	m.refused("property", "body take renewal", "taken in already")

	p.run(m, 2, 6)
	m.agree("owners", "change renew property-new.body", "property-renew.change", "owners", "street", "residents")
	m.well("property", "running") // with the new keys, which it takes when it has seen the change
	m.goesOn()

	m.says("property", "export garden.ledger", "trust roots")
	m.says("property", "verify garden.ledger --trust garden.ledger.trust.json", "ACCEPTED")
	for _, dir := range []string{"requests", "renewal", "new-keys"} {
		m.nothingSecret(dir)
	}
}

// nothingSecret fails the test if there is a private key in a folder.
func (m *machines) nothingSecret(dir string) {
	m.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte("PRIVATE KEY")) {
			m.Errorf("there is a private key in %s", path)
		}
		return err
	})
	if err != nil || files < 16 {
		m.Errorf("%s has %d files: %v", dir, files, err)
	}
}

// certified is the page, and the authority that it asks.
type certified struct {
	blocks []string
	ca     *fabriccatest.Authority
}

func certifiedPage(t *testing.T) *certified {
	t.Helper()
	raw, err := os.ReadFile("../../docs/operations/authority.md")
	if err != nil {
		t.Fatal(err)
	}
	p := &certified{ca: fabriccatest.Run(t, "../../internal/fabriccatest/fabric-ca")}
	for part := range strings.SplitSeq(string(raw), "```sh\n") {
		block, _, _ := strings.Cut(part, "```")
		p.blocks = append(p.blocks, block)
	}
	if p.blocks = p.blocks[1:]; len(p.blocks) != 7 {
		t.Fatalf("the page has %d blocks", len(p.blocks))
	}
	return p
}

// run runs blocks of the page, one after the other in one shell, on the machine of property.
func (p *certified) run(m *machines, blocks ...int) {
	m.Helper()
	parts := []string{"set -euo pipefail\n"}
	for _, i := range blocks {
		parts = append(parts, p.blocks[i])
	}
	script := strings.NewReplacer(
		"https://"+fabriccatest.Registrar+"@ca.property.example:7054", "http://"+fabriccatest.Registrar+"@"+p.ca.Address,
		"https://ca.property.example:7054", "http://"+p.ca.Address,
		"--host property.garden.example", strings.Join(m.places(), " "),
	).Replace(strings.Join(parts, ""))
	shell := exec.Command("bash", "-c", script)
	shell.Env = append(os.Environ(), "SECRET=a secret of one body", dataEnv+"="+m.data("property"),
		"PATH="+p.ca.Programs+":"+os.Getenv("PATH"))
	said, err := shell.CombinedOutput()
	if err != nil {
		m.Fatalf("%v\n%s\n%s", err, script, said)
	}
	m.Logf("%s\n%s", script, said)
}
