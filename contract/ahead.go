// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/linli-project/linli/act"
)

// Most of what an act takes is its signatures, and whether they are good depends on few documents, which seldom change within a batch.
// So those of all acts are verified at once, on as many cores as there are, on what has been read for the batch. What was found out is
// the act's own when its turn comes, unless an act before it has written one of those documents: then it is verified anew. So the
// outcomes are those of one act after the other, on every machine.

// verified is what became of an act's verification ahead of its turn.
type verified struct {
	read      []string // documents that it depends on
	err       error    // nil, or a refusal
	community Community
	signers   []Credential
}

// errNotRead says that something is needed that the batch has not read: then nothing is found out ahead.
var errNotRead = errors.New("not read for the batch")

// verifyAhead verifies the acts of a batch. Calls that are nil could not be read.
func verifyAhead(calls []*Context) {
	if len(calls) > 1 {
		side(len(calls), func(i int) {
			if calls[i] != nil {
				calls[i].ahead = calls[i].verifyAhead()
			}
		})
	}
}

func (c *Context) verifyAhead() *verified {
	trial := *c
	trial.View = c.View.trial()
	err := trial.verify()
	if _, refused := errors.AsType[*act.Error](err); err != nil && !refused {
		return nil
	}
	return &verified{trial.View.read, err, trial.Community, trial.Signers}
}

// verifyOnce is verify, unless its answer is there and still holds.
func (c *Context) verifyOnce() error {
	if c.ahead == nil || c.changed(c.ahead.read) {
		return c.verify()
	}
	c.Community, c.Signers = c.ahead.community, c.ahead.signers
	return c.ahead.err
}

// side runs n pieces of work side by side, on as many goroutines as there are cores: a new one for each would have to grow its
// stack each time.
func side(n int, work func(i int)) {
	var running sync.WaitGroup
	var taken atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		running.Go(func() {
			for i := taken.Add(1); i <= int64(n); i = taken.Add(1) {
				work(int(i) - 1)
			}
		})
	}
	running.Wait()
}
