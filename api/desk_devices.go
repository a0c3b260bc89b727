// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// health is what this server knows of devices.
type health struct {
	known    map[string]rules.Known
	accounts map[string]store.Account
	alarms   map[string][]string // open ones, by device
}

func (g *deskGroup) health(ctx context.Context) (h health, err error) {
	if h.known, err = g.oracle.Store.Known(ctx, g.oracle.Community); err != nil {
		return h, err
	}
	if h.accounts, err = g.oracle.Store.Accounts(ctx); err != nil {
		return h, err
	}
	open, err := g.oracle.Store.Alarms(ctx, g.oracle.Community, true)
	h.alarms = map[string][]string{}
	for _, a := range open {
		h.alarms[a.Device] = append(h.alarms[a.Device], string(a.Kind))
	}
	return h, err
}

func (g *deskGroup) listDevices(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	h, err := g.health(ctx)
	if err != nil {
		return err
	}
	list := Devices{Items: []DeviceItem{}}
	for d, err := range index.All(ctx, g.index, devices.Devices, g.oracle.Community) {
		if err != nil {
			return err
		}
		list.Items = append(list.Items, g.device(h, d))
	}
	return private(c, http.StatusOK, list)
}

// device is a device as it is shown.
func (g *deskGroup) device(h health, d devices.Device) DeviceItem {
	item := DeviceItem{
		Device: d.Device, Body: d.Body, Mine: d.Body == g.oracle.Body, Place: d.Place, Class: string(d.Class), Profile: d.Profile,
		Transport: d.Transport, Kinds: texts(d.Kinds), Commands: texts(d.Commands), Every: int64(d.Every), From: int64(d.From),
		Until: int64(d.Until), Withdrawn: d.Withdrawn != "", Alarms: []string{}, Ways: dialect.SaysWay(d.Profile),
	}
	if !item.Mine {
		item.Window = g.window(d, rules.Known{})
		return item
	}
	known := h.known[d.Device]
	item.Window, item.Heard, item.Clock, item.Silent = g.window(d, known), known.Heard, known.Clock, known.Silent()
	item.Alarms = orEmpty(h.alarms[d.Device])
	if percent, said := known.Battery(); said {
		item.Battery = &percent
	}
	if !item.Withdrawn {
		item.Credential = h.accounts[d.Transport].Issued
	}
	return item
}

// window says how a device stands to the time in which it may speak for the first time.
func (g *deskGroup) window(d devices.Device, known rules.Known) DeviceItemWindow {
	now := g.now().Unix()
	switch {
	case known.Heard > 0:
		return Spoken
	case now < int64(d.From):
		return Ahead
	case d.Expected(now):
		return Open
	}
	return Missed
}

func (g *deskGroup) getDevice(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	d, err := index.Read(ctx, g.index, devices.Devices, g.oracle.Community, c.Param("device"))
	if err != nil {
		return err
	}
	h, err := g.health(ctx)
	if err != nil {
		return err
	}
	given, err := g.given(ctx, d.Device)
	if err != nil {
		return err
	}
	detail := DeviceDetail{Device: g.device(h, d), Given: given}
	if detail.Device.Mine && detail.Device.Battery == nil {
		if detail.Device.Battery, err = g.batterySaid(ctx, d.Device); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, detail)
}

// batterySaid is what a device that has no message of its own for its battery said of it beside something else of late.
func (g *deskGroup) batterySaid(ctx context.Context, id string) (*int, error) {
	events, err := g.oracle.Store.Find(ctx, g.oracle.Community, store.Search{Device: id}, deskPage)
	for _, kept := range events {
		e, err := rules.ReadEvent(kept.Text)
		if err != nil {
			return nil, err
		}
		if percent, err := strconv.Atoi(e.Values["battery"]); err == nil {
			return &percent, nil
		}
	}
	return nil, err
}

// commandsShown is how many commands of a device are shown.
const commandsShown = 20

// given are the commands that a device was given, the newest first.
func (g *deskGroup) given(ctx context.Context, device string) ([]DeviceCommand, error) {
	names, all := g.namer(g.oracle.Community), []DeviceCommand{}
	for document, err := range g.index.List(ctx, devices.Commands, g.oracle.Community) {
		if err != nil {
			return nil, err
		}
		m, err := devices.Commands.Decode(document.Value)
		if err != nil {
			return nil, err
		}
		if m.Device != device {
			continue
		}
		by, err := names.name(ctx, m.By)
		if err != nil {
			return nil, err
		}
		all = append(all, DeviceCommand{
			Act: document.Attributes[1], Command: string(m.Command), Given: m.Given, Expires: m.Expires, By: *by,
			Outcome: DeviceCommandOutcome(m.Outcome), At: m.At,
		})
	}
	slices.SortFunc(all, func(a, b DeviceCommand) int { return cmp.Or(cmp.Compare(b.Given, a.Given), cmp.Compare(a.Act, b.Act)) })
	return all[:min(len(all), commandsShown)], nil
}

// keepList keeps whom a device is to let in, which the command names by a commitment alone. Who gave it is noted.
func (g *deskGroup) keepList(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	var body KeepListJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	ctx := c.Request().Context()
	d, err := index.Read(ctx, g.index, devices.Devices, g.oracle.Community, c.Param("device"))
	switch {
	case err != nil:
		return err
	case d.Body != g.oracle.Body || d.Withdrawn != "":
		return oracle.ErrNotEnrolled
	case !slices.Contains(d.Commands, rules.List):
		return refuse("not-possible-now", "这个设备没有登记可以接受放行名单。", "The device is not enrolled to take a list.")
	}
	if _, err := g.saw(c, "device list "+d.Device); err != nil {
		return err
	}
	guests := make([]dialect.Guest, len(body.Guests))
	for i, guest := range body.Guests {
		guests[i] = dialect.Guest{From: act.Int(guest.From), Plate: guest.Plate, Until: act.Int(guest.Until)}
	}
	arguments, err := g.oracle.KeepList(ctx, guests)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, map[string]string{"arguments": arguments})
}

// issueCredential makes what a device connects with, which is shown this once.
func (g *deskGroup) issueCredential(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	var body IssueCredentialJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	made, err := g.oracle.Issue(c.Request().Context(), c.Param("device"), oracle.Proof(body.By))
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, made)
}
