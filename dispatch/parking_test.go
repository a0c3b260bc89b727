// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/parking"
)

// garage is a community with one space, on a book, whose servers ask for what is due.
type garage struct {
	*town.Town
	mirror *index.Index

	mu   sync.Mutex
	all  []*Dispatch
	sent map[string]int // transactions that took effect
}

// Submit is what servers send to.
func (g *garage) Submit(_ context.Context, function string, args ...string) (ledger.Receipt, []byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, err := g.Transact(village.User{MSP: "StrangerMSP"}, function, args...)
	if err == nil {
		g.sent[function]++
		err = g.follow()
	}
	return ledger.Receipt{}, nil, err
}

// follow brings the mirror and the servers to where the book is.
func (g *garage) follow() error {
	for _, b := range g.Book().Blocks[g.mirror.Height():] {
		if err := g.mirror.Apply(context.Background(), b); err != nil {
			return err
		}
		for _, d := range g.all {
			if err := d.Apply(context.Background(), b); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *garage) Now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Clock.Now()
}

// pass has hours go by, a quarter of one at a time.
func (g *garage) pass(d time.Duration) {
	for ; d > 0; d -= 15 * time.Minute {
		g.mu.Lock()
		g.Clock.Pass(15 * time.Minute)
		g.mu.Unlock()
		time.Sleep(time.Minute)
	}
	synctest.Wait()
}

// asks books the space for an owner, from so many hours after the clock's hour on, for one.
func (g *garage) asks(person, home string, from time.Time) string {
	g.Helper()
	offer, _ := town.Read(g.Town, parking.Offers, g.ID, "s1")
	by := g.People[person]
	signed := g.Sign(g.Draft(parking.TypeBook, 1, by), parking.Book{
		From: act.Int(from.Unix()), Home: home, Offer: offer.Act, Plate: fmt.Sprintf("%064x", len(person)), Space: "s1",
		Until: act.Int(from.Add(time.Hour).Unix()),
	}, by)
	g.OK(signed)
	town.Done(g, g.follow())
	return act.HashOf(signed.Text).String()
}

func (g *garage) state(id string) rules.State {
	g.Helper()
	b, _ := town.Read(g.Town, parking.Bookings, g.ID, id)
	return b.State
}

// cosigned has bodies sign a head now.
func (g *garage) cosigned(size uint64, bodies int) {
	g.Helper()
	net, err := checkpoint.ReadHash(g.Constitution.Net)
	h := checkpoint.Head{Genesis: town.Must(g, net, err), Size: size, Root: sha256.Sum256([]byte{byte(size)})}
	for _, body := range g.Constitution.Bodies[:bodies] {
		note, err := checkpoint.Cosign(h, body.MSP, witnessOf(body.MSP), g.Clock.Now().Unix())
		_, sent := g.Transact(g.Client(body.ID), witness.TxCosign, town.Must(g, note, err))
		town.Done(g, sent)
	}
	town.Done(g, g.follow())
}

func witnessOf(msp string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(msp))
	return ed25519.NewKeyFromSeed(seed[:])
}

func newGarage(t *testing.T) *garage {
	t.Helper()
	w := town.OnBook(t, "rehearsal")
	w.Found().Settle([]community.Unit{town.Home("1-101", 9000, "p"), town.Home("1-102", 9000, "pp"), town.Home("1-103", 9000, "host")})
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	town.Done(t, err)
	t.Cleanup(func() { town.Done(t, x.Close()) })
	for _, body := range w.Constitution.Bodies {
		key := checkpoint.Witness{MSP: body.MSP, Key: witnessOf(body.MSP).Public().(ed25519.PublicKey)}
		_, err := w.Transact(w.Admin(body.ID), witness.TxName, key.String())
		town.Done(t, err)
	}
	w.OK(w.Make(parking.TypeLotSet, parking.LotSet{
		Body: w.Convener().Body, Gates: []parking.Gate{}, Lot: "east", Name: "East",
	}, w.Two()...))
	w.OK(w.Make(parking.TypeSpaceSet, parking.SpaceSet{
		Host: rules.Party{Home: "1-103"}, Label: "1", Lot: "east", Space: "s1",
	}, w.Two()...))
	week := []act.Int{0, 1, 2, 3, 4, 5, 6}
	now := act.Int(w.Now().Unix())
	w.OK(w.Make(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: now - 86400, Space: "s1", Terms: parking.Terms{Bands: []parking.Band{}, Draw: 6 * 3600}, Until: now + 365*86400,
		Windows: []parking.Window{{Days: week, From: 0, To: 1440}},
	}, w.People["host"]))
	return &garage{Town: w, mirror: x, sent: map[string]int{}}
}

// Servers draw a lot once bodies have signed a head after it was too late to ask, not before; write down who has the space, and what time
// alone does to who does not come.
func TestServersMoveBookingsOn(t *testing.T) {
	g := newGarage(t)
	town.Done(t, g.follow())
	noon := time.Date(2027, 3, 3, 4, 0, 0, 0, time.UTC) // in Beijing, two days ahead
	first, second := g.asks("p", "1-101", noon), g.asks("pp", "1-102", noon)
	g.cosigned(3, 4) // too early
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for range 2 {
			d := New(g, g.mirror, slog.New(slog.DiscardHandler), g.Now)
			_, err := d.Checkpoint(ctx, g.Constitution.Net)
			town.Done(t, err)
			g.all = append(g.all, d)
			running.Go(func() { d.Run(ctx) })
		}
		drawAt := time.Date(2027, 3, 2, 10, 0, 0, 0, time.UTC) // six hours before midnight
		g.pass(drawAt.Add(time.Hour).Sub(g.Now()))
		if len(g.sent) > 0 || g.state(first) != rules.StatePending {
			t.Errorf("nobody has signed a head since, and %v took effect", g.sent)
		}
		g.mu.Lock()
		g.cosigned(9, 2) // too few
		g.mu.Unlock()
		g.pass(time.Hour)
		if len(g.sent) > 0 {
			t.Errorf("too few have signed a head since, and %v took effect", g.sent)
		}
		g.mu.Lock()
		g.cosigned(10, 3)
		g.mu.Unlock()
		g.pass(time.Hour)
		states := map[rules.State]int{}
		states[g.state(first)]++
		states[g.state(second)]++
		fell := states[rules.StateReserved] == 1 && states[rules.StateRejected] == 1
		if !fell || g.sent[parking.TxDraw] != 1 || g.sent[parking.TxSettle] != 2 {
			t.Errorf("drawn: %v %v", states, g.sent)
		}
		g.pass(noon.Add(50 * time.Hour).Sub(g.Now())) // it is a no-show at the end, and settled a day later
		if g.state(first) == g.state(second) || g.state(first) != rules.StateSettled && g.state(second) != rules.StateSettled {
			t.Errorf("in the end: %s and %s", g.state(first), g.state(second))
		}
		if g.sent[parking.TxSettle] != 4 {
			t.Errorf("in the end: %v", g.sent)
		}
		stop()
		running.Wait()
	})
}
