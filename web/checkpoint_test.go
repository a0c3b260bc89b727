// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/web"
)

// signedHead is a head as bodies of the garden have signed it.
func signedHead(t *testing.T, msps ...string) checkpoint.Cosigned {
	t.Helper()
	var all []checkpoint.Cosigned
	for i, msp := range msps {
		seed := sha256.Sum256([]byte(msp))
		key := ed25519.NewKeyFromSeed(seed[:])
		note, err := checkpoint.Cosign(checkpoint.Head{Size: 234}, msp, key, int64(1_800_000_000+60*i))
		must(t, err)
		c, err := checkpoint.Open(note, []checkpoint.Witness{{MSP: msp, Key: key.Public().(ed25519.PublicKey)}})
		must(t, err)
		all = append(all, c)
	}
	joined, err := checkpoint.Join(all...)
	must(t, err)
	return joined
}

// A community's page says which head bodies have co-signed, and leads to it; without one it says nothing.
func TestCheckpoint(t *testing.T) {
	e := newEstate(t)
	pages, err := web.New(e.Index, time.Now)
	must(t, err)
	scene{name: "nobody asks", path: "/checkpoint", status: http.StatusNotFound, has: []string{"Not enough bodies"}}.play(t, pages.Handler(), "en")
	var signed checkpoint.Cosigned
	pages.Checkpoint = func(context.Context) (checkpoint.Cosigned, error) { return signed, nil }
	scene{name: "none", path: "/checkpoint", status: http.StatusNotFound, has: []string{"还没有足够多的单位"}}.play(t, pages.Handler(), "zh")
	scene{name: "nothing", path: "/c/garden", status: http.StatusOK, not: []string{"/checkpoint"}}.play(t, pages.Handler(), "en")

	signed = signedHead(t, "OwnersMSP", "StreetMSP", "StrangerMSP")
	scene{name: "zh", path: "/c/garden", status: http.StatusOK, has: []string{
		`<a href="/checkpoint">`, "234 个区块", "业委会、", "街道办", "2027-01-15",
	}}.play(t, pages.Handler(), "zh")
	scene{name: "en", path: "/c/garden", status: http.StatusOK, has: []string{"234 blocks", "StrangerMSP"}}.play(t, pages.Handler(), "en")
	w := get(t, pages.Handler(), "/checkpoint", "en")
	if w.Code != http.StatusOK || w.Body.String() != signed.Note() || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%d %v\n%s", w.Code, w.Header(), w.Body)
	}
}
