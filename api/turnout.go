// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// turnout is how many heads, of which area, have a ballot in their box. It never looks into one.
func (s *Server) turnout(ctx context.Context, c string, e vote.Election) (Turnout, error) {
	roll, err := index.Read(ctx, s.Index, people.Rolls, c, people.Version(e.Roll))
	if err != nil {
		return Turnout{}, err
	}
	t := Turnout{Of: roll.Total(e.Rules.CountParking)}
	err = s.desk.read.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(area), 0), coalesce(sum(ballots), 0) FROM boxes
		WHERE community = ? AND election = ?`, c, e.ID).Scan(&t.Heads, &t.AreaDm2, &t.Ballots)
	if err != nil {
		return t, fmt.Errorf("count the boxes: %w", err)
	}
	return t, nil
}

func (s *Server) getTurnout(c *echo.Context) error {
	ctx := c.Request().Context()
	e, err := s.election(c)
	if err != nil {
		return err
	}
	t, err := s.turnout(ctx, c.Param("community"), e)
	if err != nil {
		return err
	}
	return s.answer(c, t)
}
