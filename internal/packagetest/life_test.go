// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/crowd"
)

// votes holds a vote while the package is replaced and one body after the other started anew.
func (m *machine) votes(t *testing.T, page *page, first string) {
	t.Helper()
	for _, body := range bodies {
		m.run(t, linli(body)+"found garden --name 花园小区 --profile rehearsal --origin https://garden.example")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	m.put(t, self, home+"/people")
	var admitting []*exec.Cmd
	for _, body := range bodies {
		admitting = append(admitting, m.people(body))
	}
	v := crowd.Hold(t, m.people("owners"), admitting...)
	v.Until("cast 0")
	program := m.replaced(t, page, first)
	for i, line := range each(page.line("restart linli-body@owners")) {
		v.GoOn() // the next ballot is cast meanwhile
		m.run(t, line)
		v.Until(fmt.Sprint("cast ", i+1))
	}
	m.says(t, "/verify", program)
	for i := len(bodies) + 1; i < crowd.Homes; i++ {
		v.GoOn()
		v.Until(fmt.Sprint("cast ", i))
	}
	v.GoOn()
	v.Until(fmt.Sprint("agree ", crowd.Homes/2))
	v.End()
	m.says(t, "/c/garden/result/roof", "Roof")
}

// people is a program that acts for people at a body's data.
func (m *machine) people(body string) *exec.Cmd {
	cmd := exec.Command("nsenter", "--target", strconv.Itoa(m.leader), "--all", "--", "runuser", "-u", "linli", "--", home+"/people")
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LINLI_DATA=/var/lib/linli/" + body}
	return cmd
}

// replaced installs another version over what runs, which goes on until it is started anew, and returns the hash of its program.
func (m *machine) replaced(t *testing.T, page *page, first string) (program string) {
	t.Helper()
	kept, pid := m.keys(t), m.main(t, "linli-body@owners")
	before := hashOf(t, filepath.Join(m.root, "usr/bin/linli"))
	second := newer(t, first)
	m.run(t, "rm linli_*_amd64.deb") // the page asks for it
	m.put(t, second, home+"/"+filepath.Base(second))
	if said := m.run(t, page.line("apt install")); !strings.Contains(said, "systemctl restart linli-body@owners.service") {
		t.Errorf("it does not say what still runs:\n%s", said)
	}
	program = hashOf(t, filepath.Join(m.root, "usr/bin/linli"))
	if said := m.run(t, "linli version"); program == before || !strings.Contains(said, program) {
		t.Errorf("the program was %s, is %s, and says of itself:\n%s", before, program, said)
	}
	if now := m.main(t, "linli-body@owners"); now != pid {
		t.Errorf("the body was started anew: %s is %s", pid, now)
	}
	m.says(t, "/verify", before) // which is what serves
	if now := m.keys(t); now != kept {
		t.Errorf("keys were\n%s, and are\n%s", kept, now)
	}
	return program
}

// killed kills a body without warning: its service starts it again, and the pages go on.
func (m *machine) killed(t *testing.T) {
	t.Helper()
	pid := m.main(t, "linli-body@owners")
	m.run(t, "systemctl kill --kill-whom=main --signal=KILL linli-body@owners.service")
	m.soon(t, "test \"$(systemctl show --property MainPID --value linli-body@owners)\" != "+pid)
	m.healthy(t)
}

// rebooted shuts the machine down and boots it again: what was enabled is there by itself.
func (m *machine) rebooted(t *testing.T) {
	t.Helper()
	m.off()
	m.boot(t)
	m.healthy(t)
	m.says(t, "/c/garden/result/roof", "Roof")
}

// healthy waits until all bodies see each other and the pages are served.
func (m *machine) healthy(t *testing.T) {
	t.Helper()
	for _, line := range each(linli("owners") + "status") {
		m.soon(t, line)
	}
	m.soon(t, "systemctl is-active linli-body@{owners,residents,property,street} linli-serve@owners && "+health)
}

// removed removes the package, brings it back, and removes all that a package may remove.
func (m *machine) removed(t *testing.T, page *page) {
	t.Helper()
	kept, options := m.keys(t), m.run(t, "sha256sum /etc/linli/*")
	remove := page.line("apt remove")
	m.run(t, remove)
	m.run(t, `! grep --files-with-matches "^Uid:[[:space:]]$(id -u linli)[[:space:]]" /proc/[0-9]*/status`)
	m.run(t, "test ! -e /usr/lib/linli && test ! -e /usr/bin/linli")
	if now := m.run(t, "sha256sum /etc/linli/*"); now != options {
		t.Errorf("options were\n%s, and are\n%s", options, now)
	}
	m.run(t, "apt install ./linli_*_amd64.deb")
	m.together(t, append(each("systemctl start linli-body@owners.service"), "systemctl start linli-serve@owners.service"))
	m.healthy(t)
	m.run(t, remove)
	said := m.run(t, page.line("apt purge"))
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

// newer is the package with the next version, whose program is another one as well.
func newer(t *testing.T, first string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, strings.Replace(filepath.Base(first), "_amd64", ".1_amd64", 1))
	said, err := exec.Command("sh", "-ec", `dpkg-deb --raw-extract "$1" "$2"; sed -i '/^Version:/s/$/.1/' "$2/DEBIAN/control"
		echo newer >>"$2/usr/bin/linli"
		dpkg-deb -Znone --build "$2" "$3"`, "sh", first, dir+"/content", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return file
}
