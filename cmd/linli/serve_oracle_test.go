// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/linli-project/linli/network/networktest"
)

// A server that is told to hears devices over TLS, and tells at an address of its own what it has heard.
func TestServeHearsDevices(t *testing.T) {
	n := networktest.Network(t)
	o := serving{
		settings: &settings{data: n.Dir()}, body: "street", listen: "127.0.0.1:0",
		hearing: hearing{community: "nowhere", mqtt: "127.0.0.1:0", push: "127.0.0.1:0"}, measuring: measuring{metrics: "127.0.0.1:0"},
	}
	lines, log := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := o.run(ctx, slog.New(slog.NewTextHandler(log, nil)), func(string) {})
		_ = log.CloseWithError(err)
		ended <- err
	}()
	mqtt, metrics := logged(t, lines, "mqtt", "metrics")
	go func() { _, _ = io.Copy(io.Discard, lines) }()

	// Who checks no certificate sees that there is TLS, and whose.
	c, err := tls.Dial("tcp", mqtt, &tls.Config{InsecureSkipVerify: true}) //nolint:noctx // what is there is looked at
	if err != nil {
		t.Fatal(err)
	}
	if name := c.ConnectionState().PeerCertificates[0].Subject.CommonName; name != "Linli broker" {
		t.Errorf("%q answers", name)
	}
	_ = c.Close()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	if body := read(t, "http://"+metrics+"/metrics"); !strings.Contains(body, "linli_oracle_events_waiting 0") {
		t.Errorf("metrics: %s", body)
	}
}

// logged waits until a log has two values.
func logged(t *testing.T, log io.Reader, one, two string) (string, string) {
	t.Helper()
	found, text := map[string]string{}, ""
	for buffer := make([]byte, 4096); found[one] == "" || found[two] == ""; {
		n, err := log.Read(buffer)
		if err != nil {
			t.Fatalf("%v after %s", err, text)
		}
		text += string(buffer[:n])
		for _, m := range regexp.MustCompile(`(\w+)=(127\.0\.0\.1:\d+)\b`).FindAllStringSubmatch(text, -1) {
			found[m[1]] = m[2]
		}
	}
	return found[one], found[two]
}
