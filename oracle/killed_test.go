// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	rules "github.com/linli-project/linli/rules/device"
)

// faultEvents is how many events TestKilled has gates say at least, while everything is killed in turn:
//
//	LINLI_FAULT_EVENTS=200000 go test ./oracle -run TestKilled -timeout 3h
//
// Without it a few kills are enough.
const faultEvents = "LINLI_FAULT_EVENTS"

// faults is what TestKilled does.
type faults struct {
	events int           // that are said at least
	gates  int           // that say them
	kills  int           // of the oracle, at least
	pause  time.Duration // between them, at most
	down   time.Duration // for which the ledger is down, in the middle
}

func asked(t *testing.T) faults {
	t.Helper()
	text := os.Getenv(faultEvents)
	if text == "" {
		return faults{gates: 3, kills: 6, pause: 700 * time.Millisecond}
	}
	events, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(faultEvents, err)
	}
	return faults{events: events, gates: 12, kills: 12, pause: 10 * time.Second, down: time.Duration(events) * time.Millisecond}
}

// Whatever is killed, and however often: what a device was told is kept is on the ledger, and nothing is there twice. Devices send again,
// in another order, what was acknowledged once more, and over new connections. An alarm that was acknowledged to its button is an order.
func TestKilled(t *testing.T) {
	s, f := newSite(t, "killed"), asked(t)
	s.adoptDuties()
	var gates, buttons []string
	for i := range f.kills {
		buttons = append(buttons, fmt.Sprint("button-", i+1))
		s.enrol(buttons[i], rules.SOS)
	}
	for i := range f.gates {
		gates = append(gates, fmt.Sprint("gate-", i+1))
		s.enrol(gates[i], rules.Plate)
	}
	s.start()
	enough, said := make(chan struct{}), make([]atomic.Int64, f.gates)
	var saying sync.WaitGroup
	for i, id := range gates {
		saying.Go(func() { s.sayUntil(t, id, &said[i], enough) })
	}
	pressed := 0
	sum := func() int64 {
		all := int64(pressed)
		for i := range said {
			all += said[i].Load()
		}
		return all
	}
	began, kills, wasDown := time.Now(), 0, f.down == 0
	for ; kills < f.kills || sum() < int64(f.events); kills++ {
		if !wasDown && sum() >= int64(f.events)/2 {
			wasDown = true
			s.ledgerDown(f.down)
		}
		time.Sleep(rand.N(f.pause))
		if kills < len(buttons) {
			s.press(buttons[kills])
			pressed++
		}
		s.kill()
		s.killInTurn(kills)
		s.start()
	}
	close(enough)
	saying.Wait()
	t.Logf("%d events acknowledged by %d gates, %d kills of the oracle, in %s", sum(), f.gates, kills, time.Since(began).Round(time.Second))
	s.onLedger(sum())
	s.ordered(buttons...)
	t.Logf("all are on the ledger after %s", time.Since(began).Round(time.Second))
	s.stop()
	for _, id := range buttons {
		s.eachOnce(id, 1)
	}
	for i, id := range gates {
		s.eachOnce(id, int(said[i].Load()))
	}
	s.must(s.ledger.Accepted(t.Context()))
}

// killInTurn kills a peer, an orderer, or neither: the body's own first, and then another's. The supervisor starts them again.
func (s *site) killInTurn(turn int) {
	s.Helper()
	kind := []string{"peer-", "orderer-", ""}[turn%3]
	if turn < 3 && kind != "" {
		s.must(s.ledger.Network.Kill(kind + s.Body))
		return
	}
	if running := s.running(kind); kind != "" && len(running) > 0 {
		s.must(s.ledger.Network.Kill(running[rand.IntN(len(running))]))
	}
}

// running are the network's processes of a kind that are there by now.
func (s *site) running(kind string) (names []string) {
	s.Helper()
	processes, err := s.ledger.Network.Processes()
	s.must(err)
	for _, p := range processes {
		if strings.HasPrefix(p.Name, kind) && p.Alive() {
			names = append(names, p.Name)
		}
	}
	return names
}

// ledgerDown has no orderer run for some time.
func (s *site) ledgerDown(d time.Duration) {
	s.Helper()
	for until := time.Now().Add(d); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		for _, name := range s.running("orderer-") {
			s.must(s.ledger.Network.Kill(name))
		}
	}
}

// handful is how many things a gate says at once, in any order. Its counter may be so many behind.
const handful = 8

// sayUntil says one handful after the other, each until it is acknowledged, until it is enough, and counts.
func (s *site) sayUntil(t *testing.T, id string, said *atomic.Int64, enough <-chan struct{}) {
	g := gate{site: s, id: id}
	for {
		select {
		case <-enough:
			return
		default:
		}
		var waiting [][]byte
		for i := range handful {
			waiting = append(waiting, s.signed(id, int(said.Load())+i+1, rules.Plate, map[string]string{"plate": "粤A12345"}))
		}
		rand.Shuffle(handful, func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
		again := waiting[rand.IntN(handful)]
		for len(waiting) > 0 {
			if t.Context().Err() != nil {
				return
			}
			waiting = g.send(waiting)
		}
		said.Add(handful)
		g.send([][]byte{again}) // which is of no account
		if rand.IntN(50) == 0 && g.client != nil {
			g.client.Disconnect(0)
		}
	}
}

// gate is a device with the connection that it has.
type gate struct {
	*site
	id     string
	client paho.Client
}

// send says things once, over a connection that may have to be made, and returns what is not acknowledged.
func (g *gate) send(messages [][]byte) [][]byte {
	if g.client == nil || !g.client.IsConnectionOpen() {
		var err error
		if g.client, err = g.connect(g.id); err != nil {
			g.client = nil
			time.Sleep(20 * time.Millisecond)
			return messages
		}
	}
	tokens := make([]paho.Token, len(messages))
	for i, m := range messages {
		tokens[i] = g.client.Publish("linli/"+g.id, 1, false, m)
	}
	var waiting [][]byte
	for i, token := range tokens {
		if !g.ended(token) || token.Error() != nil {
			waiting = append(waiting, messages[i])
		}
	}
	return waiting
}

// ended waits for a token as long as the connection is open: paho does not end one whose connection was lost while it was made.
func (g *gate) ended(token paho.Token) bool {
	for !token.WaitTimeout(time.Second) {
		if !g.client.IsConnectionOpen() {
			return token.WaitTimeout(time.Second)
		}
	}
	return true
}

// eachOnce checks that what a device has said is there once.
func (s *site) eachOnce(id string, count int) {
	s.Helper()
	events, err := s.store.EventsOf(s.Context(), s.Community, id, 0, 10*count)
	s.must(err)
	seen := map[act.Int]int{}
	for _, kept := range events {
		e, err := rules.ReadEvent(kept.Text)
		s.must(err)
		seen[e.Counter]++
	}
	for i := range count {
		if n := seen[act.Int(i+1)]; n != 1 {
			s.Errorf("%s: event %d is there %d times", id, i+1, n)
		}
	}
}
