// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"runtime"
	"sync"

	"github.com/linli-project/linli/verify/fabric"
)

// recounted is a ledger as far as it has been executed again. The report has what was found; here is what is counted on the way.
type recounted struct {
	replayers  map[string]Replayer
	report     *Report
	queries    int
	rereads    int
	unreplayed map[string]int // transactions by chaincode, or its version, that nothing here executes
	heads      heads
	notes      map[string]*notes // by chaincode
}

// replay executes what took effect again, in parallel: none of a row's transactions read what another one of the block wrote.
// That of the bodies' lifecycle, which defines the chaincodes, is not ours to execute.
func (c *recounted) replay(row fabric.Row) {
	outcomes := make([]replayed, len(row.Transactions))
	var running sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range row.Transactions {
		t := &row.Transactions[i]
		if t.Chaincode == fabric.Lifecycle {
			continue
		}
		slots <- struct{}{}
		running.Go(func() {
			outcomes[i] = replay(c.replayers[t.Chaincode], t, row.State, row.Genesis)
			<-slots
		})
	}
	running.Wait()
	for i := range row.Transactions {
		if t := &row.Transactions[i]; t.Chaincode != fabric.Lifecycle {
			c.tell(row.Block, t, outcomes[i])
		}
	}
}

// tell adds one outcome. A chaincode, or a version of it, that nobody here can execute makes the whole replay NOT PROVEN: its writes may
// be anything that its endorsers agreed on.
func (c *recounted) tell(block uint64, t *fabric.Transaction, o replayed) {
	switch {
	case o.absent != "":
		c.unreplayed[o.absent]++
		return
	case o.err != nil:
		c.report.fail(checkReplay, block, t.ID, o.err)
	}
	if c.notes[t.Chaincode] == nil {
		c.notes[t.Chaincode] = &notes{}
	}
	c.notes[t.Chaincode].add(o.notes)
	if o.query {
		c.queries++
	}
	if o.reads {
		c.rereads++
	}
	c.report.Replayed++
	c.report.Acts += o.acts
}

// recount counts what was decided again, on the state at the end of the ledger. That state is derived from the blocks; what it
// says was decided is compared with what its own ballots give.
func (c *recounted) recount(state fabric.State) {
	counted := 0
	for name, replayer := range c.replayers {
		recounter, ok := replayer.(Recounter)
		if !ok {
			continue
		}
		counted += recounter.Recount(c.atEnd(state, name), c.report.Genesis, func(key string, err error) {
			c.report.fail(checkRecount, state.Written(name, key), "", err)
		})
	}
	c.report.conclude(checkRecount, Pass, "%d results", counted)
}

// atEnd is the state of a chaincode at the end of the ledger, with what was noted on the way.
func (c *recounted) atEnd(state fabric.State, chaincode string) *Simulation {
	s := newSimulation(state, chaincode)
	if noted := c.notes[chaincode]; noted != nil {
		s.notes = *noted
	}
	return s
}
