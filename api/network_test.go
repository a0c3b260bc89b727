// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
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
