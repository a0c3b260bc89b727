// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/count"
)

// Open takes an election from its draft to its opening, drill included, and returns it as the ledger has it.
func (l *Ledger) Open(ctx context.Context, e *Election, title string, rules vote.DraftRules,
	contests []vote.DraftContest) (vote.Election, error) {
	acts, err := l.steps(ctx, e, title, rules, contests)
	if err != nil {
		return vote.Election{}, err
	}
	open, err := e.Step(vote.TypeElectionOpen)
	if err != nil {
		return vote.Election{}, err
	}
	if e.since, err = l.Batch(ctx, append(acts, open)...); err != nil {
		return vote.Election{}, err
	}
	return l.Election(ctx, e)
}

// Prepare takes an election from its draft to its notice.
func (l *Ledger) Prepare(ctx context.Context, e *Election, title string, rules vote.DraftRules, contests []vote.DraftContest) error {
	acts, err := l.steps(ctx, e, title, rules, contests)
	if err == nil {
		e.since, err = l.Batch(ctx, acts...)
	}
	return err
}

// steps are the acts from an election's draft to its notice.
func (l *Ledger) steps(ctx context.Context, e *Election, title string, rules vote.DraftRules,
	contests []vote.DraftContest) ([]act.Signed, error) {
	c, err := ledger.Read(ctx, l.Client, contract.Communities, e.Village.ID)
	if err != nil {
		return nil, err
	}
	draft, err := e.Create(title, c.Roll, rules, contests)
	if err != nil {
		return nil, err
	}
	keys, err := e.Keys()
	if err != nil {
		return nil, err
	}
	tests, answers, err := e.Drill()
	if err != nil {
		return nil, err
	}
	notice, err := e.Notice()
	return slices.Concat([]act.Signed{draft}, keys, tests, answers, []act.Signed{notice}), err
}

// Election reads an election.
func (l *Ledger) Election(ctx context.Context, e *Election) (vote.Election, error) {
	return ledger.Read(ctx, l.Client, vote.Elections, e.Village.ID, e.ID)
}

// CloseAndUnseal ends the casting, and the given bodies publish their keys.
func (l *Ledger) CloseAndUnseal(ctx context.Context, e *Election, bodies []string) error {
	if err := l.Do(ctx)(e.Step(vote.TypeElectionClose)); err != nil { // in a block of its own, of which people are told
		return err
	}
	var acts []act.Signed
	for _, body := range bodies {
		unsealed, err := e.Unseal(body)
		if err != nil {
			return err
		}
		acts = append(acts, unsealed)
	}
	_, err := l.Batch(ctx, acts...)
	return err
}

// Tally counts an election and returns its result.
func (l *Ledger) Tally(ctx context.Context, e *Election, progress func(done, all int)) (vote.Result, error) {
	if _, err := count.Election(ctx, l.Client, e.Village.ID, e.ID, e.since, progress); err != nil {
		return vote.Result{}, err
	}
	return ledger.Read(ctx, l.Client, vote.Results, e.Village.ID, e.ID)
}

// Publish has two bodies sign the result, and starts the days for objections.
func (l *Ledger) Publish(ctx context.Context, e *Election, result vote.Result) error {
	hash, err := result.Hash()
	if err != nil {
		return err
	}
	if err := l.Do(ctx)(e.Publish(hash)); err != nil { // in a block of its own, of which people are told
		return err
	}
	return l.Do(ctx)(e.Hear())
}
