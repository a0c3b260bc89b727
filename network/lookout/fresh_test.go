// SPDX-License-Identifier: Apache-2.0

package lookout

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/standing"
)

// What was seen is told for two minutes, and then nothing is.
func TestFresh(t *testing.T) {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	l := New(Config{Now: func() time.Time { return now }})
	if seen := l.Standing(); seen.At != 0 || seen.Bodies == nil || seen.Changes == nil {
		t.Errorf("before the first look: %+v", seen)
	}
	l.last = Look{At: now, Standing: standing.Standing{At: now.Unix(), Height: 7}}
	now = now.Add(2*time.Minute - time.Second)
	if seen := l.Standing(); seen.Height != 7 {
		t.Errorf("it is told no more: %+v", seen)
	}
	now = now.Add(time.Second)
	if seen := l.Standing(); seen.At != 0 || seen.Height != 0 {
		t.Errorf("it is told still: %+v", seen)
	}
}

// A machine knows of its own body's certificates alone, and tells the figures of all bodies.
func TestFiguresOfAMachine(t *testing.T) {
	l := New(Config{Now: time.Now})
	l.last = Look{Status: &network.Status{Certificates: []network.Certificate{{Body: "property"}}}}
	for _, id := range []string{"owners", "property", "street"} {
		l.last.Standing.Bodies = append(l.last.Standing.Bodies, standing.Body{ID: id, Height: 7})
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(l)
	figures, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]int{}
	for _, f := range figures {
		of[f.GetName()] = len(f.GetMetric())
	}
	if of["linli_network_peer_blocks"] != 3 || of["linli_network_certificate_expires_timestamp_seconds"] != 1 {
		t.Errorf("%v", of)
	}
}
