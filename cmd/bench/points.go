// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// households is how many homes have points.
const households = 4000

// market is a community whose owners have adopted a plan of points.
type market struct {
	*bench
	*village.Village
	units   []community.Unit
	ballots float64 // a second, to compare with
}

// points measures transfers of points beside the ballots of the vote by which the plan was adopted: of households that have nothing in
// common, of all of them by one rule, and of some to one account and for one service, which is the worst that they can do.
func (b *bench) points(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	v, err := b.settle(ctx, "bench-points", households)
	if err != nil {
		return err
	}
	m := market{bench: b, Village: v, units: units(households)}
	if err := m.adopt(ctx); err != nil {
		return err
	}
	earned, err := m.earnings(ctx)
	if err != nil {
		return err
	}
	gifts, err := m.gifts(households/2, func(i int) (from, to int) { return 2 * i, 2*i + 1 })
	if err != nil {
		return err
	}
	crowd, err := m.gifts(crowded, func(i int) (from, to int) { return 1 + 2*i, households - 2 })
	if err != nil {
		return err
	}
	redeemed, err := m.redemptions(ctx)
	if err != nil {
		return err
	}
	for _, all := range []struct {
		thing string
		acts  []act.Signed
	}{
		{"earning by one rule", earned}, {"gift between two household", gifts}, {"gift to one household", crowd},
		{"redemption of one service", redeemed},
	} {
		perSecond, err := m.fullLoad(ctx, all.thing, all.acts)
		if err != nil {
			return err
		}
		line("  ratio to ballots", "%.2f", perSecond/m.ballots)
	}
	return nil
}

// crowded is how many write one document at once.
const crowded = 500

// adopt has the owners vote on a plan, all at once.
func (m *market) adopt(ctx context.Context) error {
	plan := points.Plan{Gifts: true, LifeDays: 365, Rules: []points.Rule{
		{Budget: points.MaxBudget, Points: 60, Rule: "help", Title: "Help", Way: points.Help},
	}}
	asked, err := m.ledger.AskForPlan(ctx, m.Village, plan)
	if err != nil {
		return err
	}
	cast, err := ballots(ctx, asked.Election, asked.On, func(int) election.Selections { return village.ForText() })
	if err != nil {
		return err
	}
	if m.ballots, err = m.fullLoad(ctx, "ballot", cast); err != nil {
		return err
	}
	if err := m.ledger.EndVoteOnText(ctx, asked.Election, asked.On); err != nil {
		return err
	}
	return m.ledger.Do(ctx)(m.Act(points.TypePointsAdopt, asked.Adopt, m.Two()...))
}

// home is the unit and the owner of one of the households.
func (m *market) home(i int) (unit string, owner *village.Signer) {
	of := m.units[i%households]
	return of.ID, m.People[of.Owners[0]]
}

// earnings are the confirmations of as many deeds as there are households, of which each has helped the next one.
func (m *market) earnings(ctx context.Context) ([]act.Signed, error) {
	told, confirmed := make([]act.Signed, households), make([]act.Signed, households)
	for i := range households {
		helper, by := m.home(i)
		helped, confirmer := m.home(i + 1)
		help := points.HelpDone{Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: helped, Helper: helper, Minutes: 60, Rule: "help"}
		var err error
		if told[i], err = m.Act(points.TypeHelpDone, help, by); err != nil {
			return nil, err
		}
		confirmation := points.HelpConfirm{Help: act.HashOf(told[i].Text).String(), Helper: helper, Rule: "help"}
		confirmed[i], err = village.Sign(m.Draft(points.TypeHelpConfirm, 1, confirmer), confirmation, confirmer)
		if err != nil {
			return nil, err
		}
	}
	return confirmed, m.ledger.Must(ctx, told...)
}

// gifts are of a point each.
func (m *market) gifts(count int, between func(i int) (from, to int)) ([]act.Signed, error) {
	acts := make([]act.Signed, count)
	for i := range acts {
		from, to := between(i)
		giver, by := m.home(from)
		receiver, _ := m.home(to)
		var err error
		if acts[i], err = m.Act(points.TypePointsGift, points.PointsGift{Amount: 1, From: giver, To: receiver}, by); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// redemptions are vouchers for one service, of a household each.
func (m *market) redemptions(ctx context.Context) ([]act.Signed, error) {
	now := act.Int(time.Now().Unix())
	err := m.ledger.Do(ctx)(m.Act(points.TypeServiceSet, points.ServiceSet{
		Body: m.Convener().Body, From: now, Hours: []points.Hours{}, Points: 1, Service: "rice", Stock: crowded, Title: "Rice",
		Until: now + 24*3600,
	}, m.Two()...))
	acts := make([]act.Signed, crowded)
	for i := range acts {
		if err != nil {
			return nil, err
		}
		unit, by := m.home(2 * i)
		voucher := fmt.Sprintf("%064x", i) // of a code that nobody knows
		acts[i], err = m.Act(points.TypePointsRedeem, points.PointsRedeem{Count: 1, Service: "rice", Unit: unit, Voucher: voucher}, by)
	}
	return acts, err
}
