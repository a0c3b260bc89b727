// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/network/networktest"
)

// TestServe starts a server on the network, asks it for the ledger and for a page, and stops it while a stream is open.
func TestServe(t *testing.T) {
	n := networktest.Network(t)
	o := serving{settings: &settings{data: n.Dir()}, body: "residents", listen: "127.0.0.1:0"}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	address := make(chan string, 1)
	ended := make(chan error, 1)
	go func() { ended <- o.run(ctx, slog.New(slog.DiscardHandler), func(a string) { address <- a }) }()
	var at string
	select {
	case at = <-address:
	case err := <-ended:
		t.Fatal(err)
	}
	for path, has := range map[string]string{"/api/v1/ledger": `"body":"residents"`, "/": "<html",
		"/api/v1/nothing": "urn:linli:problem:not-found"} {
		if body := read(t, "http://"+at+path); !strings.Contains(body, has) {
			t.Errorf("%s: %s", path, body)
		}
	}
	stream, err := http.Get("http://" + at + "/api/v1/events") //nolint:noctx // ends with the server
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Minute):
		t.Fatal("the server does not end")
	}
}

func read(t *testing.T, url string) string {
	t.Helper()
	body, err := fetch(url)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func fetch(url string) (string, error) {
	response, err := http.Get(url) //nolint:noctx // the test's own server
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
