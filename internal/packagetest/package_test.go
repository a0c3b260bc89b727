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

	"github.com/linli-project/linli/internal/crowd"
)

// exposed is how much the units may leave open, in tenths of what `systemd-analyze security` counts to ten.
const exposed = 12

// bodies of the test's network. All are on one machine, so that it takes other ports than those of the page.
var bodies = []string{"owners", "residents", "property", "street"}

// TestMain has this executable act for people, too: it is put on the machine.
func TestMain(m *testing.M) {
	code, handled := crowd.Dispatch(nil)
	if !handled {
		code = m.Run()
	}
	os.Exit(code)
}

// TestPackage is docs/operations/install.md, line by line, for four bodies on one machine that systemd has booted.
func TestPackage(t *testing.T) {
	first := thePackage(t)
	page := readPage(t)
	m := newMachine(t)
	m.put(t, first, home+"/"+filepath.Base(first))
	m.run(t, page.line("apt install"))
	program := hashOf(t, filepath.Join(m.root, "usr/bin/linli"))
	if said := m.run(t, page.line("linli version")); !strings.Contains(said, program) {
		t.Errorf("the program is %s, and says of itself:\n%s", program, said)
	}
	m.units(t)
	m.start(t, page, m.form(t, page))
	if said := m.soon(t, page.line("owners status")); !strings.Contains(said, program) {
		t.Errorf("status:\n%s", said)
	}
	m.serve(t, page, program)
	m.votes(t, page, first)
	m.killed(t)
	m.rebooted(t)
	m.removed(t, page)
	page.read(t)
}

// units are what systemd says of them.
func (m *machine) units(t *testing.T) {
	t.Helper()
	units := strings.Fields(m.run(t, "systemctl list-unit-files --no-legend 'linli-*' | cut -d ' ' -f 1"))
	if len(units) != 2 {
		t.Errorf("its units are %q", units)
	}
	for _, unit := range units {
		unit = strings.Replace(unit, "@", "@owners", 1)
		if said := m.run(t, "systemd-analyze verify --man=no "+unit); strings.Contains(said, "linli") {
			t.Error(said)
		}
		t.Log(m.run(t, "systemd-analyze security --no-pager --threshold="+strconv.Itoa(exposed)+" "+unit+" | tail -n 1"))
	}
}

// start has all bodies join, and then run as services.
func (m *machine) start(t *testing.T, page *page, words string) {
	t.Helper()
	m.refuses(t, "systemctl start linli-body@owners.service || { journalctl --unit linli-body@owners; false; }",
		"has not joined its network yet")
	m.run(t, "systemctl stop linli-body@owners.service")
	join, down, start := page.line("body join"), page.line("owners down"), page.line("linli-body@owners")
	m.refuses(t, linli("owners")+"body run --fingerprint 'other words'", "its fingerprint is another one")
	joins := each(join)
	joins[3] = "systemd-run --uid linli --property Type=notify --property TimeoutStartSec=infinity " + // as containers do
		`linli --data /var/lib/linli/street body run --fingerprint "$WORDS"`
	m.together(t, joins, "WORDS="+words)
	m.refuses(t, linli("owners")+"body run", "it runs already")
	m.together(t, each(down))
	m.together(t, each(start))
	m.refuses(t, linli("owners")+"body run", "it runs already")
	m.run(t, linli("owners")+"body join --fingerprint '"+words+"'") // nothing to do
	m.run(t, "systemctl is-active linli-body@{owners,residents,property,street}")
}

// health is whether the pages are to be asked for.
const health = "curl --fail http://127.0.0.1:9464/health"

// serve has the pages of one body run as a service, with its options.
func (m *machine) serve(t *testing.T, page *page, program string) {
	t.Helper()
	m.run(t, "echo 'LINLI_SERVE=--lisen' >/etc/linli/street.env")
	m.refuses(t, "systemctl start linli-serve@street.service || { journalctl --unit linli-serve@street; false; }", "unknown flag: --lisen")
	m.run(t, "systemctl is-failed linli-serve@street.service")
	m.run(t, page.line("LINLI_SERVE"))
	m.run(t, page.line("linli-serve@owners"))
	m.run(t, page.line(health))
	m.says(t, "/verify", program)
	pid := m.main(t, "linli-serve@owners")
	m.run(t, page.line("restart linli-serve@owners"))
	m.run(t, health)
	if now := m.main(t, "linli-serve@owners"); now == pid {
		t.Errorf("the pages are still served by process %s", pid)
	}
	m.serveTLS(t, page)
}

// serveTLS has the pages of another body served without a proxy, as the page says it for one.
func (m *machine) serveTLS(t *testing.T, page *page) {
	t.Helper()
	dir := t.TempDir()
	said, err := exec.Command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
		"-subj", "/CN=street.garden.example", "-addext", "subjectAltName=DNS:street.garden.example",
		"-keyout", dir+"/tls.key", "-out", dir+"/tls.pem").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	m.put(t, dir+"/tls.key", "/etc/linli/tls.key")
	m.put(t, dir+"/tls.pem", "/etc/linli/tls.pem")
	m.run(t, "chgrp linli /etc/linli/tls.key && chmod 640 /etc/linli/tls.key")
	options := "--listen :443 --tls-cert /etc/linli/tls.pem --tls-key /etc/linli/tls.key --origin https://street.garden.example"
	m.run(t, `echo 'LINLI_SERVE="`+options+`"' >/etc/linli/street.env`)
	m.refuses(t, "systemctl start linli-serve@street.service || { journalctl --unit linli-serve@street; false; }", "bind: permission denied")
	for _, with := range []string{"mkdir", "tls.conf", "daemon-reload"} {
		m.run(t, strings.ReplaceAll(page.line(with), "owners", "street"))
	}
	m.run(t, "systemctl restart linli-serve@street.service")
	m.soon(t, "curl --no-progress-meter --fail --cacert /etc/linli/tls.pem https://street.garden.example/verify | grep --max-count=1 SHA-256")
	m.run(t, "systemctl stop linli-serve@street.service")
}

// main is the number of a service's main process.
func (m *machine) main(t *testing.T, service string) string {
	t.Helper()
	return strings.TrimSpace(m.run(t, "systemctl show --property MainPID --value "+service))
}

// says waits until a page of the machine says something.
func (m *machine) says(t *testing.T, page, what string) {
	t.Helper()
	m.soon(t, "curl --no-progress-meter --fail http://127.0.0.1:8080"+page+" | grep --fixed-strings --max-count=1 '"+what+"'")
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

func hashOf(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
