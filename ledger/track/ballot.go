// SPDX-License-Identifier: Apache-2.0

package track

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// Ledger is what is read: a mirror of the ledger's documents. *index.Index is one.
type Ledger interface {
	Get(ctx context.Context, kind string, attributes ...string) (index.Document, error)
	List(ctx context.Context, kind string, attributes ...string) iter.Seq2[index.Document, error]
}

// Status is what became of a ballot.
type Status string

// The statuses. Before the count a ballot is in its box, or replaced by another one there; after it, it is counted, superseded or
// rejected. One that broke a rule when it came is rejected from the beginning.
const (
	InBox      Status = "in-box"
	Replaced   Status = "replaced"
	Counted    Status = "counted"
	Superseded Status = "superseded"
	Rejected   Status = "rejected"
)

// Fate is what became of a ballot, and of a rejected one, why.
type Fate struct {
	Status Status
	Reason election.Reason
}

// Ballot says what became of the ballot with this hash, in the box of a right. index.ErrNotFound: it is not there.
func Ballot(ctx context.Context, l Ledger, community string, e contract.Election, right, hash string) (Fate, error) {
	rejection, err := read[contract.Rejection](ctx, l, "reject", community, e.ID, hash)
	if err == nil {
		return Fate{Rejected, rejection.Reason}, nil
	}
	if !errors.Is(err, index.ErrNotFound) {
		return Fate{}, err
	}
	if e.Result == "" {
		box, err := read[contract.Box](ctx, l, "box", community, e.ID, e.Shard(right), right)
		return inBox(e, box, hash), err
	}
	shard, err := read[contract.Shard](ctx, l, "tally", community, e.ID, e.Shard(right))
	if err != nil {
		return Fate{}, err
	}
	return counted(shard, hash), nil
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

func counted(shard contract.Shard, hash string) Fate {
	if i := slices.IndexFunc(shard.Rejected, func(r election.Rejection) bool { return r.ID == hash }); i >= 0 {
		return Fate{Rejected, shard.Rejected[i].Reason}
	}
	if slices.Contains(shard.Superseded, hash) {
		return Fate{Status: Superseded}
	}
	return Fate{Status: Counted}
}

// Find looks for a ballot by its hash in every election of a community, for who knows nothing else of it. ok is false if the act is
// no ballot; right is "" of one that was turned down when it came.
func Find(ctx context.Context, l Ledger, community, hash string) (e contract.Election, right string, ok bool, err error) {
	for d, err := range l.List(ctx, "election", community) {
		if err != nil {
			return e, "", false, err
		}
		if e, err = decode[contract.Election](d); err != nil {
			return e, "", false, err
		}
		if _, err = l.Get(ctx, "reject", community, e.ID, hash); err == nil {
			return e, "", true, nil
		}
		if !errors.Is(err, index.ErrNotFound) {
			return e, "", false, err
		}
		if right, ok, err = boxWith(ctx, l, community, e.ID, hash); ok || err != nil {
			return e, right, ok, err
		}
	}
	return contract.Election{}, "", false, nil
}

// boxWith is the right in whose box a ballot is.
func boxWith(ctx context.Context, l Ledger, community, id, hash string) (string, bool, error) {
	for d, err := range l.List(ctx, "box", community, id) {
		if err != nil {
			return "", false, err
		}
		box, err := decode[contract.Box](d)
		if err != nil {
			return "", false, err
		}
		if slices.ContainsFunc(box.Ballots, func(b contract.Ballot) bool { return b.Act == hash }) {
			return box.Right, true, nil
		}
	}
	return "", false, nil
}

func read[T any](ctx context.Context, l Ledger, kind string, attributes ...string) (T, error) {
	d, err := l.Get(ctx, kind, attributes...)
	if err != nil {
		var none T
		return none, err
	}
	return decode[T](d)
}

func decode[T any](d index.Document) (T, error) {
	var value T
	if err := json.Unmarshal(d.Value, &value); err != nil {
		return value, fmt.Errorf("read %s %v: %w", d.Kind, d.Attributes, err)
	}
	return value, nil
}
