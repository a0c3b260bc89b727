// SPDX-License-Identifier: Apache-2.0

package lookout_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/lookout"
	"github.com/linli-project/linli/network/standing"
)

var now = time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)

// well is a look at four bodies at which nothing is wrong.
func well() lookout.Look {
	l := lookout.Look{
		At: now, Status: &network.Status{Running: true, FreeBytes: 40 << 30, Data: "/var/lib/linli"},
		Standing: standing.Standing{Height: 100, Orderers: standing.Count(4, 3, 4)}, Apart: map[string]time.Duration{},
	}
	for _, id := range []string{"owners", "residents", "property", "street"} {
		l.Standing.Bodies = append(l.Standing.Bodies, standing.Body{
			ID: id, Title: "title of " + id, Host: id + ".example", Orderer: true, Peer: true, Height: 100,
			Certificates: []standing.Certificate{{Use: standing.OrdererTLS, Until: now.AddDate(0, 6, 0).Unix()}},
		})
		l.Apart[id] = time.Minute
	}
	l.Status.Certificates = []network.Certificate{{Body: "owners", Name: "peer", NotAfter: now.AddDate(0, 6, 0)}} // of this machine alone
	return l
}

func TestAlarms(t *testing.T) {
	expires := func(in time.Duration) func(*lookout.Look) {
		return func(l *lookout.Look) { l.Status.Certificates[0].NotAfter = now.Add(in) }
	}
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		change func(*lookout.Look)
		want   map[string]int // levels
	}{
		"well": {func(*lookout.Look) {}, nil},
		"one away": {func(l *lookout.Look) {
			l.Standing.Bodies[3].Orderer, l.Standing.Orderers = false, standing.Count(4, 3, 3)
		}, map[string]int{"away/street": 1}},
		"two away": {func(l *lookout.Look) {
			l.Standing.Bodies[2].Orderer, l.Standing.Bodies[3].Orderer, l.Standing.Orderers = false, false, standing.Count(4, 3, 2)
		}, map[string]int{"away/street": 1, "away/property": 1, "stopped": 1}},
		"own peer behind":     {func(l *lookout.Look) { l.Standing.Bodies[0].Height = 79 }, map[string]int{"behind/owners": 1}},
		"a little behind":     {func(l *lookout.Look) { l.Standing.Bodies[0].Height = 80 }, nil},
		"another peer behind": {func(l *lookout.Look) { l.Standing.Bodies[1].Height = 1 }, nil},
		"not running":         {func(l *lookout.Look) { l.Status.Running = false }, map[string]int{"down/owners": 1}},
		"removed": {func(l *lookout.Look) {
			l.Status.Removed, l.Standing.Bodies[1].Peer, l.Apart["street"] = &standing.Removal{Block: 57}, false, time.Hour
		}, map[string]int{"removed/owners": 1}},
		"30 days":          {expires(30*day - 1), map[string]int{"certificate/owners": 1}},
		"30 days and more": {expires(30 * day), nil},
		"7 days":           {expires(7*day - 1), map[string]int{"certificate/owners": 2}},
		"a day":            {expires(day - 1), map[string]int{"certificate/owners": 3}},
		"expired":          {expires(-day), map[string]int{"certificate/owners": 3}},
		"another's, by what it shows": {func(l *lookout.Look) {
			l.Standing.Bodies[1].Certificates[0].Until = now.Add(6 * day).Unix()
		}, map[string]int{"certificate/residents": 2}},
		"another's old copy, on a laptop": {func(l *lookout.Look) {
			l.Status.Certificates = append(l.Status.Certificates, network.Certificate{Body: "residents", NotAfter: now.Add(day)})
		}, nil},
		"scarce":      {func(l *lookout.Look) { l.Status.FreeBytes = 5<<30 - 1 }, map[string]int{"disk": 1}},
		"nearly full": {func(l *lookout.Look) { l.Status.FreeBytes = 500<<20 - 1 }, map[string]int{"disk": 2}},
		"a clock":     {func(l *lookout.Look) { l.Apart["street"] = -61 * time.Second }, map[string]int{"clock/street": 1}},
		"the own clock": {func(l *lookout.Look) {
			l.Apart["residents"], l.Apart["property"], l.Apart["street"] = time.Hour, time.Hour, time.Hour
		}, map[string]int{"clock/owners": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			l := well()
			c.change(&l)
			got := map[string]int{}
			for _, a := range l.Alarms("owners") {
				got[a.Name] = a.Level
				if a.Zh == "" || a.En == "" || strings.Contains(a.Zh+a.En, "%!") {
					t.Errorf("%+v", a)
				}
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("%v, want %v", slices.Sorted(maps.Keys(got)), c.want)
			}
		})
	}
}
