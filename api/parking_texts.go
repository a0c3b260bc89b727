// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/oracle"
)

// platesAhead is for how long a plate is kept at most: longer than anybody may book ahead.
const platesAhead = 90 * 24 * time.Hour

func (g *parkingGroup) keepPlate(c *echo.Context) error {
	var body KeepPlateJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	return g.commits(c, http.StatusCreated, func(ctx context.Context) (string, error) {
		until := time.Unix(body.Until, 0)
		if until.After(g.now().Add(platesAhead)) {
			return "", oracle.ErrPlate
		}
		return g.oracle.KeepPlate(ctx, body.Plate, until)
	})
}

// commits answers with a commitment. Only the body whose oracle hears the gates can make one.
func (g *parkingGroup) commits(c *echo.Context, status int, make func(context.Context) (string, error)) error {
	if g.oracle == nil || g.oracle.Community != who(c).community {
		return refuse("not-possible-now", "请在管理道闸的单位的服务器上办理。", "Do this on the server of the body that keeps the gates.")
	}
	commitment, err := make(c.Request().Context())
	switch {
	case errors.Is(err, oracle.ErrPlate):
		return refuse("bad-request", "这不是车牌号，或时间不对。", "This is no number plate, or not for a time to come.")
	case err != nil:
		return err
	}
	return private(c, status, KeptPlate{Commitment: commitment})
}

// keepBookingText keeps what a side, or an officer who resolves a dispute, says of a booking.
func (g *parkingGroup) keepBookingText(c *echo.Context) error {
	var body KeepBookingTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	b, err := p.named(body.Booking)
	if err != nil {
		return err
	}
	if p.v.credential.Kind == contract.Owner {
		if _, err := confirmed(c); err != nil {
			return err
		}
		hash, err := g.store.KeepOwnCaseText(p.ctx, p.v.community, b.ID, p.v.credential.Person, body.Salt, body.Text)
		if err != nil {
			return err
		}
		return private(c, http.StatusCreated, KeptText{Hash: hash})
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	hash, err := g.store.KeepCaseText(p.ctx, p.v.community, b.ID, nil, body.Text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}
