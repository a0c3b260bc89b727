// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debian is the directory of a Debian as debootstrap makes it, with what the page needs, kept for the next test.
func debian(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	mirror, release := apt(t)
	dir := filepath.Join(cache, "linli", "machine-"+release)
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	fresh := dir + ".making"
	if err := os.RemoveAll(fresh); err != nil {
		t.Fatal(err)
	}
	making := exec.Command("debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus,curl", release, fresh, mirror)
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
