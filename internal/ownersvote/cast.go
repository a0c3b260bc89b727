// SPDX-License-Identifier: Apache-2.0

package ownersvote

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// Cast casts the plan's ballots over every channel, and some that must not count.
func (v *Vote) Cast(ctx context.Context) error {
	online, err := Online(v.Election, v.On, v.Plan.Online, 1)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := v.Carry(ctx, online); err != nil {
		return err
	}
	v.Took = time.Since(began)
	v.Tell("%d ballots sealed, signed and cast online", len(online))
	if err := v.otherChannels(ctx); err != nil {
		return err
	}
	v.Tell("%d cast again, %d on paper by two officers, %d by proxy", len(v.Plan.Revotes), len(v.Plan.Paper), len(v.Plan.Proxy))
	if err := v.wrong(ctx); err != nil {
		return err
	}
	v.Tell("wrong ballots: each refused or rejected with its reason")
	return nil
}

// Online makes each right's own ballot with the given number, in an election as the ledger has it.
func Online(e *village.Election, on vote.Election, ballots []Ballot, seq int64) ([]act.Signed, error) {
	acts := make([]act.Signed, len(ballots))
	for i, b := range ballots {
		var err error
		if acts[i], err = e.Cast(on, e.Voter(b.Right), b.Right.ID, seq, b.Selections); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// otherChannels casts what does not come in as a first online ballot.
func (v *Vote) otherChannels(ctx context.Context) error {
	acts, err := Online(v.Election, v.On, v.Plan.Revotes, 2)
	if err != nil {
		return err
	}
	for _, b := range v.Plan.Paper {
		scan := sha256.Sum256([]byte("scan of " + b.Right.ID))
		signed, err := v.Election.Paper(v.On, v.Voter(b.Right).Person, b.Right.ID, 1, scan, b.Selections)
		if err != nil {
			return err
		}
		acts = append(acts, signed)
	}
	for i, b := range v.Plan.Proxy {
		holder := v.Voter(v.Plan.Online[i/3].Right) // three grants each, the profile's cap
		if err := v.ledger.Do(ctx)(v.Grant(b.Right.ID, holder.Person, v.Voter(b.Right))); err != nil {
			return err
		}
		signed, err := v.Election.Cast(v.On, holder, b.Right.ID, 1, b.Selections)
		if err != nil {
			return err
		}
		acts = append(acts, signed)
	}
	return v.Carry(ctx, acts)
}

// wrong sends what must not count.
func (v *Vote) wrong(ctx context.Context) error {
	a, b := v.Plan.Online[0], v.Plan.Online[1]
	own, other := v.Voter(a.Right), v.Voter(b.Right)
	agree := a.Selections
	expect := func(code act.Code) func(act.Signed, error) error { return v.expect(ctx, code) }
	stranger, err := v.Stranger()
	if err != nil {
		return err
	}
	good, err := v.Election.Cast(v.On, own, a.Right.ID, 3, agree)
	if err != nil {
		return err
	}
	altered := good
	altered.Text = strings.Replace(good.Text, a.Right.ID, b.Right.ID, 1)
	scan := sha256.Sum256([]byte("second sheet"))
	paper := v.Plan.Paper[0]
	for _, err := range []error{
		expect("NOT_ENTITLED")(v.Election.Cast(v.On, other, a.Right.ID, 1, agree)),
		expect("NO_SUCH_RIGHT")(v.Election.Cast(v.On, own, strings.Repeat("0", 32), 1, agree)),
		expect("ALREADY_VOTED")(v.Election.Paper(v.On, v.Voter(paper.Right).Person, paper.Right.ID, 2, scan, paper.Selections)),
		expect(contract.NotEnrolled)(v.Election.Cast(v.On, stranger, a.Right.ID, 1, agree)),
		expect(act.WrongChallenge)(altered, nil),
		expect(contract.Replayed)(v.Election.Cast(v.On, own, a.Right.ID, 1, agree)),
		expect(vote.ProxyRefused)(v.Grant(a.Right.ID, own.Person, own)),
		// These two are found only when they are opened; each replaces a good ballot of its right, which then stands.
		v.ledger.Do(ctx)(v.Election.Cast(v.On, own, a.Right.ID, v.next(a), election.Selections{Contract: {"perhaps"}})),
		v.ledger.Do(ctx)(v.CastMisSealed(v.On, other, b.Right.ID, v.next(b), len(v.On.Bodies)-1, agree)),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// next is the number of a right's next online ballot.
func (v *Vote) next(b Ballot) int64 {
	if slices.ContainsFunc(v.Plan.Revotes, func(r Ballot) bool { return r.Right.ID == b.Right.ID }) {
		return 3
	}
	return 2
}

// expect relays an act that has to be refused with this code.
func (v *Vote) expect(ctx context.Context, code act.Code) func(act.Signed, error) error {
	return func(signed act.Signed, err error) error {
		if err != nil {
			return err
		}
		receipt, err := v.ledger.Cast(ctx, signed)
		if act.CodeOf(err) != code {
			return fmt.Errorf("a wrong act should have been refused with %s: %w", code, err)
		}
		if receipt.TxID == "" { // else it is among the rejected ballots of the result
			v.Refused[code]++
		}
		return nil
	}
}

func (v *Vote) tooEarly(ctx context.Context) error {
	first := v.Heads()[0]
	return v.expect(ctx, "NOT_OPEN")(v.Election.Cast(v.On, v.Voter(first), first.ID, 1, election.Selections{}))
}

func (v *Vote) tooLate(ctx context.Context) error {
	idle := v.Heads()[abstainer]
	return v.expect(ctx, "CLOSED")(v.Election.Cast(v.On, v.Voter(idle), idle.ID, 1, election.Selections{}))
}
