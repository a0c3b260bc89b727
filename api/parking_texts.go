// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/oracle/dialect"
)

// plateKept is for how long a plate may be left for the gates.
const plateKept = 90 * 24 * time.Hour

func (g *parkingGroup) keepPlate(c *echo.Context) error {
	var body KeepPlateJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if body.Until > g.now().Add(plateKept).Unix() {
		return refuse("bad-request", "车牌最多保存九十天。", "A plate is kept for ninety days at most.")
	}
	plate, err := g.plate(c, body.Plate)
	if err != nil {
		return err
	}
	commitment, err := g.oracle.KeepPlate(c.Request().Context(), plate, time.Unix(body.Until, 0))
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptPlate{Commitment: commitment})
}

// plate is a number plate in the form that gates say it in. Only the body whose oracle hears the gates can commit to one.
func (g *parkingGroup) plate(c *echo.Context, text string) (string, error) {
	if g.oracle == nil || g.oracle.Community != who(c).community {
		return "", refuse("not-possible-now", "请在管理道闸的单位的服务器上办理。", "Do this on the server of the body that keeps the gates.")
	}
	plate, ok := dialect.Plate(text)
	if !ok {
		return "", refuse("bad-request", "这不是车牌号。", "This is no number plate.")
	}
	return plate, nil
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
