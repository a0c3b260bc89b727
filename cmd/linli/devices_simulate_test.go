// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/oracle/ingest"
)

// yard is a broker for the devices of a fleet's file.
type yard struct {
	file string
	kept func() int
}

func newYard(t *testing.T, change func(*fleet.Fleet)) yard {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	authority, err := broker.OpenAuthority(t.TempDir())
	must(err)
	config, err := authority.TLS("127.0.0.1")
	must(err)
	hash, err := bcrypt.GenerateFromPassword([]byte("secret"), bcrypt.MinCost)
	must(err)
	var mu sync.Mutex
	kept := 0
	b, err := broker.New(broker.Options{
		TLS: config, Rate: 1e6,
		Keep: func(context.Context, ingest.Message) error {
			mu.Lock()
			defer mu.Unlock()
			kept++
			return nil
		},
		Lookup: func(name string) (broker.Device, bool) {
			says, _ := dialect.Topics(map[string]string{"bin-1": "bin", "hub": "zigbee2mqtt"}[name], name)
			return broker.Device{Password: string(hash), Publishes: says}, true
		},
	})
	must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { must(b.Run(ctx, listener)) })
	t.Cleanup(func() { cancel(); running.Wait() })

	f := fleet.Fleet{MQTT: listener.Addr().String(), Authority: string(authority.Certificate()), Devices: []fleet.Device{
		{Device: "bin-1", Name: "bin-1", Thing: fleet.Bin, Profile: "bin", Password: "secret"},
		{Device: "hub", Name: "hub", Thing: fleet.Bridge, Profile: "zigbee2mqtt", Password: "secret"},
		{Device: "smoke-1", Name: "hub:kitchen", Thing: fleet.Smoke, Profile: "zigbee2mqtt"},
		{Device: "door-1", Name: "hub:hall", Thing: fleet.Door, Profile: "zigbee2mqtt"},
	}}
	if change != nil {
		change(&f)
	}
	raw, err := json.Marshal(f)
	must(err)
	file := filepath.Join(t.TempDir(), "fleet.json")
	must(os.WriteFile(file, raw, 0o600))
	return yard{file, func() int { mu.Lock(); defer mu.Unlock(); return kept }}
}

func simulateDevices(ctx context.Context, args ...string) (code int, out, errors string) {
	var stdout, stderr bytes.Buffer
	code = Run(ctx, append([]string{"devices", "simulate"}, args...), strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// Each event is a line that people can read, and the end says what was acknowledged.
func TestDevicesSimulate(t *testing.T) {
	y := newYard(t, nil)
	code, out, errs := simulateDevices(t.Context(), "--fleet", y.file, "--events", "3", "--rate", "10", "--seed", "1")
	if code != 0 || errs != "" {
		t.Fatal(code, errs)
	}
	for _, line := range []string{
		`\d\d:\d\d:\d\d  bin-1            \d+ g of recyclable waste are put in`, `hub              the bridge is there`,
		`hub:kitchen      no smoke`, `hub:kitchen      SMOKE`, `hub:hall         opened`,
		`7 of 7 messages were acknowledged: 1 bridge.state, 2 contact, 1 drop, 1 fill, 2 smoke\n$`,
	} {
		if !regexp.MustCompile(line).MatchString(out) {
			t.Errorf("no %q in:\n%s", line, out)
		}
	}
	if kept := y.kept(); kept != 7 {
		t.Errorf("%d are kept", kept)
	}
	_, out, _ = simulateDevices(t.Context(), "--fleet", y.file, "--events", "500", "--rate", "0")
	if strings.Count(out, "\n") != 1 || !strings.HasPrefix(out, "504 of 504 messages") {
		t.Errorf("not a summary alone:\n%s", out)
	}
}

// Interrupted it says what was acknowledged, and has done what it was asked to.
func TestDevicesSimulateIsInterrupted(t *testing.T) {
	y := newYard(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for y.kept() < 10 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	code, out, errs := simulateDevices(ctx, "--fleet", y.file, "--rate", "50")
	if code != 0 || errs != "" || !strings.Contains(out, " messages were acknowledged: ") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

func TestDevicesSimulateRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*fleet.Fleet)
		code   int
		want   string
	}{
		"wrong password": {func(f *fleet.Fleet) { f.Devices[0].Password = "wrong" }, 1, "linli: bin-1: the broker does not let it in"},
		"another authority": {func(f *fleet.Fleet) {
			other, err := broker.OpenAuthority(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			f.Authority, f.Devices = string(other.Certificate()), f.Devices[:1]
		}, 1, "linli: bin-1: the broker's certificate is not of \"authority\""},
		"a profile": {func(f *fleet.Fleet) { f.Devices[0].Profile = "axis" }, 2, `device 1, "bin-1": there is nobody here who speaks "axis"`},
	} {
		t.Run(name, func(t *testing.T) {
			y := newYard(t, c.change)
			code, _, errs := simulateDevices(t.Context(), "--fleet", y.file, "--events", "1")
			if code != c.code || !strings.Contains(errs, c.want) {
				t.Errorf("%d, not %d: %s, not %s", code, c.code, errs, c.want)
			}
		})
	}
}
