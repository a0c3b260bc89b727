// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Opener opens ballots of one election with the keys that the bodies have published. It may be used by several goroutines at a time.
type Opener struct {
	seal     seal.Opener
	election string
	contests []election.Contest
}

// Opened is what a ballot comes to: selections, or why they cannot be used.
type Opened struct {
	Selections election.Selections
	Reason     election.Reason
}

// Opener is to open the election's ballots.
func (e Election) Opener(private []seal.PrivateKey) Opener {
	return Opener{seal: e.Seal().With(private), election: e.ID, contests: e.RuleContests()}
}

// Open opens the selections of the act that casts a ballot. The error is about the ledger, not about the ballot.
func (o Opener) Open(text string) (Opened, error) {
	a, err := act.Parse(text, contract.MaxSize)
	if err != nil {
		return Opened{}, err
	}
	var body struct {
		Right  string      `json:"right"`
		Sealed seal.Sealed `json:"sealed"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return Opened{}, err
	}
	raw, err := o.seal.Open(BallotContext(a, o.election, body.Right), body.Sealed)
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

// Boxes opens all ballots of each box, which are given by their hashes, on as many cores as there are: nothing else of a count takes
// time. What it gives does not depend on which is opened first.
func (o Opener) Boxes(boxes []Box, ballots map[string]string) ([][]Opened, error) {
	opened, faults := make([][]Opened, len(boxes)), make([]error, len(boxes))
	var running sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, box := range boxes {
		slots <- struct{}{}
		running.Go(func() {
			opened[i], faults[i] = o.box(box, ballots)
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

func (o Opener) box(box Box, ballots map[string]string) ([]Opened, error) {
	opened := make([]Opened, len(box.Ballots))
	for i, ballot := range box.Ballots {
		text, ok := ballots[ballot.Act]
		if !ok {
			return nil, fmt.Errorf("right %s: its ballot %s is not given", box.Right, ballot.Act)
		}
		var err error
		if opened[i], err = o.Open(text); err != nil {
			return nil, fmt.Errorf("right %s: %w", box.Right, err)
		}
	}
	return opened, nil
}
