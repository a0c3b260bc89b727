// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v5"

	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// deskPage is how many rows a page of the desk has.
const deskPage = 50

// queried is a query's number, whose form the contract has; 0 if it is left out.
func queried(c *echo.Context, name string) int64 {
	n, err := strconv.ParseInt(c.QueryParam(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (g *deskGroup) listDeviceEvents(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx, names := c.Request().Context(), g.namer(g.oracle.Community)
	events, err := g.oracle.Store.Find(ctx, g.oracle.Community, store.Search{
		Device: c.QueryParam("device"), Kind: rules.Kind(c.QueryParam("kind")), From: queried(c, "from"), Until: queried(c, "until"),
		Before: queried(c, "before"),
	}, deskPage)
	if err != nil {
		return err
	}
	list := DeviceEvents{Items: make([]DeviceEvent, len(events))}
	for i, e := range events {
		if list.Items[i], err = g.event(ctx, names, e); err != nil {
			return err
		}
	}
	if len(events) == deskPage {
		list.Next = events[len(events)-1].Number
	}
	return private(c, http.StatusOK, list)
}

// event is an event as it is shown.
func (g *deskGroup) event(ctx context.Context, names namer, kept store.Event) (DeviceEvent, error) {
	e, err := rules.ReadEvent(kept.Text)
	if err != nil {
		return DeviceEvent{}, fmt.Errorf("read event %s: %w", kept.ID, err)
	}
	d, err := index.Optional(ctx, g.index, devices.Devices, g.oracle.Community, e.Device)
	if err != nil {
		return DeviceEvent{}, err
	}
	shown := DeviceEvent{
		ID: kept.ID, Number: kept.Number, Device: e.Device, Place: d.Place, Kind: string(e.Kind), Class: string(e.Class),
		Happened: int64(e.Happened), Received: int64(e.Received), Clock: int64(e.Clock), Replaces: e.Replaces, Values: e.Values,
	}
	if shown.Logged, err = g.logged(ctx, kept); err != nil || shown.Logged == 0 {
		return shown, err
	}
	shown.Index = &kept.Index
	return shown, g.acknowledged(ctx, names, e.Kind, &shown)
}

// logged is when an event came onto the ledger, in Unix milliseconds; 0 as long as this server has not read that. The oracle may know
// sooner.
func (g *deskGroup) logged(ctx context.Context, e store.Event) (int64, error) {
	if e.Index < 0 {
		return 0, nil
	}
	root, err := index.Optional(ctx, g.index, devices.EventRoots, g.oracle.Community, g.oracle.ID(), strconv.FormatInt(e.Size, 10))
	return root.At * 1000, err
}

// acknowledged adds who has acknowledged an alarm's event.
func (g *deskGroup) acknowledged(ctx context.Context, names namer, kind rules.Kind, e *DeviceEvent) error {
	if !kind.Alarm() {
		return nil
	}
	by, err := index.Optional(ctx, g.index, devices.Acknowledgements, g.oracle.Community, g.oracle.ID(), e.ID)
	if err != nil {
		return err
	}
	e.Acknowledged = by.At * 1000
	e.AcknowledgedBy, err = names.name(ctx, by.By)
	return err
}

func (g *deskGroup) getEventProof(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	proof, err := g.prove(c, c.Param("event"))
	if err != nil {
		return err
	}
	raw, err := proof.Write()
	if err != nil {
		return err
	}
	attach(c, "event-"+proof.ID[:12]+".json")
	return c.JSONBlob(http.StatusOK, raw)
}

// attach has an answer be a file, which no page shows.
func attach(c *echo.Context, name string) {
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	h.Set("Cache-Control", "no-store")
}
