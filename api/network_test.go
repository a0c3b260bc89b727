// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/network/standing"
)

// Anybody reads who runs the ledger, as this server has seen it by itself.
func TestNetwork(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	var seen standing.Standing
	for seen.At == 0 || len(seen.Changes) == 0 { // its first looks, and the blocks that it reads for them
		time.Sleep(50 * time.Millisecond)
		seen = decode[standing.Standing](t, must(t, http.StatusOK, b.get("/network")))
	}
	if seen.By != "owners" || len(seen.Bodies) != 4 || seen.Orderers != standing.Count(4, 3, 4) || seen.Channel != network.Channel {
		t.Errorf("%+v", seen)
	}
	began := seen.Changes[len(seen.Changes)-1]
	if began.Kind != standing.Began || began.To != network.FirstVersion {
		t.Errorf("%+v", seen.Changes)
	}
}

// While two bodies' orderers hang, anybody reads that the ledger stands still, and a ballot is answered by neither yes nor no. When they go
// on, the very same ballot gets onto the ledger, once.
func TestStandstill(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	n := networktest.Network(t)
	e, on := tw.open(t, "standstill")
	b := tw.browser(t)
	signal := func(s syscall.Signal) {
		for _, body := range []string{"property", "street"} {
			if err := syscall.Kill(networktest.Process(t, n, "orderer-"+body).PID, s); err != nil {
				t.Fatal(err)
			}
		}
	}
	defer signal(syscall.SIGCONT)
	signal(syscall.SIGSTOP)
	for !decode[standing.Standing](t, b.get("/network")).Orderers.Stopped { // at its next look
		time.Sleep(200 * time.Millisecond)
	}
	defer func() { tw.server.sender.patience = relayWithin }()
	tw.server.sender.patience = 3 * time.Second
	signed := tw.ballot(t, e, on, tw.singles()[0], 1)
	if sent := b.post(signed); sent.status != http.StatusAccepted && sent.status != http.StatusServiceUnavailable {
		t.Errorf("%d %s", sent.status, sent.body)
	}
	signal(syscall.SIGCONT)
	tw.server.sender.patience = relayWithin
	sent := b.post(signed)
	for deadline := time.Now().Add(2 * time.Minute); sent.status != http.StatusCreated && time.Now().Before(deadline); {
		time.Sleep(time.Second)
		sent = b.post(signed)
	}
	receipt := decode[Receipt](t, must(t, http.StatusCreated, sent))
	list := b.get("/communities/" + garden + "/elections/standstill/ballots").body
	if strings.Count(list, `"act":"`+receipt.Act) != 1 || strings.Count(list, `"act":`) != 1 {
		t.Errorf("%s", list)
	}
}
