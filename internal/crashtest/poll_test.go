// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

const (
	rights = 60                    // ballots of a round
	pace   = 15 * time.Millisecond // between two ballots
	within = 5 * time.Minute       // until every ballot of a round has to be acknowledged
)

// poll is an election that is open, and all that was cast in it.
type poll struct {
	*testing.T
	network  *network.Network
	ledger   *village.Ledger
	election *village.Election
	opened   vote.Election
	server   *server
	rounds   int64
	cast     []act.Signed
	acks     map[string]acknowledgement // by the act's hash: everything that was ever acknowledged
}

func openPoll(t *testing.T, n *network.Network) *poll {
	t.Helper()
	p := &poll{T: t, network: n, acks: map[string]acknowledgement{}}
	var err error
	p.ledger, err = village.Connect(t.Context(), n)
	p.must(err)
	t.Cleanup(p.ledger.Close)
	constitution, err := village.Constitute(n, "Crash", "rehearsal")
	p.must(err)
	v, err := village.New("crash", constitution)
	p.must(err)
	p.must(v.SetRoll(homes()))
	p.must(p.ledger.Found(t.Context(), v))
	p.must(p.ledger.Settle(t.Context(), v))
	p.election, err = v.NewElection("vote")
	p.must(err)
	p.opened, err = p.ledger.Open(t.Context(), p.election, "Roof", vote.DraftRules{
		Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true,
	}, []vote.DraftContest{{
		ID: "roof", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "Roof",
	}})
	p.must(err)
	p.server = startServer(t, n)
	return p
}

func homes() []community.Unit {
	units := make([]community.Unit, rights)
	for i := range units {
		units[i] = community.Unit{
			ID: "unit-" + strconv.Itoa(i), Kind: community.Home, Status: community.Sold, AreaDm2: 9000,
			Owners: []string{"owner-" + strconv.Itoa(i)},
		}
	}
	return units
}

func (p *poll) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// ballots are the next ballot of every right: agreement in even rounds, so that the last round decides.
func (p *poll) ballots() []act.Signed {
	p.Helper()
	p.rounds++
	choice := []election.Choice{{election.Agree}, {"disagree"}}[p.rounds%2]
	acts := make([]act.Signed, len(p.election.Rights))
	var all sync.WaitGroup
	for part := range 2 {
		all.Go(func() {
			for i := part; i < len(acts); i += 2 {
				right := p.election.Rights[i]
				var err error
				acts[i], err = p.election.Cast(p.opened, p.election.Voter(right), right.ID, p.rounds, election.Selections{"roof": choice})
				if err != nil {
					p.Error(err)
				}
			}
		})
	}
	all.Wait()
	return acts
}

// round casts ballots of every right until strike was called while some were acknowledged and others on their way. A machine that
// has much else to do may acknowledge them in one go, and get another chance.
func (p *poll) round(strike func()) {
	p.Helper()
	for range 5 {
		if p.attempt(strike) {
			return
		}
	}
	p.Fatal("no ballot was on its way while others were acknowledged")
}

// attempt casts a ballot of every right, calls strike if some are acknowledged and others on their way, and waits until all are
// acknowledged. It says whether it struck.
func (p *poll) attempt(strike func()) (struck bool) {
	p.Helper()
	acts := p.ballots()
	p.cast = append(p.cast, acts...)
	for i, signed := range acts {
		p.must(p.server.cast(signed))
		time.Sleep(pace)
		if i < len(acts)/4 || struck {
			continue
		}
		if acks, _ := p.server.acknowledged(); p.missing(acks, acts[:i+1]) > 0 && p.missing(acks, acts[:i+1]) <= i {
			strike()
			struck = true
		}
	}
	p.await(acts)
	return struck
}

func (p *poll) missing(acks map[string]acknowledgement, acts []act.Signed) int {
	missing := 0
	for _, signed := range acts {
		if _, ok := acks[act.HashOf(signed.Text).String()]; !ok {
			missing++
		}
	}
	return missing
}

// await waits until the relay process has acknowledged these acts, and keeps what it says.
func (p *poll) await(acts []act.Signed) {
	p.Helper()
	for timeout := time.After(within); ; {
		acks, changed := p.server.acknowledged()
		missing := p.missing(acks, acts)
		if missing == 0 {
			break
		}
		select {
		case <-changed:
		case <-p.server.read:
			p.Fatal("the relay process ended by itself")
		case <-timeout:
			p.Fatalf("%d of %d ballots are not acknowledged after %s", missing, len(acts), within)
		}
	}
	p.keep()
}

// keep notes the acknowledgements: no ballot was refused, and none has two transactions. One that was sent before by a relay that is no
// more has none: where it is, the ledger will say.
func (p *poll) keep() {
	p.Helper()
	acks, _ := p.server.acknowledged()
	for _, hash := range slices.Sorted(maps.Keys(acks)) {
		ack := acks[hash]
		if ack.Refused != "" {
			p.Fatalf("act %s: acknowledged as %+v", hash, ack)
		}
		before, ok := p.acks[hash]
		if ok && ack.Tx != "" && before.Tx != "" && before.Tx != ack.Tx {
			p.Fatalf("act %s was acknowledged in transaction %s, and later in %s", hash, before.Tx, ack.Tx)
		}
		if !ok || ack.Tx != "" {
			p.acks[hash] = ack
		}
	}
}

// replaceServer kills the relay process and has another one cast everything that ever was.
func (p *poll) replaceServer() {
	p.Helper()
	p.server.kill()
	p.keep()
	p.Logf("the relay process is killed with %d of %d ballots acknowledged", len(p.acks), len(p.cast))
	p.server = startServer(p.T, p.network)
	for _, signed := range p.cast {
		p.must(p.server.cast(signed))
	}
}
