// SPDX-License-Identifier: Apache-2.0

package program

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"runtime/debug"
	"testing"
)

func TestOwn(t *testing.T) {
	p, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(raw); p.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the hash is %s, of the file %x", p.SHA256, sum)
	}
	if p.Go == "" {
		t.Error("it does not say which Go built it")
	}
}

func TestOf(t *testing.T) {
	got := of(&debug.BuildInfo{GoVersion: "go1.27.3", Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "c0ffee"}, {Key: "vcs.time", Value: "2026-11-30T00:00:00Z"},
		{Key: "vcs.modified", Value: "true"},
	}})
	if want := (Program{Version: "v1.2.3", Commit: "c0ffee", At: "2026-11-30T00:00:00Z", Changed: true, Go: "go1.27.3"}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}
