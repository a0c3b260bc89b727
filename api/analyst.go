// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/electorate"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// ErrNotPublished says that an election's result is not published yet.
var ErrNotPublished = errors.New("the result is not published")

// analyst makes the analyses of votes. It remembers those of the last block, as each reads every box of its election, and makes one at
// a time.
type analyst struct {
	register
	notify *notify.Notifier
	body   string // whose word on buildings it is

	mu     sync.Mutex
	height uint64
	made   map[[2]string]analysis.Report
}

// published is the analysis of a published election: index.ErrNotFound if there is no such election, ErrNotPublished.
func (an *analyst) published(ctx context.Context, community, id string) (analysis.Report, error) {
	e, err := index.Read(ctx, an.index, vote.Elections, community, id)
	if err == nil && !e.Published() {
		err = ErrNotPublished
	}
	if err != nil {
		return analysis.Report{}, err
	}
	return an.of(ctx, community, id)
}

// of is the analysis of an election, published or not.
func (an *analyst) of(ctx context.Context, community, id string) (analysis.Report, error) {
	an.mu.Lock()
	defer an.mu.Unlock()
	if height := an.index.Height(); an.made == nil || an.height != height {
		an.height, an.made = height, map[[2]string]analysis.Report{}
	}
	if report, ok := an.made[[2]string{community, id}]; ok {
		return report, nil
	}
	report, err := an.analyse(ctx, community, id)
	if err == nil {
		an.made[[2]string{community, id}] = report
	}
	return report, err
}

func (an *analyst) analyse(ctx context.Context, community, id string) (analysis.Report, error) {
	e, err := index.Read(ctx, an.index, vote.Elections, community, id)
	if err != nil {
		return analysis.Report{}, err
	}
	report := analysis.Report{
		Election: e.ID, Title: e.Title, Kind: cmp.Or(e.Rules.Kind, election.Owners), Stage: e.Stage, Body: an.body,
		Contests: []analysis.Contest{},
	}
	over := e.Published()
	if over {
		if report.Contests, err = an.contestsOf(ctx, community, e); err != nil {
			return report, err
		}
	}
	roll, err := index.Read(ctx, an.index, people.Rolls, community, people.Version(e.Roll))
	if err != nil {
		return report, err
	}
	report.Of = roll.Total(e.Rules.CountParking)
	if report.Votes, err = an.votesOf(ctx, community); err != nil {
		return report, err
	}
	report.Turnout, report.Voted, err = an.turnoutOf(ctx, community, e, over)
	return report, err
}

// turnoutOf groups who took part: of a published vote the heads whose ballot was counted, else those with a ballot in their box.
func (an *analyst) turnoutOf(ctx context.Context, c string, e vote.Election, over bool) (analysis.Turnout, community.Weight, error) {
	var voted community.Weight
	first, err := an.firstBallots(ctx, c, e, over)
	if err != nil {
		return analysis.Turnout{}, voted, err
	}
	buildings, err := an.store.Buildings(ctx, c)
	if err != nil {
		return analysis.Turnout{}, voted, err
	}
	known := map[string]bool{}
	var heads []analysis.Head
	for right, err := range electorate.Heads(ctx, an.index, c, e) {
		if err != nil {
			return analysis.Turnout{}, voted, err
		}
		head, came := first[right.ID]
		head.Building = analysis.BuildingOf(right, e.Rules.CountParking, buildings.Of)
		if came {
			voted = voted.Plus(right.Weight(e.Rules.CountParking))
		}
		heads, known[head.Building] = append(heads, head), true
	}
	rounds, err := an.roundsOf(ctx, c, e.ID)
	return analysis.NewTurnout(heads, namesOf(buildings, known), rounds, an.periodOf(e, over)), voted, err
}

// namesOf are the buildings in which heads are counted, in the order in which people have them; none if the store knows none.
func namesOf(buildings identity.Buildings, known map[string]bool) []string {
	names := slices.DeleteFunc(slices.Clone(buildings.Names), func(name string) bool { return name == "" || !known[name] })
	if len(names) > 0 && known[""] {
		names = append(names, "")
	}
	return names
}

// periodOf is from when until when votes are told of.
func (an *analyst) periodOf(e vote.Election, over bool) analysis.Period {
	now := an.now().Unix()
	end := e.ClosesAt()
	if closed := e.Times[string(election.StageClosed)]; closed != 0 {
		end = min(end, closed)
	}
	p := analysis.Period{From: cmp.Or(e.Times[string(election.StageOpen)], now), Over: over}
	p.To = max(p.From, min(now, end))
	return p
}

func (an *analyst) roundsOf(ctx context.Context, community, id string) ([]analysis.Round, error) {
	sent, err := an.notify.Rounds(ctx, community, id)
	var rounds []analysis.Round
	for _, r := range sent {
		rounds = append(rounds, analysis.Round{Kind: string(r.Kind), At: r.At, People: r.People})
	}
	return rounds, err
}
