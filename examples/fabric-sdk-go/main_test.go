// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-sdk-go/pkg/client/channel"
	"github.com/hyperledger/fabric-sdk-go/pkg/core/config"
	"github.com/hyperledger/fabric-sdk-go/pkg/fabsdk"
)

// TestAgainstANetwork runs the example against a network that linli, built from the source around, starts.
func TestAgainstANetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a network, which -short leaves out")
	}
	dir := t.TempDir()
	linli := filepath.Join(dir, "linli")
	command(t, "../..", "go", "build", "-o", linli, "./cmd/linli")
	data := filepath.Join(dir, "data")
	t.Cleanup(func() { command(t, ".", linli, "down", "--data", data) })
	command(t, ".", linli, "up", "--data", data)
	profile := filepath.Join(dir, "street.yaml")
	command(t, ".", linli, "network", "profile", "--data", data, "--body", "street", "--out", profile)

	t.Run("query", func(t *testing.T) {
		var out strings.Builder
		if err := run([]string{"-profile", profile, "-body", "street", "query", "Probe"}, &out); err != nil {
			t.Fatal(err)
		}
		if out.String() != "ok\n" {
			t.Errorf("Probe returned %q", out.String())
		}
	})
	t.Run("submit without effect", func(t *testing.T) {
		act := filepath.Join(dir, "act.json")
		if err := os.WriteFile(act, []byte(`{}`), 0o600); err != nil {
			t.Fatal(err)
		}
		err := run([]string{"-profile", profile, "-body", "street", "submit", act}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "NO_EFFECT") {
			t.Errorf("a file without a signature was answered with %v", err)
		}
	})
	t.Run("commit", func(t *testing.T) {
		sdk, err := fabsdk.New(config.FromFile(profile))
		if err != nil {
			t.Fatal(err)
		}
		defer sdk.Close()
		client, err := channel.New(sdk.ChannelContext(channelName, fabsdk.WithUser(user), fabsdk.WithOrg("street")))
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Execute(request("Probe"))
		if err != nil || response.TxValidationCode != 0 {
			t.Errorf("the transaction is %v, %v", response.TxValidationCode, err)
		}
	})
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
