// SPDX-License-Identifier: Apache-2.0

package main

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

// vote casts the plan's ballots over every channel, and some that must not count.
func (d *demo) vote(ctx context.Context, l *village.Ledger, e *village.Election, s *story) error {
	p := makePlan(e.Heads())
	online, err := d.online(e, s, p.online, 1)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := l.Must(ctx, online...); err != nil {
		return err
	}
	s.cast = rate{count: len(online), took: time.Since(began)}
	d.step("%d ballots sealed, signed and cast online", len(online))
	if err := d.otherChannels(ctx, l, e, s, p); err != nil {
		return err
	}
	d.step("%d cast again, %d on paper by two officers, %d by proxy", len(p.revotes), len(p.paper), len(p.proxy))
	if err := d.wrong(ctx, l, e, s, p); err != nil {
		return err
	}
	d.step("wrong ballots: each refused or rejected with its reason")
	return nil
}

// online makes each right's own ballot with the given number.
func (d *demo) online(e *village.Election, s *story, votes []ballot, seq int64) ([]act.Signed, error) {
	acts := make([]act.Signed, len(votes))
	for i, v := range votes {
		var err error
		if acts[i], err = e.Cast(s.election, e.Voter(v.right), v.right.ID, seq, v.selections); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// otherChannels casts what does not come in as a first online ballot.
func (d *demo) otherChannels(ctx context.Context, l *village.Ledger, e *village.Election, s *story, p plan) error {
	acts, err := d.online(e, s, p.revotes, 2)
	if err != nil {
		return err
	}
	for _, v := range p.paper {
		scan := sha256.Sum256([]byte("scan of " + v.right.ID))
		signed, err := e.Paper(s.election, e.Voter(v.right).Person, v.right.ID, 1, scan, v.selections)
		if err != nil {
			return err
		}
		acts = append(acts, signed)
	}
	for i, v := range p.proxy {
		holder := e.Voter(p.online[i/3].right) // three grants each, the profile's cap
		if err := l.Do(ctx)(e.Grant(v.right.ID, holder.Person, e.Voter(v.right))); err != nil {
			return err
		}
		signed, err := e.Cast(s.election, holder, v.right.ID, 1, v.selections)
		if err != nil {
			return err
		}
		acts = append(acts, signed)
	}
	return l.Must(ctx, acts...)
}

// wrong sends what must not count.
func (d *demo) wrong(ctx context.Context, l *village.Ledger, e *village.Election, s *story, p plan) error {
	a, b := p.online[0], p.online[1]
	own, other := e.Voter(a.right), e.Voter(b.right)
	agree := a.selections
	expect := func(code act.Code) func(act.Signed, error) error { return d.expect(ctx, l, s, code) }
	stranger, err := e.Stranger()
	if err != nil {
		return err
	}
	good, err := e.Cast(s.election, own, a.right.ID, 3, agree)
	if err != nil {
		return err
	}
	altered := good
	altered.Text = strings.Replace(good.Text, a.right.ID, b.right.ID, 1)
	scan := sha256.Sum256([]byte("second sheet"))
	paper := p.paper[0]
	for _, err := range []error{
		expect("NOT_ENTITLED")(e.Cast(s.election, other, a.right.ID, 1, agree)),
		expect("NO_SUCH_RIGHT")(e.Cast(s.election, own, strings.Repeat("0", 32), 1, agree)),
		expect("ALREADY_VOTED")(e.Paper(s.election, e.Voter(paper.right).Person, paper.right.ID, 2, scan, paper.selections)),
		expect(contract.NotEnrolled)(e.Cast(s.election, stranger, a.right.ID, 1, agree)),
		expect(act.WrongChallenge)(altered, nil),
		expect(contract.Replayed)(e.Cast(s.election, own, a.right.ID, 1, agree)),
		expect(vote.ProxyRefused)(e.Grant(a.right.ID, e.Voter(p.online[0].right).Person, own)),
		// These two are found only when they are opened; each replaces a good ballot of its right, which then stands.
		l.Do(ctx)(e.Cast(s.election, own, a.right.ID, next(p, a), election.Selections{ordinary: {"perhaps"}})),
		l.Do(ctx)(e.CastMisSealed(s.election, other, b.right.ID, next(p, b), len(s.election.Bodies)-1, agree)),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// next is the number of a right's next online ballot.
func next(p plan, v ballot) int64 {
	if slices.ContainsFunc(p.revotes, func(r ballot) bool { return r.right.ID == v.right.ID }) {
		return 3
	}
	return 2
}

// expect relays an act that has to be refused with this code.
func (d *demo) expect(ctx context.Context, l *village.Ledger, s *story, code act.Code) func(act.Signed, error) error {
	return func(signed act.Signed, err error) error {
		if err != nil {
			return err
		}
		receipt, err := l.Cast(ctx, signed)
		if act.CodeOf(err) != code {
			return fmt.Errorf("a wrong act should have been refused with %s: %w", code, err)
		}
		if receipt.TxID == "" { // else it is among the rejected ballots of the result
			s.refused[code]++
		}
		return nil
	}
}

func (d *demo) tooEarly(ctx context.Context, l *village.Ledger, e *village.Election, s *story) error {
	return d.expect(ctx, l, s, "NOT_OPEN")(e.Cast(s.election, e.Voter(e.Heads()[0]), e.Heads()[0].ID, 1, election.Selections{}))
}

func (d *demo) tooLate(ctx context.Context, l *village.Ledger, e *village.Election, s *story) error {
	idle := e.Heads()[abstainer]
	return d.expect(ctx, l, s, "CLOSED")(e.Cast(s.election, e.Voter(idle), idle.ID, 1, election.Selections{}))
}
