// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/points"
)

// pointsPlan is what the owners vote on.
var pointsPlan = points.Plan{Gifts: true, Least: 10, LifeDays: 365, MaxBalance: 1500, Rules: []points.Rule{
	{Budget: 50_000, DayCap: 8, Points: 1, Rule: "bin", Title: "垃圾分类 Sorting waste", Way: points.Bin},
	{Budget: 100_000, DayCap: 480, Points: 60, Rule: "green", Title: "社区志愿服务 Work for the community", Way: points.Volunteer},
	{Budget: 100_000, DayCap: 240, Points: 60, Rule: "help", Title: "邻里互助 Help to neighbours", Way: points.Help},
}}

// What the demo's points are for.
const (
	haircut = "haircut"
	price   = 50 // points
)

// household is a home of the demo's and an owner of it.
type household struct {
	unit string
	by   *village.Signer
}

// points puts in force what was voted for; a household earns points in three ways, and spends some.
func (d *demo) points(ctx context.Context, l *village.Ledger, v *village.Village, e *estate) error {
	if err := l.Do(ctx)(v.Act(points.TypePointsAdopt, points.PointsAdopt{
		Contest: ownersvote.Points, Election: ownersvote.ID, Plan: pointsPlan,
	}, v.Two()...)); err != nil {
		return err
	}
	d.step("two bodies put the plan of points in force that the owners voted for")
	p := pointsStory{demo: d, ledger: l, village: v, helps: ownerOf(v, 0), helped: ownerOf(v, 1)}
	for _, step := range []func(context.Context) error{
		p.help, p.work, func(ctx context.Context) error { return p.sort(ctx, e) }, p.offer, p.redeem, p.yearOn,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// ownerOf is an owner of one home alone; there are many of them.
func ownerOf(v *village.Village, nth int) household {
	for _, right := range v.Heads() {
		if len(right.Owners) > 1 || right.Units[0].Kind != community.Home {
			continue
		}
		if nth--; nth < 0 {
			return household{unit: right.Units[0].ID, by: v.Voter(right)}
		}
	}
	panic("the roll has no two homes of one owner each")
}

// pointsStory is who does what in it.
type pointsStory struct {
	*demo
	ledger        *village.Ledger
	village       *village.Village
	helps, helped household
}

// help is what a neighbour did, and the other one says that it is so.
func (p pointsStory) help(ctx context.Context) error {
	if err := p.deed(ctx, "help", p.helped.unit, 90, p.helped.by); err != nil {
		return err
	}
	p.step("a neighbour helps for 90 minutes, the other one confirms it: 90 points")
	return nil
}

// work is for the community, and an officer says that it is so.
func (p pointsStory) work(ctx context.Context) error {
	if err := p.deed(ctx, "green", "", 60, p.village.Convener()); err != nil {
		return err
	}
	p.step("an hour in the community's garden, confirmed by an officer: 60 points")
	return nil
}

// deed is told by who helps, and confirmed by somebody else. A confirmation has a number of its own: what it confirms is paid once.
func (p pointsStory) deed(ctx context.Context, rule, helped string, minutes act.Int, by *village.Signer) error {
	told, err := numberedAct(ctx, p.ledger, p.village, points.TypeHelpDone, points.HelpDone{
		Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: helped, Helper: p.helps.unit, Minutes: minutes, Rule: rule,
	}, p.helps.by)
	if err := p.ledger.Do(ctx)(told, err); err != nil {
		return err
	}
	return p.once(ctx, points.TypeHelpConfirm, points.HelpConfirm{
		Help: act.HashOf(told.Text).String(), Helper: p.helps.unit, Rule: rule,
	}, by)
}

func (p pointsStory) once(ctx context.Context, kind string, body any, by *village.Signer) error {
	return p.ledger.Do(ctx)(village.Sign(p.village.Draft(kind, 1, by), body, by))
}

// sort is a bin that was opened with the household's card.
func (p pointsStory) sort(ctx context.Context, e *estate) error {
	drop, card, err := p.dropped(ctx, p.village.ID, e.oracle)
	if err != nil {
		return err
	}
	if err := p.ledger.Do(ctx)(p.village.Act(points.TypeBinCard, points.BinCard{Card: card, Unit: p.helps.unit},
		p.village.Two()...)); err != nil {
		return err
	}
	if err := p.once(ctx, points.TypePointsBin, points.PointsBin{
		Event: drop.Event, Index: drop.Index, Oracle: drop.Oracle, Proof: drop.Proof, Rule: "bin", Size: drop.Size, Unit: p.helps.unit,
	}, p.helps.by); err != nil {
		return err
	}
	p.step("sorted waste, by the bin's event and a proof of %d bytes: 1 point", len(drop.Proof))
	return nil
}

// dropped is something that was put into a bin, and the commitment to the card that opened it.
func (d *demo) dropped(ctx context.Context, community, oracle string) (proof events.EventProof, card string, err error) {
	kept, err := d.oracleStore(ctx, community)
	if err != nil {
		return proof, "", err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	drops, err := kept.Find(ctx, community, store.Search{Kind: events.Drop}, 1)
	if err != nil || len(drops) == 0 {
		return proof, "", errors.Join(err, errNoDrop)
	}
	event, err := events.ReadEvent(drops[0].Text)
	if err != nil {
		return proof, "", err
	}
	_, card, _ = event.Dropped()
	proof, err = kept.Prove(ctx, community, oracle, drops[0].ID)
	return proof, card, err
}

var errNoDrop = errors.New("nothing was put into the bin")

// offer is a service that points are redeemed for.
func (p pointsStory) offer(ctx context.Context) error {
	now := time.Now().Unix()
	if err := p.ledger.Do(ctx)(p.village.Act(points.TypeServiceSet, points.ServiceSet{
		Body: server, From: act.Int(now - 3600), Hours: []points.Hours{}, Points: price, Service: haircut, Stock: 20,
		Title: "理发 A haircut", Until: act.Int(now + 90*24*3600),
	}, p.village.Two()...)); err != nil {
		return err
	}
	p.step("two bodies offer a haircut for %d points", price)
	return nil
}

// redeem is a voucher, and the counter that takes it.
func (p pointsStory) redeem(ctx context.Context) error {
	code := make([]byte, points.CodeSize)
	if _, err := rand.Read(code); err != nil {
		return err
	}
	sum := sha256.Sum256(code)
	if err := numbered(ctx, p.ledger, p.village, points.TypePointsRedeem, points.PointsRedeem{
		Count: 1, Service: haircut, Unit: p.helps.unit, Voucher: hex.EncodeToString(sum[:]),
	}, p.helps.by); err != nil {
		return err
	}
	if err := p.once(ctx, points.TypeVoucherUse, points.VoucherUse{At: act.Int(time.Now().Unix()), Code: code},
		p.village.Officers[server]); err != nil {
		return err
	}
	p.step("the household redeems points for a voucher, and the counter takes it, once")
	return nil
}

// yearOn keeps the household's book on paper until its points have ended: nobody can wait for that here.
func (p pointsStory) yearOn(ctx context.Context) error {
	now := time.Now().Unix()
	later := now + (int64(pointsPlan.LifeDays)+1)*24*3600
	ours := "ours"
	earn := func(id string, amount int64) rules.CaseStep {
		return rules.CaseStep{ID: id, Do: rules.StepEarn, At: &now, To: &ours, Amount: &amount, Cause: &id}
	}
	paid := int64(price)
	raw, err := json.MarshalIndent(rules.Case{
		Rules: rules.CaseRules{LifeDays: int64(pointsPlan.LifeDays), MaxBalance: int64(pointsPlan.MaxBalance), Gifts: pointsPlan.Gifts},
		Steps: []rules.CaseStep{
			earn("help", 90), earn("work", 60), earn("bin", 1), {ID: "haircut", Do: rules.StepSpend, At: &now, From: &ours, Amount: &paid},
			{ID: "ended", Do: rules.StepExpire, At: &later, Account: &ours},
		},
		At: &later,
	}, "", "  ")
	if err != nil {
		return err
	}
	file := filepath.Join(p.data, "year.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return err
	}
	if err := p.commandTo(ctx, io.Discard, "points", "simulate", file); err != nil {
		return err
	}
	p.step("a year on, as it would be: what was not spent has ended, and it adds up")
	return nil
}
