// SPDX-License-Identifier: Apache-2.0

package eventlog_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/oracle/eventlog"
	rules "github.com/linli-project/linli/rules/device"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	os.Exit(networktest.Run(m))
}

// site is a community on the ledger with an oracle that its first body runs.
type site struct {
	testing.TB
	ledger  *village.Ledger
	village *village.Village
	log     eventlog.Log
}

func newSite(t *testing.T, id string) *site {
	t.Helper()
	s := &site{TB: t}
	n := networktest.Network(t)
	var err error
	s.ledger, err = village.Connect(t.Context(), n)
	s.must(err)
	t.Cleanup(s.ledger.Close)
	constitution, err := village.Constitute(n, "Oracle", "rehearsal")
	s.must(err)
	s.village, err = village.New(id, constitution)
	s.must(err)
	s.must(s.ledger.Found(t.Context(), s.village))
	public, private, err := ed25519.GenerateKey(rand.Reader)
	s.must(err)
	s.act(device.TypeOracleEnrol, device.OracleEnrol{Body: s.body(), Key: act.Bytes(public), Name: "门岗 gate house"})
	s.log = eventlog.Log{Client: s.ledger.Client, Relay: s.ledger.Relay, Key: private, Net: constitution.Net, Community: id, Now: time.Now}
	return s
}

func (s *site) body() string { return s.village.Convener().Body }

// act is one of two bodies.
func (s *site) act(kind string, body any) {
	s.Helper()
	signed, err := s.village.Act(kind, body, s.village.Two()...)
	s.must(err)
	s.must(s.ledger.Must(s.Context(), signed))
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func ids(from, count int) (all []rules.ID) {
	for i := range count {
		all = append(all, rules.IDOf(strconv.Itoa(from+i)))
	}
	return all
}

func written(ids []rules.ID) (all []string) {
	for _, id := range ids {
		all = append(all, id.String())
	}
	return all
}

// What is sent twice, as after a crash, is in the log once; what can no longer be put there is made anew.
func TestAppend(t *testing.T) {
	s := newSite(t, "append")
	next := func(events []rules.ID) eventlog.Batch {
		b, err := s.log.Next(t.Context(), written(events))
		s.must(err)
		return b
	}
	send := func(b eventlog.Batch, before int64, code act.Code) {
		t.Helper()
		placed, err := s.log.Send(t.Context(), b)
		s.must(err)
		if placed.Before != before || placed.Code != code || placed.TxID == "" {
			t.Errorf("placed %+v, not before %d as %s", placed, before, code)
		}
	}
	first, rival := next(ids(0, 300)), next(ids(1000, 1))
	if len(first.Events) != device.MaxLeaves {
		t.Errorf("%d events at once", len(first.Events))
	}
	send(first, 0, contract.OK)
	send(first, 0, contract.Already)
	if _, err := s.log.Send(t.Context(), rival); !errors.Is(err, eventlog.ErrStale) {
		t.Errorf("another batch in the same place: %v", err)
	}
	send(next(ids(256, 44)), 256, contract.OK)
	send(first, 0, contract.Already)
	s.log.Now = func() time.Time { return time.Now().Add(-time.Hour) }
	old := next(ids(300, 2))
	if _, err := s.log.Send(t.Context(), old); !errors.Is(err, eventlog.ErrLapsed) {
		t.Errorf("a batch that is too old: %v", err)
	}
	s.log.Now = time.Now
	renewed, err := s.log.Renew(old)
	s.must(err)
	send(renewed, 300, contract.OK)
	for _, again := range []eventlog.Batch{renewed, old} { // whichever act it was that brought the events there
		placed, err := s.log.Send(t.Context(), again)
		if s.must(err); placed.Before != 300 || placed.Code != contract.Already {
			t.Errorf("sent again: %+v", placed)
		}
	}
	s.log.Now = func() time.Time { return time.Now().Add(-2 * time.Minute) }
	other, err := s.log.Renew(renewed)
	s.must(err)
	if placed, err := s.log.Send(t.Context(), other); err != nil || placed.Before != 300 || placed.Code != contract.Already {
		t.Errorf("the same events by another act: %+v %v", placed, err)
	}
	log, err := ledger.Read(t.Context(), s.ledger.Client, device.EventLogs, s.village.ID, s.log.By())
	s.must(err)
	tree, err := rules.Log{}.Append(ids(0, 302)...)
	s.must(err)
	root, err := tree.Root()
	s.must(err)
	if log.Size != 302 || log.Root != hex.EncodeToString(root) {
		t.Errorf("the ledger has %+v", log)
	}
	s.must(s.ledger.Accepted(t.Context()))
}

// An oracle that runs twice, as after a move to another machine, and the relays of all bodies at once: of two appends to one place one is
// there, and it is there once.
func TestAllAtOnce(t *testing.T) {
	s := newSite(t, "rivals")
	var logs []eventlog.Log
	for _, body := range s.ledger.Network.Bodies() {
		log := s.log
		var err error
		log.Client, err = s.ledger.Network.Connect(t.Context(), body.ID, network.Client)
		s.must(err)
		t.Cleanup(log.Client.Close)
		log.Relay = ledger.NewRelay(log.Client, ledger.Options{})
		t.Cleanup(log.Relay.Close)
		logs = append(logs, log)
	}
	size := int64(0)
	for round := range 5 {
		one, err := s.log.Next(t.Context(), written(ids(10*round, 2)))
		s.must(err)
		other, err := s.log.Next(t.Context(), written(ids(10*round+5, 2)))
		s.must(err)
		rivals := []eventlog.Batch{one, other}
		placed := [2]atomic.Int32{}
		var group errgroup.Group
		for _, log := range logs {
			for i, batch := range rivals {
				group.Go(func() error {
					for {
						_, err := log.Send(t.Context(), batch)
						switch {
						case err == nil:
							placed[i].Add(1)
							return nil
						case errors.Is(err, eventlog.ErrStale):
							return nil
						case act.CodeOf(err) != device.LogMoved: // by a peer that is ahead of its own
							return err
						}
						time.Sleep(10 * time.Millisecond)
					}
				})
			}
		}
		s.must(group.Wait())
		if a, b := int(placed[0].Load()), int(placed[1].Load()); a+b != len(logs) || a*b != 0 {
			t.Errorf("one append was placed by %d relays, the other by %d", a, b)
		}
		size += 2
		log, err := ledger.Read(t.Context(), s.ledger.Client, device.EventLogs, s.village.ID, s.log.By())
		if s.must(err); log.Size != size {
			t.Fatalf("the log has %d events, not %d", log.Size, size)
		}
	}
	s.must(s.ledger.Accepted(t.Context()))
}
