// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
	ID string // SHA-256 (hex) of all that an opening depends on, but for the act's text

	seal     seal.Opener
	election string
	contests []election.Contest
	known    map[string]Opened // by the act's hash
}

// Openings are what an opener has made of ballots. A transaction that counts tells them (contract.Tx).
type Openings struct {
	Opener  string            // its ID
	Ballots map[string]Opened // by the act's hash
}

// Opened is what a ballot comes to: selections, or why they cannot be used.
type Opened struct {
	Selections election.Selections
	Reason     election.Reason
}

// Opener is to open the election's ballots.
func (e Election) Opener(private []seal.PrivateKey) Opener {
	keys := make([][]byte, len(private))
	for i, key := range private {
		if key != nil {
			keys[i], _ = key.MarshalBinary() // 32 bytes, always
		}
	}
	raw, err := json.Marshal([]any{e.ID, e.RuleContests(), e.Seal(), keys})
	if err != nil {
		panic(err) // names, numbers and bytes always encode
	}
	sum := sha256.Sum256(raw)
	return Opener{ID: hex.EncodeToString(sum[:]), seal: e.Seal().With(private), election: e.ID, contests: e.RuleContests()}
}

// Knowing is the opener, which does not open again what one with its ID has made of ballots.
func (o Opener) Knowing(known map[string]Opened) Opener {
	o.known = known
	return o
}

// Open opens the selections of the act that casts a ballot, which the ledger has taken: so its form is right. The error is about the
// ledger, not about the ballot.
func (o Opener) Open(text string) (Opened, error) {
	var cast struct {
		act.Act

		Body struct {
			Right  string      `json:"right"`
			Sealed seal.Sealed `json:"sealed"`
		} `json:"body"`
	}
	if err := json.Unmarshal([]byte(text), &cast); err != nil {
		return Opened{}, err
	}
	raw, err := o.seal.Open(BallotContext(cast.Act, o.election, cast.Body.Right), cast.Body.Sealed)
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
		var known bool
		if opened[i], known = o.known[ballot.Act]; known {
			continue
		}
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

// openings are what has been made of the ballots of boxes.
func (o Opener) openings(boxes []Box, opened [][]Opened) Openings {
	all := Openings{o.ID, map[string]Opened{}}
	for i, box := range boxes {
		for k, ballot := range box.Ballots {
			all.Ballots[ballot.Act] = opened[i][k]
		}
	}
	return all
}
