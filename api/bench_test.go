// SPDX-License-Identifier: Apache-2.0

package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkReads measures the public reads with their contract checks, limits and headers: over HTTP on one machine, and in
// the handler alone.
func BenchmarkReads(b *testing.B) {
	tw := townOf(b)
	if _, err := tw.server.community(b.Context(), garden); err != nil {
		b.Fatal(err)
	}
	tw.benchElection(b)
	for _, path := range []string{"/communities/" + garden, "/communities/" + garden + "/elections/bench", "/communities/" + garden + "/elections/bench/turnout"} {
		b.Run("http"+path, func(b *testing.B) {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					response, err := client.Get(tw.http.URL + Base + path)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, response.Body)
					response.Body.Close()
					if response.StatusCode != http.StatusOK {
						b.Errorf("status %d", response.StatusCode)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
		})
		b.Run("handler"+path, func(b *testing.B) {
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					w := httptest.NewRecorder()
					tw.server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, Base+path, nil))
					if w.Code != http.StatusOK {
						b.Errorf("status %d", w.Code)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
		})
	}
}

// benchElection has an election with some ballots, once.
func (tw *town) benchElection(b *testing.B) {
	b.Helper()
	if a := tw.browser(b).get("/communities/" + garden + "/elections/bench"); a.status == http.StatusOK {
		return
	}
	e, on := tw.open(b, "bench")
	for _, right := range tw.singles()[:50] {
		must(b, http.StatusCreated, tw.browser(b).post(tw.ballot(b, e, on, right, 1)))
	}
}
