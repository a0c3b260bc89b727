// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/plan"
	"github.com/linli-project/linli/oracle/store"
)

func (g *deskGroup) getPlan(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	drawn, err := g.oracle.Store.Plan(ctx, g.oracle.Community)
	if err := unlessNotFound(err); err != nil {
		return err
	}
	places, err := g.oracle.Store.Places(ctx, g.oracle.Community)
	if err != nil {
		return err
	}
	shown := Plan{Hash: drawn.Hash, Places: make([]DevicePlace, len(places))}
	for i, p := range places {
		shown.Places[i] = DevicePlace{Device: p.Device, X: p.X, Y: p.Y}
	}
	return private(c, http.StatusOK, shown)
}

// drawingPolicy lets a drawing be drawn, should somebody open it by itself.
const drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

func (g *deskGroup) getDrawing(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	drawn, err := g.oracle.Store.Plan(c.Request().Context(), g.oracle.Community)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", drawingPolicy)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/svg+xml", drawn.SVG)
}

func (g *deskGroup) putPlan(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	var body PutPlanJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	svg := []byte(body.Svg)
	if err := plan.Check(svg); err != nil {
		return noPlan(err)
	}
	if err := g.oracle.Store.Change(c.Request().Context(), func(tx *store.Tx) error {
		return tx.DrawPlan(g.oracle.Community, svg, g.now().UnixMilli())
	}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// noPlan says why a drawing is not taken.
func noPlan(err error) error {
	wrong, ok := errors.AsType[*plan.Error](err)
	if !ok {
		return err
	}
	said := map[plan.Reason]text{
		plan.TooLarge: {"图太大或太复杂，请简化后再试。", "The drawing is too large or has too many parts; simplify it."},
		plan.NotSVG: {"这不是一张有尺寸的 SVG 图，请用绘图软件另存为“普通 SVG”。",
			`This is no SVG drawing that says its size; save it as "plain SVG".`},
		plan.Element: {"图里有不允许的内容：" + wrong.What + "。请用绘图软件另存为“普通 SVG”，并去掉图片和样式表。",
			"It has something that is not allowed: " + wrong.What + `. Save it as "plain SVG", without pictures and style sheets.`},
		plan.Attribute: {"图里有不允许的属性：" + wrong.What + "。", "It has an attribute that is not allowed: " + wrong.What + "."},
		plan.Outside:   {"图里引用了图外的内容（" + wrong.What + "）。", "It refers to something outside of it (" + wrong.What + ")."},
	}[wrong.Reason]
	return &refusal{kind: "bad-file", detail: said, cause: err}
}

func (g *deskGroup) placeDevice(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	var body PlaceDeviceJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	ctx := c.Request().Context()
	d, err := index.Read(ctx, g.index, devices.Devices, g.oracle.Community, c.Param("device"))
	if err != nil {
		return err
	}
	if err := g.oracle.Store.Change(ctx, func(tx *store.Tx) error {
		return tx.Put(g.oracle.Community, store.Place{Device: d.Device, X: body.X, Y: body.Y})
	}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (g *deskGroup) unplaceDevice(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	if err := g.oracle.Store.Change(c.Request().Context(), func(tx *store.Tx) error {
		return tx.Unput(g.oracle.Community, c.Param("device"))
	}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
