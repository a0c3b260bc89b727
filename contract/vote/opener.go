// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Opener opens ballots of one election with the keys that the bodies have published. It may be used by several goroutines at a time.
type Opener struct {
	seal     seal.Opener
	context  seal.Context // of the election; right and number are each ballot's
	contests []election.Contest
}

// Opened is what a ballot comes to: selections, or why they cannot be used.
type Opened struct {
	Selections election.Selections
	Reason     election.Reason
}

// Opener is to open the election's ballots.
func (e Election) Opener(private []seal.PrivateKey, net, community string) Opener {
	return Opener{
		seal:     e.Seal().With(private),
		context:  seal.Context{Net: net, Community: community, Election: e.ID},
		contests: e.RuleContests(),
	}
}

// Open opens a ballot's selections. The error is about the ledger, not about the ballot.
func (o Opener) Open(right string, b Ballot) (Opened, error) {
	context := o.context
	context.Right, context.Seq = right, act.Int(b.Seq)
	raw, err := o.seal.Open(context, b.Sealed)
	if err != nil {
		for _, reason := range []error{seal.ErrShape, seal.ErrShare, seal.ErrCommitment, seal.ErrContent, seal.ErrReseal} {
			if errors.Is(err, reason) {
				return Opened{Reason: election.Reason(reason.Error())}, nil
			}
		}
		return Opened{}, err
	}
	var selections election.Selections
	if err := act.Strict(raw, &selections); err != nil {
		return Opened{Reason: election.BadSelection}, nil //nolint:nilerr // the reason says it
	}
	return Opened{selections, selections.Check(o.contests)}, nil
}

// Boxes opens all ballots of each box, on as many cores as there are: nothing else of a count takes time. What it gives does not
// depend on which is opened first.
func (o Opener) Boxes(boxes []Box) ([][]Opened, error) {
	opened, faults := make([][]Opened, len(boxes)), make([]error, len(boxes))
	var running sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, box := range boxes {
		slots <- struct{}{}
		running.Go(func() {
			opened[i], faults[i] = o.box(box)
			<-slots
		})
	}
	running.Wait()
	for _, err := range faults { // the first in order, as if they had been opened one after the other
		if err != nil {
			return nil, err
		}
	}
	return opened, nil
}

func (o Opener) box(box Box) ([]Opened, error) {
	opened := make([]Opened, len(box.Ballots))
	for i, ballot := range box.Ballots {
		var err error
		if opened[i], err = o.Open(box.Right, ballot); err != nil {
			return nil, fmt.Errorf("right %s: %w", box.Right, err)
		}
	}
	return opened, nil
}
