// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/network/networktest"
)

// TestDashboard holds every query of the dashboard, and of the alerts in the page beside it, to what a server and its body's orderer and
// peer really tell.
func TestDashboard(t *testing.T) {
	asked := dashboardNames(t)
	alerts, err := os.ReadFile("../../docs/operations/watch.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, expr := range regexp.MustCompile(`(?m)^ +expr: (.+)$`).FindAllStringSubmatch(string(alerts), -1) {
		asked = append(asked, namesIn(expr[1])...)
	}
	if len(asked) < 20 {
		t.Fatalf("the queries name %q only", asked)
	}
	n := networktest.Network(t)
	o := serving{settings: &settings{data: n.Dir()}, body: "residents", listen: "127.0.0.1:0"}
	o.metrics = freeAddress(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- o.run(ctx, slog.New(slog.DiscardHandler), func(string) {}) }()
	told := map[string]bool{}
	for !told["linli_network_clock_apart_seconds"] { // the last of a look
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(100 * time.Millisecond):
		}
		for _, path := range []string{"", "/orderer", "/peer"} {
			collect(told, "http://"+o.metrics+"/metrics"+path)
		}
	}
	for _, name := range asked {
		if !told[name] {
			t.Errorf("nobody tells %s", name)
		}
	}
	if body := read(t, "http://"+o.metrics+"/metrics/supervisor"); !strings.Contains(body, "not found") {
		t.Errorf("a process without figures: %s", body)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// collect adds the names of the figures that an address tells; one that does not answer tells none.
func collect(told map[string]bool, url string) {
	answer, err := fetch(url)
	if err != nil {
		return
	}
	for line := range strings.Lines(answer) {
		if name := regexp.MustCompile(`^[a-zA-Z_:][\w:]*`).FindString(line); name != "" {
			told[name] = true
		}
	}
}

func dashboardNames(t *testing.T) (names []string) {
	t.Helper()
	raw, err := os.ReadFile("../../docs/operations/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(raw, &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, p := range dashboard.Panels {
		if len(p.Targets) == 0 {
			t.Errorf("%s asks for nothing", p.Title)
		}
		for _, target := range p.Targets {
			names = append(names, namesIn(target.Expr)...)
		}
	}
	return names
}

var (
	notNames = regexp.MustCompile(`\{[^}]*\}|\[[^]]*\]|"[^"]*"|\b(by|without|on|ignoring)\s*\([^)]*\)|\b(and|or|unless|group_left|group_right|bool)\b`)
	aName    = regexp.MustCompile(`\b[a-zA-Z_:][\w:]*\s*\(?`)
)

// namesIn are the names of figures in a query: what is no function, label, range or keyword.
func namesIn(query string) (names []string) {
	for _, word := range aName.FindAllString(notNames.ReplaceAllString(query, " "), -1) {
		if !strings.HasSuffix(word, "(") {
			names = append(names, strings.TrimSpace(word))
		}
	}
	return names
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
