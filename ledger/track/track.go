// SPDX-License-Identifier: Apache-2.0

// Package track says what became of an act, from the mirror of the ledger.
package track

import (
	"context"
	"errors"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// Ledger is what is read: a mirror of the ledger's documents. *index.Index is one.
type Ledger interface {
	Get(ctx context.Context, documents contract.Documents, attributes ...string) (index.Document, error)
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

// Progress is what became of an act, and of a rejected ballot, why.
type Progress struct {
	Status Status
	Reason election.Reason
}

// Of says what became of an act on the ledger.
func Of(ctx context.Context, l Ledger, a index.Act) (Progress, error) {
	if !vote.IsBallot(a.Type) {
		return Progress{Status: Done}, nil
	}
	id, right := vote.Of(a.Subject)
	e, err := read(ctx, l, vote.Elections, a.Community, id)
	if err != nil {
		return Progress{}, err
	}
	kept, err := read(ctx, l, contract.Acts, a.Community, a.Hash)
	if err != nil && !errors.Is(err, index.ErrNotFound) { // only what was turned down has a document
		return Progress{}, err
	}
	if kept.Rejected != "" {
		return Progress{Rejected, vote.ReasonOf(kept.Rejected)}, nil
	}
	if e.Result == "" {
		box, err := read(ctx, l, vote.Boxes, e.BoxOf(a.Community, right)...)
		return inBox(e, box, a.Hash), err
	}
	lists, err := read(ctx, l, vote.Tallied, a.Community, e.ID, e.Shard(right))
	if err != nil {
		return Progress{}, err
	}
	return counted(lists, a.Hash), nil
}

func inBox(e vote.Election, box vote.Box, hash string) Progress {
	if standing := Standing(e, box); standing != "" && standing != hash {
		return Progress{Status: Replaced}
	}
	return Progress{Status: InBox}
}

// Standing is the ballot of a box that would count if the election were closed now, by its hash; "" if none would.
func Standing(e vote.Election, box vote.Box) string {
	if standing := election.Standing(e.Rules, box.ForRules()); standing != nil {
		return standing.ID
	}
	return ""
}

func counted(lists vote.Lists, hash string) Progress {
	if i := slices.IndexFunc(lists.Rejected, func(r election.Rejection) bool { return r.ID == hash }); i >= 0 {
		return Progress{Rejected, lists.Rejected[i].Reason}
	}
	if slices.Contains(lists.Superseded, hash) {
		return Progress{Status: Superseded}
	}
	return Progress{Status: Counted}
}

func read[D any](ctx context.Context, l Ledger, ref contract.Ref[D], attributes ...string) (D, error) {
	d, err := l.Get(ctx, ref, attributes...)
	if err != nil {
		var none D
		return none, err
	}
	return ref.Decode(d.Value)
}
