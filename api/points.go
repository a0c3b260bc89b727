// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
)

// pointsGroup is what is known of points: of all of them to anybody, of a household's to its owners.
type pointsGroup struct {
	register
	sheets *sheets
}

func (g *pointsGroup) getPoints(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	shown := Points{Services: []PointsService{}}
	plan, err := index.Optional(ctx, g.index, points.Plans, community)
	if err != nil {
		return err
	}
	if plan.Version > 0 {
		if shown.Plan, err = g.plan(ctx, community, plan); err != nil {
			return err
		}
	}
	for s, err := range index.All(ctx, g.index, points.Services, community) {
		if err != nil {
			return err
		}
		shown.Services = append(shown.Services, g.service(s))
	}
	sheet, err := g.sheets.of(ctx, community)
	if err != nil {
		return err
	}
	shown.Sheet = PointsSheet{
		Issued: sheet.Issued, Spent: sheet.Spent, Expired: sheet.Expired, Held: sheet.Held, Accounts: sheet.Accounts,
	}
	return tagged(c, shown)
}

func (g *pointsGroup) service(s points.Service) PointsService {
	shown := PointsService{
		Service: s.Service, Title: s.Title, Body: s.Body, Bookable: s.Bookable, Points: int64(s.Points),
		Stock: int64(s.Stock), Left: s.Left(),
		From: int64(s.From), Until: int64(s.Until), Hours: make([]PointsHours, len(s.Hours)),
		Open: s.Retired == "" && s.Open(g.now().Unix()), Retired: s.Retired != "",
	}
	for i, h := range s.Hours {
		days := make([]int64, len(h.Days))
		for j, day := range h.Days {
			days[j] = int64(day)
		}
		shown.Hours[i] = PointsHours{Days: days, From: int64(h.From), To: int64(h.To)}
	}
	return shown
}

// plan is the plan in force, with how much is issued by each of its rules.
func (m mirror) plan(ctx context.Context, community string, p points.Adopted) (*PointsPlan, error) {
	shown := &PointsPlan{
		Version: p.Version, At: p.At, Election: p.Election, Gifts: p.Gifts, Least: int64(p.Least), LifeDays: int64(p.LifeDays),
		MaxBalance: int64(p.MaxBalance), Rules: make([]PointsRule, len(p.Rules)),
	}
	for i, r := range p.Rules {
		issued, err := m.issued(ctx, community, r.Rule)
		if err != nil {
			return nil, err
		}
		shown.Rules[i] = PointsRule{
			Rule: r.Rule, Title: r.Title, Way: r.Way, Points: int64(r.Points), DayCap: int64(r.DayCap), Stream: r.Stream,
			Budget: int64(r.Budget), Issued: issued,
		}
	}
	return shown, nil
}

// issued is how much was issued by a rule in all of its leases, less what was reversed.
func (m mirror) issued(ctx context.Context, community, rule string) (int64, error) {
	pool, err := index.Optional(ctx, m.index, points.Pools, community, rule)
	issued := -pool.Reversed
	if err != nil {
		return 0, err
	}
	for lease, err := range index.All(ctx, m.index, points.Leases, community, rule) {
		if err != nil {
			return 0, err
		}
		issued += lease.Issued
	}
	return issued, nil
}
