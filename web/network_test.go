// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/web"
)

// The page says who runs the ledger, who answers, and what that means; the community's page says when the ledger stands still.
func TestNetworkPage(t *testing.T) {
	e := newEstate(t)
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	pages, err := web.New(e.Index, func() time.Time { return now })
	must(t, err)
	h := pages.Handler()
	e.playAll(h, []scene{
		{name: "network-none", path: "/network", status: 404},
		{name: "community-no-network", path: "/c/garden", status: 200, not: []string{`href="/network"`}},
		{name: "verify-no-network", path: "/verify", status: 200, not: []string{`href="/network"`}},
	})
	seen := standing.Unseen()
	pages.Standing = func() standing.Standing { return seen }
	e.playAll(h, []scene{
		{name: "network-unseen", path: "/network", status: 200, has: []string{"/api/v1/network"}, not: []string{"body-"}},
		{name: "community-network", path: "/c/garden", status: 200, has: []string{`href="/network"`}, not: []string{"note warn"}},
		{name: "verify-network", path: "/verify", status: 200, has: []string{`href="/network"`}},
	})
	seen = fourBodies(now)
	for _, kind := range []standing.Kind{
		standing.Began, standing.Upgraded, standing.Joined, standing.Left, standing.Admitted, standing.Followed, standing.Moved,
		standing.Renewed, standing.Other,
	} { // each has words
		change := standing.Change{Block: 5, At: 1_790_000_000, Kind: kind, MSP: "OwnersMSP", From: "old", To: "new"}
		seen.Changes = append(seen.Changes, change)
	}
	e.playAll(h, []scene{{name: "network", path: "/network", status: 200, has: []string{
		"owners.example", "1\u202f234", "title of street", "2027-05-30", "old → new", "业委会", "cafe", `href="/verify"`,
	}, not: []string{"note warn", "✗"}}})
	says := func(lang string, has, not []string) {
		scene{name: lang, path: "/network", status: 200, has: has, not: not}.play(t, h, lang)
	}
	says("zh", []string{"4 家都有应答", "要 3 家都在", "最多可以有 1 家不在"}, nil)
	says("en", []string{"all 4 bodies answer", "3 have to be there", "1 may be away"}, nil)

	seen.Bodies[3].Orderer, seen.Bodies[3].Peer, seen.Orderers = false, false, standing.Count(4, 3, 3)
	says("en", []string{"The ledger goes on", "✗ does not answer"}, []string{"note warn"})
	e.playAll(h, []scene{{name: "community-away", path: "/c/garden", status: 200, not: []string{"note warn"}}})

	seen.Orderers = standing.Count(4, 3, 2)
	says("en", []string{"of 4 bodies 2 answer, and it takes 3", "sign again"}, nil)
	e.playAll(h, []scene{{name: "community-stopped", path: "/c/garden", status: 200, has: []string{"note warn", `href="/network"`}}})

	seen.Removed = &standing.Removal{Block: 57, At: now.Unix(), Signed: []string{"居委会", "街道办"}}
	says("en", []string{"was removed from the network", "Block 57 says so", "居委会, 街道办", "linli export"}, []string{"it takes 3"})
	says("zh", []string{"已被移出账本网络", "第 57 个区块", "居委会、街道办", "linli verify"}, []string{"账本现在停住了"})
	e.playAll(h, []scene{{name: "community-removed", path: "/c/garden", status: 200, has: []string{"note warn", `href="/network"`}}})
	seen.Removed = &standing.Removal{}
	says("en", []string{"did not get here any more"}, []string{"Block 0"})
}

func fourBodies(now time.Time) standing.Standing {
	seen := standing.Unseen()
	seen.At, seen.By, seen.Height, seen.Program, seen.Orderers = now.Unix(), "owners", 1234, "cafe", standing.Count(4, 3, 4)
	seen.Rules = standing.Rules{Version: "1", Sequence: 1}
	for _, id := range []string{"owners", "residents", "property", "street"} {
		b := standing.Body{
			ID: id, MSP: bodyfile.MSPID(id), Title: "title of " + id, Host: id + ".example", Orderer: true, Peer: true, Height: 1234,
		}
		for i, use := range []standing.Use{standing.OrdererTLS, standing.PeerTLS, standing.SigningRoot, standing.TLSRoot} {
			b.Certificates = append(b.Certificates, standing.Certificate{Use: use, Until: now.AddDate(i, 6, 0).Unix()})
		}
		seen.Bodies = append(seen.Bodies, b)
	}
	return seen
}
