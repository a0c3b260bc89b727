// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// exposed is how much the units may leave open, in tenths of what `systemd-analyze security` counts to ten.
const exposed = 12

// bodies of the test's network. All are on one machine, so that it takes other ports than those of the page.
var bodies = []string{"owners", "residents", "property", "street"}

// TestPackage is docs/operations/install.md, line by line, for four bodies on one machine that systemd has booted.
func TestPackage(t *testing.T) {
	first := thePackage(t)
	page := readPage(t)
	m := boot(t)
	m.put(t, first, home+"/"+filepath.Base(first))
	m.run(t, page.line("apt install"))
	program := hashOf(t, filepath.Join(m.root, "usr/bin/linli"))
	if said := m.run(t, page.line("linli version")); !strings.Contains(said, program) {
		t.Errorf("the program is %s, and says of itself:\n%s", program, said)
	}
	m.units(t)
	words := m.form(t, page)
	m.refuses(t, "systemctl start linli-body@owners.service || { journalctl --unit linli-body@owners; false; }",
		"has not joined its network yet")
	m.run(t, "systemctl stop linli-body@owners.service")
	join, down, start := page.line("body join"), page.line("owners down"), page.line("linli-body@owners")
	m.together(t, each(join), "WORDS="+words)
	m.refuses(t, linli("owners")+"body run", "it runs already")
	m.together(t, each(down))
	m.together(t, each(start))
	if said := m.soon(t, page.line("owners status")); !strings.Contains(said, program) {
		t.Errorf("status:\n%s", said)
	}
	m.refuses(t, linli("owners")+"body run", "it runs already")
	m.run(t, linli("owners")+"body join --fingerprint '"+words+"'") // nothing to do
	m.run(t, page.line("LINLI_SERVE"))
	m.run(t, page.line("linli-serve@owners"))
	m.run(t, "systemctl is-active linli-body@{owners,residents,property,street} linli-serve@owners")
	if said := m.fetch(t, "http://127.0.0.1:8080/verify"); !strings.Contains(said, program) {
		t.Error("the page for verifying does not have the program's hash")
	}
	page.read(t)
	m.replaced(t, first)
	m.removed(t)
}

// units are what systemd says of them.
func (m *machine) units(t *testing.T) {
	t.Helper()
	for _, unit := range []string{"linli-body@owners.service", "linli-serve@owners.service"} {
		if said := m.run(t, "systemd-analyze verify --man=no "+unit); strings.Contains(said, "linli") {
			t.Error(said)
		}
		t.Log(m.run(t, "systemd-analyze security --no-pager --threshold="+strconv.Itoa(exposed)+" "+unit+" | tail -n 1"))
	}
}

// form makes the bodies and their network, and returns the words that all have to read.
func (m *machine) form(t *testing.T, page *page) (words string) {
	t.Helper()
	m.run(t, page.line("owners doctor"))
	m.run(t, "echo 'five words that hardly belong together' >/run/passphrase; chmod 644 /run/passphrase")
	for _, body := range bodies {
		m.run(t, "echo "+address+" "+body+".garden.example >>/etc/hosts")
	}
	for i, line := range each(page.line("body init")) {
		line += " --passphrase-file /run/passphrase"
		m.run(t, line+ports(7050+100*i))
	}
	said := regexp.MustCompile(`join --fingerprint "(.*)"`)
	for i, line := range each(page.line("network form")) {
		found := said.FindStringSubmatch(m.run(t, line))
		if found == nil || i > 0 && found[1] != words {
			t.Fatalf("%s: %q, after %q", line, found, words)
		}
		words = found[1]
	}
	return words
}

// ports are flags for five ports in a row.
func ports(first int) string {
	return fmt.Sprintf(" --orderer-port %d --peer-port %d --orderer-admin-port %d --orderer-operations-port %d --peer-operations-port %d",
		first, first+1, first+2, first+3, first+4)
}

// each is a line of the page for each of the bodies.
func each(line string) (lines []string) {
	for _, body := range bodies {
		lines = append(lines, strings.NewReplacer("owners", body, "业主委员会", body).Replace(line))
	}
	return lines
}

func linli(body string) string {
	return "runuser -u linli -- linli --data /var/lib/linli/" + body + " "
}

// replaced installs another version over what runs, which goes on until it is started anew.
func (m *machine) replaced(t *testing.T, first string) {
	t.Helper()
	kept, pid := m.keys(t), m.run(t, "systemctl show --property MainPID linli-body@owners")
	second := newer(t, first)
	m.put(t, second, home+"/second.deb")
	if said := m.run(t, "apt install ./second.deb"); !strings.Contains(said, "systemctl restart linli-body@") {
		t.Errorf("it does not say what still runs:\n%s", said)
	}
	if now := m.run(t, "systemctl show --property MainPID linli-body@owners"); now != pid {
		t.Errorf("the body was started anew: %s is %s", pid, now)
	}
	m.run(t, "systemctl restart linli-body@owners && systemctl start linli-serve@owners") // waits until both are ready
	if now := m.keys(t); now != kept {
		t.Errorf("keys were\n%s, and are\n%s", kept, now)
	}
}

// removed removes the package, and then what a package may remove.
func (m *machine) removed(t *testing.T) {
	t.Helper()
	kept := m.keys(t)
	m.run(t, "apt remove linli")
	m.run(t, `! grep --files-with-matches "^Uid:[[:space:]]$(id -u linli)[[:space:]]" /proc/[0-9]*/status`)
	m.run(t, "test -e /etc/linli/default.env && test ! -e /usr/lib/linli && test ! -e /usr/bin/linli")
	said := m.run(t, "apt purge linli")
	for _, want := range []string{"kept /var/lib/linli", "kept /etc/linli: owners.env", "rm -r /var/lib/linli"} {
		if !strings.Contains(said, want) {
			t.Errorf("purge does not say %q:\n%s", want, said)
		}
	}
	if now := m.keys(t); now != kept {
		t.Errorf("keys were\n%s, and are\n%s", kept, now)
	}
	m.run(t, "test ! -e /etc/linli/default.env && test -z \"$(systemctl list-unit-files --no-legend 'linli-*')\"")
}

// keys are the hashes of all private keys.
func (m *machine) keys(t *testing.T) string {
	t.Helper()
	said := m.run(t, "find /var/lib/linli -path '*/body/*' -type f | sort | xargs sha256sum")
	if strings.Count(said, "authority.age") != len(bodies) {
		t.Fatalf("keys are missing:\n%s", said)
	}
	return said
}

// newer is the package with the next version.
func newer(t *testing.T, first string) string {
	t.Helper()
	dir, file := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "second.deb")
	said, err := exec.Command("sh", "-ec", `dpkg-deb --raw-extract "$1" "$2"; sed -i '/^Version:/s/$/.1/' "$2/DEBIAN/control"
		dpkg-deb -Znone --build "$2" "$3"`, "sh", first, dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return file
}

func hashOf(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
