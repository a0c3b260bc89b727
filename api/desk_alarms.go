// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	alarmsOver   = 50 // that are over and seen to, and still shown
	alarmHistory = 50 // events of an alarm
)

func (g *deskGroup) listAlarms(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	all, err := g.oracle.Store.Alarms(c.Request().Context(), g.oracle.Community, false)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(a rules.Alarm) bool { return a.Raised == 0 })
	slices.SortStableFunc(all, byUrgency)
	open := slices.IndexFunc(all, func(a rules.Alarm) bool { return !a.Open() })
	if open >= 0 {
		all = all[:min(len(all), open+alarmsOver)]
	}
	names := g.namer(g.oracle.Community)
	list := Alarms{Items: make([]Alarm, len(all))}
	for i, a := range all {
		if list.Items[i], err = g.alarm(c.Request().Context(), names, a); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, list)
}

// byUrgency has first who waits for somebody: what is open, of it what nobody has acknowledged, of that what is urgent, and the newest.
func byUrgency(a, b rules.Alarm) int {
	rank := func(a rules.Alarm) int {
		switch {
		case !a.Open():
			return 3
		case a.Acked != 0:
			return 2
		case !a.Kind.Urgent():
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Raised, a.Raised))
}

// alarm is an alarm as it is shown.
func (g *deskGroup) alarm(ctx context.Context, names namer, a rules.Alarm) (Alarm, error) {
	d, err := index.Optional(ctx, g.index, devices.Devices, g.oracle.Community, a.Device)
	if err != nil {
		return Alarm{}, err
	}
	shown := Alarm{
		Device: a.Device, Place: d.Place, Kind: string(a.Kind), Active: a.Active, Open: a.Open(), Event: a.Event, Raised: a.Raised,
		Cleared: a.Cleared, Acknowledged: a.Acked, Told: a.Told,
	}
	if a.Muted > g.now().UnixMilli() {
		shown.Muted = a.Muted
	}
	if shown.AcknowledgedBy, err = names.name(ctx, a.AckedBy); err != nil {
		return Alarm{}, err
	}
	event, err := g.oracle.Store.Event(ctx, a.Event)
	if err != nil {
		return shown, unlessNotFound(err)
	}
	logged, err := g.logged(ctx, event)
	if err != nil {
		return Alarm{}, err
	}
	shown.OnLedger = logged != 0
	if a.Acked == 0 && shown.OnLedger {
		before, err := index.Optional(ctx, g.index, devices.Acknowledgements, g.oracle.Community, g.oracle.ID(), a.Event)
		if err != nil {
			return Alarm{}, err
		}
		shown.Back = before.Act != "" && a.Before(before.At*1000)
	}
	return shown, nil
}

// unlessNotFound is an error other than that there is no such thing.
func unlessNotFound(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, index.ErrNotFound) || errors.Is(err, identity.ErrNotFound) {
		return nil
	}
	return err
}

// named is the alarm that a request names.
func (g *deskGroup) named(c *echo.Context) (a rules.Alarm, err error) {
	if err := g.onDuty(c); err != nil {
		return a, err
	}
	a, err = g.oracle.Store.Alarm(c.Request().Context(), g.oracle.Community, c.Param("device"), rules.Kind(c.Param("kind")))
	if err == nil && a.Raised == 0 {
		err = store.ErrNotFound
	}
	return a, err
}

func (g *deskGroup) getAlarm(c *echo.Context) error {
	a, err := g.named(c)
	if err != nil {
		return err
	}
	ctx, names := c.Request().Context(), g.namer(g.oracle.Community)
	detail := AlarmDetail{History: []DeviceEvent{}}
	if detail.Alarm, err = g.alarm(ctx, names, a); err != nil {
		return err
	}
	events, err := g.oracle.Store.Find(ctx, g.oracle.Community, store.Search{Device: a.Device, Kind: a.Kind}, alarmHistory)
	if err != nil {
		return err
	}
	for _, e := range events {
		shown, err := g.event(ctx, names, e)
		if err != nil {
			return err
		}
		detail.History = append(detail.History, shown)
	}
	return private(c, http.StatusOK, detail)
}

// getAcknowledgement is what an officer signs who has seen an alarm.
func (g *deskGroup) getAcknowledgement(c *echo.Context) error {
	a, err := g.named(c)
	if err != nil {
		return err
	}
	if a.Acked != 0 {
		return refuse("not-possible-now", "已经有人确认过这个警报。", "Somebody has acknowledged this alarm already.")
	}
	proof, err := g.prove(c, a.Event)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, devices.AlarmAcknowledge{
		Event: proof.Event, Index: proof.Index, Oracle: proof.Oracle, Proof: proof.Proof, Size: proof.Size,
	})
}

// prove makes the proof that an event is on the ledger.
func (g *deskGroup) prove(c *echo.Context, event string) (rules.EventProof, error) {
	proof, err := g.oracle.Store.Prove(c.Request().Context(), g.oracle.Community, g.oracle.ID(), event)
	if errors.Is(err, store.ErrNotLogged) {
		return proof, refuse("not-possible-now", "事件还没有记入账本，请稍候片刻。", "The event is not on the ledger yet: wait a moment.")
	}
	return proof, err
}
