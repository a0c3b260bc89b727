// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheAuthorityStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "broker")
	first, err := OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Certificate(), second.Certificate()) {
		t.Error("it is another one")
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode() != 0o600 {
		t.Error(info, err)
	}
}

func TestNamesInCertificates(t *testing.T) {
	authority, err := OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"gate-7": true, "a": true, "": false, "a/b": false, "#": false, "业主": false, "a b": false} {
		if _, _, err := authority.Issue(name); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestPasswords(t *testing.T) {
	b := &Broker{comparing: make(chan struct{}, 1)}
	password, hash, err := NewPassword()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		hash, password string
		want           bool
	}{
		"right":            {hash, password, true},
		"wrong":            {hash, password + "x", false},
		"empty":            {hash, "", false},
		"the hash itself":  {hash, hash, false},
		"none is taken":    {"", password, false},
		"nor an empty one": {"", "", false},
		"no hash":          {"right", "right", false},
	} {
		if got := b.isPassword(c.hash, []byte(c.password)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPace(t *testing.T) {
	p := pace{every: time.Second, burst: 3 * time.Second}
	now := time.Unix(100, 0)
	for i, want := range []time.Duration{0, 0, 0, 0, time.Second, 2 * time.Second} {
		if got := p.wait(now); got != want {
			t.Errorf("the %d. waits %v", i, got)
		}
	}
	if got := p.wait(now.Add(time.Hour)); got != 0 {
		t.Errorf("after an hour it waits %v", got)
	}
}
