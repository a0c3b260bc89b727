// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/ledger/track"
)

var errNoAct = refuse("not-found", "账本上没有这个编号。", "The ledger has no such act.")

func (g *ledgerGroup) getAct(c *echo.Context) error {
	a, err := g.index.Act(c.Request().Context(), c.Param("act"))
	if errors.Is(err, index.ErrNotFound) || err == nil && a.Community != c.Param("community") {
		return errNoAct
	}
	if err != nil {
		return err
	}
	return g.track(c, a)
}

func (g *ledgerGroup) getByNumber(c *echo.Context) error {
	typed := c.Param("number")
	if number.Read(typed) == "" {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "number", Message: "a digit is mistyped"}}}
	}
	all, err := g.index.ActsNumbered(c.Request().Context(), c.Param("community"), typed)
	if err == nil && len(all) == 0 {
		err = errNoAct
	}
	if err != nil {
		return err
	}
	return g.track(c, all[0])
}

func (g *ledgerGroup) track(c *echo.Context, a index.Act) error {
	progress, err := track.Of(c.Request().Context(), g.index, a)
	if err != nil {
		return err
	}
	election, right := vote.Of(a.Subject)
	return tagged(c, Tracked{
		Act: a.Hash, Number: a.Number, Community: a.Community, Type: a.Type, Election: election, Right: right,
		Status: TrackedStatus(progress.Status), Reason: string(progress.Reason), Tx: a.Tx, Block: a.Block, At: a.At,
	})
}
