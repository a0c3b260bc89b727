// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/words"
)

// byName are this body's devices that are heard, by the name they connect with.
func (g *deskGroup) byName(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	for d, err := range index.All(ctx, g.index, devices.Devices, g.oracle.Community) {
		if err != nil {
			return nil, err
		}
		if d.Body == g.oracle.Body && d.Withdrawn == "" {
			names[d.Transport] = d.Device
		}
	}
	return names, nil
}

func (g *deskGroup) listQuarantine(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	all, err := g.oracle.Store.InQuarantine(ctx, uint64(queried(c, "before")), deskPage) //nolint:gosec // 1 or more, as the contract says
	if err != nil {
		return err
	}
	names, err := g.byName(ctx)
	if err != nil {
		return err
	}
	list := Quarantine{Items: make([]QuarantinedMessage, len(all))}
	for i, q := range all {
		list.Items[i] = quarantined(q)
		list.Items[i].Device = names[q.Client]
	}
	if len(all) == deskPage {
		list.Next = int64(all[len(all)-1].Seq) //nolint:gosec // far below
	}
	return private(c, http.StatusOK, list)
}

func quarantined(q store.Quarantined) QuarantinedMessage {
	why := words.Of(&act.Error{Code: act.Code(q.Reason), Args: q.Args})
	return QuarantinedMessage{
		Record: int64(q.Seq), Transport: q.Transport, Client: q.Client, Topic: q.Topic, Code: q.Reason, //nolint:gosec // far below
		Why: election.Text{Zh: why.ZH, En: why.EN}, Received: q.Received, Expires: q.Expires,
	}
}

// getQuarantined gives what a message said to who asks for it. Looking is noted.
func (g *deskGroup) getQuarantined(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	record := c.Param("record")
	seq, err := strconv.ParseUint(record, 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	q, err := g.oracle.Store.Quarantined(ctx, seq)
	if err != nil {
		return err
	}
	said, err := g.oracle.Store.Payload(ctx, q.Raw)
	if err != nil {
		return err
	}
	if _, err := g.saw(c, "device message "+record); err != nil {
		return err
	}
	attach(c, "message-"+record+".txt")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", said)
}

func (g *deskGroup) listStrangers(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	all, err := g.oracle.Store.Strangers(ctx)
	if err != nil {
		return err
	}
	names, err := g.byName(ctx)
	if err != nil {
		return err
	}
	list := Strangers{Items: make([]StrangerItem, len(all))}
	for i, s := range all {
		list.Items[i] = StrangerItem{
			Transport: StrangerItemTransport(s.Transport), Client: s.Client, Host: s.Host, Topic: s.Topic,
			Reason: StrangerItemReason(s.Reason), First: s.First, Last: s.Last, Times: s.Times, Device: names[s.Client],
		}
	}
	return private(c, http.StatusOK, list)
}
