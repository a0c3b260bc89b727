// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/elliptic"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/tsatest"
)

// recordedOrder is a bundle of the recorded ledger of package evidence.
func recordedOrder(t *testing.T) evidence.Bundle {
	t.Helper()
	const recorded = "../evidence/testdata/garden."
	var garden struct{ IDs map[string][]string }
	names, err := os.ReadFile(recorded + "json")
	if err == nil {
		err = json.Unmarshal(names, &garden)
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(recorded + "ledger.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	source := build.File{ReadSeeker: bytes.NewReader(raw)}
	places, err := build.Scan(source)
	if err != nil {
		t.Fatal(err)
	}
	b, err := build.Bundle(t.Context(), source, places,
		build.Asked{Kind: evidence.Order, ID: garden.IDs["order"][0], Community: "garden", Profile: evidence.Small}, "")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// An authority stamps each head once, whoever downloads evidence; who has another head waits for another stamp.
func TestStamperOncePerHead(t *testing.T) {
	b := recordedOrder(t)
	root := tsatest.Root("Test Root", tsatest.ECDSA(elliptic.P256(), "root"))
	here := tsatest.OpenSSL(t, root.Stamper("Open Stamper", tsatest.ECDSA(elliptic.P256(), "stamper"), nil))
	s := &stamper{authorities: []string{here}, log: slog.New(slog.DiscardHandler), now: time.Now}
	first, second := s.stamp(context.Background(), b), s.stamp(context.Background(), b)
	if len(first.Stamps) != 1 || len(second.Stamps) != 1 || !bytes.Equal(first.Stamps[0], second.Stamps[0]) {
		t.Errorf("%d and %d stamps, or others", len(first.Stamps), len(second.Stamps))
	}
	if other := s.of(context.Background(), "another head"); len(other) != 1 || bytes.Equal(other[0], first.Stamps[0]) {
		t.Error("another head has the first one's stamp")
	}
	if plain := (&stamper{}).stamp(context.Background(), b); len(plain.Stamps) != 0 {
		t.Error("there is a stamp of nobody")
	}
}

// While an authority is away evidence is given without its stamp, and it is not asked each time.
func TestStamperAway(t *testing.T) {
	asked := 0
	away := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(away.Close)
	b, now := recordedOrder(t), time.Now()
	s := &stamper{authorities: []string{away.URL}, log: slog.New(slog.DiscardHandler), now: func() time.Time { return now }}
	for i, want := range []int{1, 1, 2} {
		if i == 2 {
			now = now.Add(stampAgain)
		}
		if got := s.stamp(context.Background(), b); len(got.Stamps) != 0 || len(got.Claim.Says) != len(b.Claim.Says) || asked != want {
			t.Errorf("%d: %d stamps, after asking %d times", i, len(got.Stamps), asked)
		}
	}
}
