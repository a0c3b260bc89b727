// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
)

// keptAct is an act on the ledger, as the desk has it from its block.
type keptAct struct {
	Act, Community, Number, Type, Election, Right, Tx string
	Block, At                                         int64
}

const keptColumns = "SELECT act, community, number, type, election, right, tx, block, at FROM kept "

func scanKept(row interface{ Scan(...any) error }) (k keptAct, err error) {
	err = row.Scan(&k.Act, &k.Community, &k.Number, &k.Type, &k.Election, &k.Right, &k.Tx, &k.Block, &k.At)
	return k, err
}

// kept returns an act of a community, or sql.ErrNoRows.
func (d *desk) kept(ctx context.Context, community, act string) (keptAct, error) {
	return scanKept(d.read.QueryRowContext(ctx, keptColumns+"WHERE act = ? AND community = ?", act, community))
}

func (s *Server) getAct(c *echo.Context) error {
	kept, err := s.desk.kept(c.Request().Context(), c.Param("community"), c.Param("act"))
	return s.track(c, kept, err)
}

func (s *Server) getByNumber(c *echo.Context) error {
	number := c.Param("number")
	if track.ReadNumber(number) == "" {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "number", Message: "a digit is mistyped"}}}
	}
	kept, err := scanKept(s.desk.read.QueryRowContext(c.Request().Context(), keptColumns+"WHERE community = ? AND number = ? ORDER BY block LIMIT 1",
		c.Param("community"), number))
	return s.track(c, kept, err)
}

func (s *Server) track(c *echo.Context, k keptAct, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return refuse("not-found", "账本上没有这个编号。", "The ledger has no such act.")
	}
	if err != nil {
		return err
	}
	t := Tracked{
		Act: k.Act, Number: k.Number, Community: k.Community, Type: k.Type, Election: k.Election, Right: k.Right,
		Status: "done", Tx: k.Tx, Block: k.Block, At: k.At,
	}
	if strings.HasPrefix(k.Type, "ballot.") {
		if t.Status, t.Reason, err = s.fate(c.Request().Context(), k); err != nil {
			return err
		}
	}
	return s.answer(c, t)
}

// fate is what became of a ballot.
func (s *Server) fate(ctx context.Context, k keptAct) (TrackedStatus, string, error) {
	e, err := index.Read[contract.Election](ctx, s.Index, "election", k.Community, k.Election)
	if err != nil {
		return "", "", err
	}
	fate, err := track.Ballot(ctx, s.Index, k.Community, e, k.Right, k.Act)
	return TrackedStatus(fate.Status), string(fate.Reason), err
}
