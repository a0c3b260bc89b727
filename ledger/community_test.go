// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// config is the client configuration of a body's user, with the body's own peer first.
func config(t testing.TB, n *network.Network, body, role string) ledger.Config {
	t.Helper()
	mspID, cert, key, err := n.Identity(body, role)
	if err != nil {
		t.Fatal(err)
	}
	c := ledger.Config{MSPID: mspID, CertPEM: cert, KeyPEM: key, Channel: network.Channel, Chaincode: network.Chaincode}
	peers, err := n.Peers()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		peer := ledger.Peer{MSPID: p.MSPID, Address: p.Address, ServerName: p.ServerName, TLSRootPEM: p.TLSRootPEM}
		if p.Body == body {
			c.Peers = append([]ledger.Peer{peer}, c.Peers...)
		} else {
			c.Peers = append(c.Peers, peer)
		}
	}
	return c
}

func connect(t testing.TB, n *network.Network, body, role string) *ledger.Client {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	c, err := ledger.Connect(ctx, config(t, n, body, role))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func relay(t testing.TB, c *ledger.Client, o ledger.Options) *ledger.Relay {
	t.Helper()
	r := ledger.NewRelay(c, o)
	t.Cleanup(r.Close)
	return r
}

// communities numbers the communities of this test run, as each test has its own.
var communities atomic.Int64

// found founds a community whose first body has some more officers.
func found(t testing.TB, n *network.Network, moreOfficers int) (*village.Village, []*village.Signer) {
	t.Helper()
	ctx := t.Context()
	genesis, err := connect(t, n, "owners", network.Client).Genesis(ctx)
	if err != nil {
		t.Fatal(err)
	}
	constitution := contract.Constitution{
		Name: "Garden", Net: genesis, Profile: "rehearsal",
		RP: act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}},
	}
	for _, b := range n.Bodies() {
		constitution.Bodies = append(constitution.Bodies, contract.Body{ID: b.ID, MSP: b.MSPID, Name: b.Title})
	}
	v, err := village.New("garden-"+strconv.FormatInt(communities.Add(1), 10), constitution)
	if err != nil {
		t.Fatal(err)
	}
	var more []*village.Signer
	for range moreOfficers {
		key, err := passkey.New(constitution.RP)
		if err != nil {
			t.Fatal(err)
		}
		more = append(more, &village.Signer{Key: key, Body: constitution.Bodies[0].ID})
	}
	officers := map[string][]people.OfficerKey{}
	for body, o := range v.Officers {
		officers[body] = keysOf(o)
	}
	_, block, err := n.Found(ctx, v.ID, v.Constitution, officers)
	if err == nil && len(more) > 0 { // a body registers so many officers at a time, and no more
		block, err = n.Admit(ctx, constitution.Bodies[0].ID, v.ID, v.Constitution, keysOf(more...)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range constitution.Bodies { // whose peers may be behind the one that was told last
		peer := village.Ledger{Client: connect(t, n, b.ID, network.Client)}
		if err := peer.CatchUp(ctx, block); err != nil {
			t.Fatal(err)
		}
	}
	return v, more
}

func keysOf(officers ...*village.Signer) []people.OfficerKey {
	var keys []people.OfficerKey
	for _, o := range officers {
		keys = append(keys, people.OfficerKey{ID: o.Key.ID(), Passkey: o.Key.Passkey()})
	}
	return keys
}

// issue is an act by which an officer issues one invitation code, the simplest act there is.
func issue(t testing.TB, v *village.Village, officer *village.Signer) act.Signed {
	t.Helper()
	code, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := v.Act("codes.issue", people.CodesIssue{
		Codes:   []people.IssuedCode{{Code: code.Public(), Person: officer.Key.ID()[:32]}},
		Expires: act.Int(time.Now().Add(time.Hour).Unix()),
	}, officer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// onLedger checks that exactly these acts of a community are kept, each in the transaction that its receipt names.
func onLedger(t testing.TB, c *ledger.Client, v *village.Village, receipts []ledger.Receipt) {
	t.Helper()
	kept := map[string]string{}
	for item, err := range c.List(t.Context(), contract.Acts, v.ID) {
		if err != nil {
			t.Fatal(err)
		}
		var k contract.Kept
		if err := json.Unmarshal(item.Value, &k); err != nil {
			t.Fatal(err)
		}
		kept[item.Attributes[1]] = k.Tx
	}
	if len(kept) != len(receipts) {
		t.Errorf("%d acts are on the ledger, %d have a receipt", len(kept), len(receipts))
	}
	for _, r := range receipts {
		if kept[r.Act] != r.TxID || r.TxID == "" || r.Block == 0 {
			t.Errorf("the receipt of %s says transaction %s in block %d, the ledger %q", r.Act, r.TxID, r.Block, kept[r.Act])
		}
	}
}

// issueAll makes a number of acts of each officer.
func issueAll(t testing.TB, v *village.Village, officers []*village.Signer, each int) [][]act.Signed {
	t.Helper()
	acts := make([][]act.Signed, len(officers))
	for i, officer := range officers {
		for range each {
			acts[i] = append(acts[i], issue(t, v, officer))
		}
	}
	return acts
}

// castAll has every officer cast a number of acts, one after the other, all officers at once.
func castAll(t testing.TB, r *ledger.Relay, v *village.Village, officers []*village.Signer, each int) []ledger.Receipt {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	var mu sync.Mutex
	var receipts []ledger.Receipt
	var group sync.WaitGroup
	for _, acts := range issueAll(t, v, officers, each) {
		group.Go(func() {
			for _, signed := range acts {
				receipt, err := r.Cast(ctx, signed)
				if err != nil {
					t.Errorf("cast: %+v, %v", receipt, err)
					return
				}
				mu.Lock()
				receipts = append(receipts, receipt)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return receipts
}
