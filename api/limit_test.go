// SPDX-License-Identifier: Apache-2.0

package api

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/postgrestest"
)

// Two servers count together, each caller apart; and refuse when they cannot count, but for readers.
func TestLimitsOfSeveralServers(t *testing.T) {
	at := postgrestest.URL(t)
	var servers [2]map[string]*limiter
	var databases [2]*database
	for i := range servers {
		d, err := openDatabase(t.Context(), filepath.Join(t.TempDir(), "server.db"), at)
		if err != nil {
			t.Fatal(err)
		}
		defer d.close()
		limits := Limits{Codes: Rate{0.001, 5}, Changes: Rate{10, 1}}.orDefaults()
		servers[i], databases[i] = limitersOf(limits, time.Now, d.shared), d
	}
	kinds := map[string]int{}
	for i := range 8 {
		kind := ""
		if err := servers[i%2]["codes"].take(t.Context(), "caller"); err != nil {
			kind = asRefusal(err).kind
		}
		kinds[kind]++
	}
	if kinds[""] != 5 || kinds["too-many-requests"] != 3 {
		t.Errorf("%v", kinds)
	}
	if err := servers[0]["codes"].take(t.Context(), "another"); err != nil {
		t.Error(err)
	}
	for range 5 { // buckets fill up again
		for err := servers[0]["changes"].take(t.Context(), "caller"); err != nil; err = servers[1]["changes"].take(t.Context(), "caller") {
			if asRefusal(err).kind != "too-many-requests" {
				t.Fatal(err)
			}
		}
	}
	if err := databases[0].sweep(t.Context(), time.Now().Unix()); err != nil {
		t.Error(err)
	}
	if err := servers[0]["codes"].take(t.Context(), "caller"); err == nil {
		t.Error("a bucket that is not full was forgotten")
	}
	if err := databases[0].shared.Close(); err != nil {
		t.Fatal(err)
	}
	if err := servers[0]["codes"].take(t.Context(), "a third"); err == nil || asRefusal(err).kind != "store-unavailable" {
		t.Errorf("a guess without the database: %v", err)
	}
	if err := servers[0]["reads"].take(t.Context(), "a third"); err != nil {
		t.Errorf("reading without the database: %v", err)
	}
}
