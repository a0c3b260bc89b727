// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"debug/elf"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// programs are all that the package has.
var programs = []string{"usr/bin/linli", "usr/lib/linli/fabric/configtxgen", "usr/lib/linli/fabric/orderer", "usr/lib/linli/fabric/peer"}

// bill is what of the bill of materials is looked at.
type bill struct {
	Components []struct {
		Type, Name, Version, Purl string
		Hashes                    []struct{ Content string }
		Licenses                  []struct{ License struct{ ID string } }
	}
}

// TestContents unpacks the package: its programs need nothing else to run, and all that they are made of is named with a licence.
func TestContents(t *testing.T) {
	dir := t.TempDir()
	if said, err := exec.Command("dpkg-deb", "--extract", thePackage(t), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var b bill
	raw, err := os.ReadFile(filepath.Join(dir, "usr/share/doc/linli/linli.cdx.json"))
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	if err != nil {
		t.Fatal(err)
	}
	licences, err := os.ReadFile(filepath.Join(dir, "usr/share/doc/linli/LICENSES"))
	if err != nil {
		t.Fatal(err)
	}
	hashes, parts := map[string]string{}, map[string]bool{}
	for _, c := range b.Components {
		if c.Type == "application" {
			hashes[c.Name] = c.Hashes[0].Content
			continue
		}
		name, _, _ := strings.Cut(c.Purl, "@v")
		parts[name] = true
		if len(c.Licenses) == 0 || !strings.Contains(string(licences), "\n"+c.Name+" "+c.Version+": "+c.Licenses[0].License.ID) {
			t.Errorf("%s has no licence, or LICENSES has it not", c.Purl)
		}
	}
	for _, part := range []string{
		"pkg:golang/github.com/hyperledger/fabric", "pkg:golang/github.com/hyperledger/fabric-gateway", "pkg:golang/modernc.org/sqlite",
		"pkg:npm/preact@11.2.0", "pkg:generic/micro-hei@1",
	} {
		if !parts[part] {
			t.Errorf("the bill of materials lacks %s", part)
		}
	}
	for _, program := range programs {
		file := filepath.Join(dir, program)
		if got := hashes[filepath.Base(file)]; got != hashOf(t, file) {
			t.Errorf("%s: the bill of materials is of another one, %q", program, got)
		}
		static(t, file)
	}
}

// static fails if a program is loaded by another one, which the machine would have to have.
func static(t *testing.T, file string) {
	t.Helper()
	program, err := elf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	for _, segment := range program.Progs {
		if segment.Type == elf.PT_INTERP {
			t.Errorf("%s is not static", file)
		}
	}
}

// TestSameBytes makes the package again, of the same commit, pages and all: later, in another directory and time zone. Go takes from its
// cache what it has compiled, and links anew.
func TestSameBytes(t *testing.T) {
	first := thePackage(t)
	if strings.Contains(first, "dirty") {
		t.Skip("the package is of a source that is in no commit")
	}
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", `umask 077
		git clone --quiet --shared ../.. "$1"
		make -C "$1" package`, "bash", filepath.Join(t.TempDir(), "elsewhere"))
	cmd.Env = append(os.Environ(), "TZ=Asia/Shanghai", "LC_ALL=C")
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if hash := hashOf(t, first); !strings.Contains(string(said), hash) {
		t.Errorf("the package's hash is %s, and elsewhere:\n%s", hash, said)
	}
}
