// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// election reads the election that a request names.
func (s *Server) election(c *echo.Context) (vote.Election, error) {
	return index.Read(c.Request().Context(), s.Index, vote.Elections, c.Param("community"), c.Param("election"))
}

func (s *Server) listElections(c *echo.Context) error {
	ctx := c.Request().Context()
	if _, err := s.community(ctx, c.Param("community")); err != nil {
		return err
	}
	list := Elections{Items: []ElectionItem{}}
	for e, err := range index.All(ctx, s.Index, vote.Elections, c.Param("community")) {
		if err != nil {
			return err
		}
		list.Items = append(list.Items, ElectionItem{
			Election: e.ID, Title: e.Title, Stage: e.Stage, Times: e.Times, Effect: string(e.Effect),
		})
	}
	return s.answer(c, list)
}

func (s *Server) getElection(c *echo.Context) error {
	ctx := c.Request().Context()
	e, err := s.election(c)
	if err != nil {
		return err
	}
	detail := ElectionDetail{Election: e}
	if detail.Keys, err = s.bodyKeys(ctx, c.Param("community"), e); err != nil {
		return err
	}
	if detail.Turnout, err = s.turnout(ctx, c.Param("community"), e); err != nil {
		return err
	}
	return s.answer(c, detail)
}

// bodyKeys are the bodies' keys for an election. Private parts are on the ledger once they are published, not here.
func (s *Server) bodyKeys(ctx context.Context, community string, e vote.Election) ([]BodyKey, error) {
	keys := []BodyKey{}
	for key, err := range index.All(ctx, s.Index, vote.Keys, community, e.ID) {
		if err != nil {
			return nil, err
		}
		keys = append(keys, BodyKey{
			Body: key.Body, Public: base64.RawURLEncoding.EncodeToString(key.Public), Drilled: key.Drilled, Published: len(key.Private) > 0,
		})
	}
	return keys, nil
}
