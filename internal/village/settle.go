// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/network"
)

// Found has every body found the community; those of other machines than the ledger's do so on theirs.
func (l *Ledger) Found(ctx context.Context, v *Village, elsewhere ...*network.Network) (err error) {
	officers := map[string][]people.OfficerKey{}
	for body, officer := range v.Officers {
		officers[body] = []people.OfficerKey{officer.OfficerKey()}
	}
	var block uint64
	for _, n := range append([]*network.Network{l.Network}, elsewhere...) {
		if _, block, err = n.Found(ctx, v.ID, v.Constitution, officers); err != nil {
			return err
		}
	}
	return l.CatchUp(ctx, block)
}

// LoadRoll has the roll approved as version and loads it; progress is told after each chunk.
func (l *Ledger) LoadRoll(ctx context.Context, v *Village, version int64, progress func(done, all int)) error {
	if err := l.Do(ctx)(v.ApproveRoll(version)); err != nil {
		return err
	}
	return l.loadChunks(ctx, v, version, progress)
}

func (l *Ledger) loadChunks(ctx context.Context, v *Village, version int64, progress func(done, all int)) error {
	for i := range v.Roll.Chunks {
		args, err := chunk(v.ID, v.Roll, version, i)
		if err == nil {
			_, _, err = l.Client.Submit(ctx, "LoadRoll", args...)
		}
		if err != nil {
			return fmt.Errorf("load chunk %d of the roll: %w", i, err)
		}
		progress(i+1, len(v.Roll.Chunks))
	}
	return nil
}

// EnrolAll invites every owner, enrols a passkey for each, has two bodies confirm them, and lets co-owners designate their
// voters.
func (l *Ledger) EnrolAll(ctx context.Context, v *Village) error {
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm, v.Designate} {
		acts, err := step()
		if err != nil {
			return err
		}
		if err := l.Must(ctx, acts...); err != nil {
			return err
		}
	}
	return nil
}

// Settle is LoadRoll, of the first version, and EnrolAll in as few blocks as can be: passkeys wait to be confirmed as long as the roll is
// loaded, since who owns what need not be known before people enrol.
func (l *Ledger) Settle(ctx context.Context, v *Village) error {
	if err := l.inhabit(ctx, v); err != nil {
		return err
	}
	return l.all(ctx, v.Confirm, v.Designate)
}

// Inhabit is Settle without voters for co-owned rights.
func (l *Ledger) Inhabit(ctx context.Context, v *Village) error {
	if err := l.inhabit(ctx, v); err != nil {
		return err
	}
	return l.all(ctx, v.Confirm)
}

// inhabit is Settle without what needs the roll, or an enrolment that everybody has seen.
func (l *Ledger) inhabit(ctx context.Context, v *Village) error {
	approve := func() ([]act.Signed, error) {
		approval, err := v.ApproveRoll(1)
		return []act.Signed{approval}, err
	}
	if err := l.all(ctx, approve, v.IssueCodes, v.Enrol); err != nil {
		return err
	}
	return l.loadChunks(ctx, v, 1, func(int, int) {})
}

// all batches the acts of steps that follow one another.
func (l *Ledger) all(ctx context.Context, steps ...func() ([]act.Signed, error)) error {
	var acts []act.Signed
	for _, step := range steps {
		some, err := step()
		if err != nil {
			return err
		}
		acts = append(acts, some...)
	}
	_, err := l.Batch(ctx, acts...)
	return err
}
