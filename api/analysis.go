// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/electorate"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func (s *Server) getAnalysis(c *echo.Context) error {
	report, err := s.Analysis(c.Request().Context(), c.Param("community"), c.Param("election"))
	if err != nil {
		return notPublished(err)
	}
	return s.answer(c, report)
}

// getOfficeAnalysis is for officers at any time: of a vote that is not published, who took part, and no choice.
func (s *Server) getOfficeAnalysis(c *echo.Context) error {
	report, err := s.officeAnalysis(c)
	if err != nil {
		return err
	}
	return s.answer(c, report)
}

func (s *Server) officeAnalysis(c *echo.Context) (analysis.Report, error) {
	return s.analyses.of(c.Request().Context(), s, who(c).community, c.Param("election"))
}

// ErrNotPublished says that an election's result is not published yet.
var ErrNotPublished = errors.New("the result is not published")

func notPublished(err error) error {
	if errors.Is(err, ErrNotPublished) {
		return refuse("not-published", "结果由两个单位签名公布之后，才有数据分析。", "There is an analysis once two bodies have signed the result.")
	}
	return err
}

// Analysis is the analysis of a published election: index.ErrNotFound if there is no such election, ErrNotPublished.
func (s *Server) Analysis(ctx context.Context, community, id string) (analysis.Report, error) {
	e, err := index.Read(ctx, s.Index, vote.Elections, community, id)
	if err == nil && !e.Published() {
		err = ErrNotPublished
	}
	if err != nil {
		return analysis.Report{}, err
	}
	return s.analyses.of(ctx, s, community, id)
}

// analyses remembers the analyses of the last block, as each reads every box of its election; one is made at a time.
type analyses struct {
	mu     sync.Mutex
	height uint64
	made   map[[2]string]analysis.Report
}

func (a *analyses) of(ctx context.Context, s *Server, community, id string) (analysis.Report, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if height := s.Index.Height(); a.made == nil || a.height != height {
		a.height, a.made = height, map[[2]string]analysis.Report{}
	}
	if report, ok := a.made[[2]string{community, id}]; ok {
		return report, nil
	}
	report, err := s.analyse(ctx, community, id)
	if err == nil {
		a.made[[2]string{community, id}] = report
	}
	return report, err
}

func (s *Server) analyse(ctx context.Context, community, id string) (analysis.Report, error) {
	e, err := index.Read(ctx, s.Index, vote.Elections, community, id)
	if err != nil {
		return analysis.Report{}, err
	}
	report := analysis.Report{
		Election: e.ID, Title: e.Title, Kind: cmp.Or(e.Rules.Kind, election.Owners), Stage: e.Stage, Body: s.Body, Contests: []analysis.Contest{},
	}
	over := e.Published()
	if over {
		if report.Contests, err = s.contestsOf(ctx, community, e); err != nil {
			return report, err
		}
	}
	roll, err := index.Read(ctx, s.Index, people.Rolls, community, people.Version(e.Roll))
	if err != nil {
		return report, err
	}
	report.Of = roll.Total(e.Rules.CountParking)
	if report.Votes, err = s.votesOf(ctx, community); err != nil {
		return report, err
	}
	report.Turnout, report.Voted, err = s.turnoutOf(ctx, community, e, over)
	return report, err
}

// turnoutOf groups who took part: of a published vote the heads whose ballot was counted, else those with a ballot in their box.
func (s *Server) turnoutOf(ctx context.Context, c string, e vote.Election, over bool) (analysis.Turnout, community.Weight, error) {
	var voted community.Weight
	first, err := s.firstBallots(ctx, c, e, over)
	if err != nil {
		return analysis.Turnout{}, voted, err
	}
	buildings, err := s.Store.Buildings(ctx, c)
	if err != nil {
		return analysis.Turnout{}, voted, err
	}
	known := map[string]bool{}
	var heads []analysis.Head
	for right, err := range electorate.Heads(ctx, s.Index, c, e) {
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
	rounds, err := s.roundsOf(ctx, c, e.ID)
	return analysis.NewTurnout(heads, namesOf(buildings, known), rounds, s.periodOf(e, over)), voted, err
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
func (s *Server) periodOf(e vote.Election, over bool) analysis.Period {
	now := s.Now().Unix()
	end := e.ClosesAt()
	if closed := e.Times[string(election.StageClosed)]; closed != 0 {
		end = min(end, closed)
	}
	p := analysis.Period{From: cmp.Or(e.Times[string(election.StageOpen)], now), Over: over}
	p.To = max(p.From, min(now, end))
	return p
}

func (s *Server) roundsOf(ctx context.Context, community, id string) ([]analysis.Round, error) {
	sent, err := s.Notify.Rounds(ctx, community, id)
	var rounds []analysis.Round
	for _, r := range sent {
		rounds = append(rounds, analysis.Round{Kind: string(r.Kind), At: r.At, People: r.People})
	}
	return rounds, err
}

// firstBallots are the first ballots in the boxes, by right, in the order of the ledger. Of an election that is over only the heads are
// among them of which a ballot was counted.
func (s *Server) firstBallots(ctx context.Context, community string, e vote.Election, over bool) (map[string]analysis.Head, error) {
	acts, err := s.ballotActs(ctx, community, e.ID)
	if err != nil {
		return nil, err
	}
	counted := map[string]bool{}
	if over {
		if counted, err = s.countedActs(ctx, community, e.ID); err != nil {
			return nil, err
		}
	}
	first := map[string]analysis.Head{}
	for box, err := range index.All(ctx, s.Index, vote.Boxes, community, e.ID) {
		if err != nil {
			return nil, err
		}
		if over && !slices.ContainsFunc(box.Ballots, func(b vote.Ballot) bool { return counted[b.Act] }) {
			continue
		}
		ballot := box.Ballots[0]
		came := acts[ballot.Act]
		first[box.Right] = analysis.Head{Voted: true, Way: analysis.WayOf(ballot.Role, ballot.Channel), At: came.at, Order: came.order}
	}
	return first, nil
}

// cameIn is when an act came, and which of all it was.
type cameIn struct {
	at    int64
	order int
}

func (s *Server) ballotActs(ctx context.Context, community, id string) (map[string]cameIn, error) {
	var all []index.Act
	for _, kind := range vote.BallotTypes {
		acts, err := s.Index.ActsAbout(ctx, community, vote.About(id, ""), kind)
		if err != nil {
			return nil, err
		}
		all = append(all, acts...)
	}
	slices.SortFunc(all, func(a, b index.Act) int { return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Hash, b.Hash)) })
	came := make(map[string]cameIn, len(all))
	for i, a := range all {
		came[a.Hash] = cameIn{at: a.At, order: i}
	}
	return came, nil
}

// countedActs are the ballots that were counted, by the hashes of their acts.
func (s *Server) countedActs(ctx context.Context, community, id string) (map[string]bool, error) {
	counted := map[string]bool{}
	for lists, err := range index.All(ctx, s.Index, vote.Tallied, community, id) {
		if err != nil {
			return nil, err
		}
		for _, act := range lists.Counted {
			counted[act] = true
		}
	}
	return counted, nil
}

func (s *Server) contestsOf(ctx context.Context, community string, e vote.Election) ([]analysis.Contest, error) {
	result, err := s.count(ctx, community, e)
	if err != nil {
		return nil, err
	}
	contests := make([]analysis.Contest, len(e.Contests))
	for i, contest := range e.Contests {
		contests[i] = analysis.NewContest(contest.Title, contest.Contest, result.Contests[i])
	}
	return contests, nil
}

// votesOf are the published votes of a community, the first to close first.
func (s *Server) votesOf(ctx context.Context, community string) ([]analysis.Vote, error) {
	votes := []analysis.Vote{}
	for e, err := range index.All(ctx, s.Index, vote.Elections, community) {
		if err != nil {
			return nil, err
		}
		if !e.Published() {
			continue
		}
		result, err := s.count(ctx, community, e)
		if err != nil {
			return nil, err
		}
		votes = append(votes, analysis.Vote{
			Election: e.ID, Title: e.Title, Kind: cmp.Or(e.Rules.Kind, election.Owners), Closed: e.Times[string(election.StageClosed)],
			Voted: result.Took, Of: result.Total, Quorum: result.Quorum,
		})
	}
	slices.SortStableFunc(votes, func(a, b analysis.Vote) int { return cmp.Compare(a.Closed, b.Closed) })
	return votes, nil
}
