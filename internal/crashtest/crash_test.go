// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"encoding/json"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/network/networktest"
)

// TestKilledWhileCasting kills one process after the other while ballots are on their way. Each has to be cast all the
// same, and in the end every one is in its box, once, and counted.
func TestKilledWhileCasting(t *testing.T) {
	p := openPoll(t, networktest.Network(t))
	for _, body := range p.network.Bodies() {
		p.kill("peer-" + body.ID)
		p.kill("chaincode-" + body.ID)
	}
	leader := p.leader()
	p.kill("orderer-" + leader)
	p.kill("orderer-" + p.otherThan(leader, p.leader()))
	p.killRelay()
	p.hang("orderer-" + p.leader())
	p.killBody("owners")
	p.killRelay() // while that body comes back
	p.whole()
	p.inBoxes()
	p.counted()
	p.audit()
}

// kill ends a process of the network in a round; its supervisor starts it again.
func (p *poll) kill(process string) {
	p.Helper()
	began := time.Now()
	p.round(func() { p.must(p.network.Kill(process)) })
	cast := time.Since(began)
	p.whole()
	p.Logf("%s killed: %d ballots in %.1f s, all is well after %.1f s", process, rights, cast.Seconds(), time.Since(began).Seconds())
}

// hang stops a process of the network in a round, without ending it: its supervisor finds out that it takes part no more.
func (p *poll) hang(process string) {
	p.Helper()
	began := time.Now()
	p.round(func() { p.must(syscall.Kill(networktest.Process(p, p.network, process).PID, syscall.SIGSTOP)) })
	cast := time.Since(began)
	p.whole()
	p.Logf("%s hangs: %d ballots in %.1f s, all is well after %.1f s", process, rights, cast.Seconds(), time.Since(began).Seconds())
}

// killRelay ends the relay process in a round. Its successor is given every act, also those of long ago.
func (p *poll) killRelay() {
	p.Helper()
	began := time.Now()
	p.round(p.replaceServer)
	p.await(p.cast)
	p.Logf("relay killed: %d ballots, of which %d new, in %.1f s", len(p.cast), rights, time.Since(began).Seconds())
}

// killBody keeps all three processes of a body down for two rounds: casting goes on with three of four.
func (p *poll) killBody(body string) {
	p.Helper()
	began, done := time.Now(), make(chan struct{})
	var killing sync.WaitGroup
	p.round(func() {
		for _, kind := range []string{"peer-", "chaincode-", "orderer-"} {
			p.must(p.network.Kill(kind + body))
			killing.Go(func() { keepDown(p.network.Kill, kind+body, done) })
		}
	})
	p.round(func() {})
	close(done)
	killing.Wait()
	p.Logf("without %s: %d ballots in %.1f s", body, 2*rights, time.Since(began).Seconds())
}

func keepDown(kill func(string) error, process string, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(20 * time.Millisecond):
			kill(process) //nolint:errcheck // most of the time there is nothing to kill
		}
	}
}

func (p *poll) leader() string {
	p.Helper()
	s, err := p.network.Status(p.Context())
	p.must(err)
	if s.Leader == "" {
		p.Fatal("no orderer leads")
	}
	return s.Leader
}

// otherThan is a body that is none of these.
func (p *poll) otherThan(some ...string) string {
	for _, body := range p.network.Bodies() {
		other := true
		for _, id := range some {
			other = other && body.ID != id
		}
		if other {
			return body.ID
		}
	}
	panic("there are four bodies")
}

// inBoxes looks into every box: each ballot is there once, in the transaction that was acknowledged, and nothing else.
func (p *poll) inBoxes() {
	p.Helper()
	kept, err := p.ledger.Kept(p.Context())
	p.must(err)
	found := map[string]int{} // acts in boxes
	for item, err := range p.ledger.Client.List(p.Context(), vote.Boxes, p.election.Village.ID, p.election.ID) {
		p.must(err)
		var box vote.Box
		p.must(json.Unmarshal(item.Value, &box))
		for _, ballot := range box.Ballots {
			found[ballot.Act]++
		}
	}
	for _, signed := range p.cast {
		hash := act.HashOf(signed.Text).String()
		if found[hash] != 1 {
			p.Errorf("ballot %s is in boxes %d times", hash, found[hash])
		}
		if txs, tx := kept[hash], p.acks[hash].Tx; len(txs) != 1 || tx != "" && txs[0] != tx {
			p.Errorf("ballot %s, acknowledged in %q, took effect in %q", hash, tx, txs)
		}
	}
	if len(found) != len(p.cast) || len(p.acks) != len(p.cast) {
		p.Errorf("%d ballots in the boxes, %d acknowledged, %d cast", len(found), len(p.acks), len(p.cast))
	}
}

// counted has the election counted: the last ballot of every right, all others replaced by it.
func (p *poll) counted() {
	p.Helper()
	p.must(p.ledger.CloseAndUnseal(p.Context(), p.election, p.opened.Bodies[1:]))
	result, err := p.ledger.Tally(p.Context(), p.election, func(int, int) {})
	p.must(err)
	if result.Counted != rights || result.Superseded != len(p.cast)-rights || result.AllRejected() != 0 {
		p.Errorf("%d ballots counted, %d replaced, %d rejected of %d", result.Counted, result.Superseded, result.AllRejected(), len(p.cast))
	}
	p.must(p.ledger.Publish(p.Context(), p.election, result))
}
