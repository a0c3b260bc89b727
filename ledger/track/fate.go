// SPDX-License-Identifier: Apache-2.0

// Package track says what became of an act, from the mirror of the ledger.
package track

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// Ledger is what is read: a mirror of the ledger's documents. *index.Index is one.
type Ledger interface {
	Get(ctx context.Context, kind string, attributes ...string) (index.Document, error)
}

// Status is what became of an act.
type Status string

// The statuses. Before the count a ballot is in its box, or replaced by another one there; after it, it is counted, superseded or
// rejected. One that broke a rule when it came is rejected from the beginning. What is no ballot is done once it is on the ledger.
const (
	InBox      Status = "in-box"
	Replaced   Status = "replaced"
	Counted    Status = "counted"
	Superseded Status = "superseded"
	Rejected   Status = "rejected"
	Done       Status = "done"
)

// Fate is what became of an act, and of a rejected ballot, why.
type Fate struct {
	Status Status
	Reason election.Reason
}

// Of says what became of an act on the ledger.
func Of(ctx context.Context, l Ledger, a index.Act) (Fate, error) {
	if !a.IsBallot() {
		return Fate{Status: Done}, nil
	}
	e, err := read[contract.Election](ctx, l, "election", a.Community, a.Election)
	if err != nil {
		return Fate{}, err
	}
	kept, err := read[contract.Kept](ctx, l, "act", a.Community, a.Hash)
	if err != nil {
		return Fate{}, err
	}
	if kept.Rejected != election.Accepted {
		return Fate{Rejected, kept.Rejected}, nil
	}
	if e.Result == "" {
		box, err := read[contract.Box](ctx, l, "box", a.Community, e.ID, e.Shard(a.Right), a.Right)
		return inBox(e, box, a.Hash), err
	}
	lists, err := read[contract.Lists](ctx, l, "tallied", a.Community, e.ID, e.Shard(a.Right))
	if err != nil {
		return Fate{}, err
	}
	return counted(lists, a.Hash), nil
}

func inBox(e contract.Election, box contract.Box, hash string) Fate {
	if standing := Standing(e, box); standing != "" && standing != hash {
		return Fate{Status: Replaced}
	}
	return Fate{Status: InBox}
}

// Standing is the ballot of a box that would count if the election were closed now, by its hash; "" if none would.
func Standing(e contract.Election, box contract.Box) string {
	ballots := make([]election.Ballot, len(box.Ballots))
	for i, b := range box.Ballots {
		ballots[i] = election.Ballot{ID: b.Act, Right: box.Right, By: b.Person, Role: b.Role, Channel: b.Channel}
	}
	if standing := election.Standing(e.Rules, ballots); standing != nil {
		return standing.ID
	}
	return ""
}

func counted(lists contract.Lists, hash string) Fate {
	if i := slices.IndexFunc(lists.Rejected, func(r election.Rejection) bool { return r.ID == hash }); i >= 0 {
		return Fate{Rejected, lists.Rejected[i].Reason}
	}
	if slices.Contains(lists.Superseded, hash) {
		return Fate{Status: Superseded}
	}
	return Fate{Status: Counted}
}

func read[T any](ctx context.Context, l Ledger, kind string, attributes ...string) (T, error) {
	var value T
	d, err := l.Get(ctx, kind, attributes...)
	if err != nil {
		return value, err
	}
	if err := json.Unmarshal(d.Value, &value); err != nil {
		return value, fmt.Errorf("read a %s: %w", kind, err)
	}
	return value, nil
}
