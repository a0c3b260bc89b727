// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	events "github.com/linli-project/linli/rules/device"
)

func (g *pointsGroup) listCards(c *echo.Context) error {
	unit := c.QueryParam("unit")
	if _, err := g.saw(c, "cards of "+unit); err != nil {
		return err
	}
	o, err := g.overseer(c)
	if err != nil {
		return err
	}
	list := PointsCards{Items: []string{}}
	if list.House, err = o.house(o.ctx, o.community, unit); err != nil {
		return err
	}
	cards, err := g.cards(o.ctx, o.community)
	if err != nil {
		return err
	}
	for card, of := range cards {
		if of == unit {
			list.Items = append(list.Items, card)
		}
	}
	slices.Sort(list.Items)
	return private(c, http.StatusOK, list)
}

// cards are whose each card is, by the commitment to it.
func (g *pointsGroup) cards(ctx context.Context, community string) (map[string]string, error) {
	units := map[string]string{}
	for doc, err := range g.index.List(ctx, points.Cards, community) {
		if err != nil {
			return nil, err
		}
		card, err := points.Cards.Decode(doc.Value)
		if err != nil {
			return nil, err
		}
		units[doc.Attributes[1]] = card.Unit
	}
	return units, nil
}

func (g *pointsGroup) proposeCard(c *echo.Context) error {
	var body ProposeCardJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if !hears(g.oracle, who(c)) {
		return refuse("not-possible-now", "请在接入垃圾箱的单位的服务器上登记卡。", "Register cards on the server of the body that hears the bins.")
	}
	card, err := g.oracle.CommitCard(c.Request().Context(), body.Number)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, points.BinCard{Card: card, Unit: body.Unit})
}

// shownDrops is how many are listed at most.
const shownDrops = 20

// listMyDrops finds what cards of my homes have put into bins that this body's oracle hears.
func (g *pointsGroup) listMyDrops(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	list := PointsDrops{Items: []PointsDrop{}}
	if g.oracle == nil || g.oracle.Community != v.community {
		return private(c, http.StatusOK, list)
	}
	h, err := g.household(c.Request().Context(), v)
	if err != nil {
		return err
	}
	if err := h.drops(func(d PointsDrop) { list.Items = append(list.Items, d) }); err != nil {
		return err
	}
	slices.Reverse(list.Items)
	list.Items = list.Items[:min(len(list.Items), shownDrops)]
	return private(c, http.StatusOK, list)
}

// drops finds what could be earned for, the latest first.
func (h household) drops(found func(PointsDrop)) error {
	cards, err := h.cards(h.ctx, h.me.community)
	if err != nil {
		return err
	}
	since := time.Unix(h.now, 0).AddDate(0, 0, -points.MaxDeedAge)
	search := store.Search{Kind: events.Drop, From: since.UnixMilli()}
	for event, err := range heard(h.ctx, h.oracle.Store, h.me.community, search) {
		if err != nil {
			return err
		}
		drop, err := h.drop(event, cards)
		if err != nil {
			return err
		}
		if drop != nil {
			found(*drop)
		}
	}
	return nil
}

// drop is what one of my cards has put into a bin, if a rule pays for it and has not.
func (h household) drop(event store.Event, cards map[string]string) (*PointsDrop, error) {
	e, err := events.ReadEvent(event.Text)
	if err != nil {
		return nil, err
	}
	stream, card, ok := e.Dropped()
	i := slices.IndexFunc(h.plan.Rules, func(r points.Rule) bool { return r.Takes(stream) })
	if !ok || i < 0 || !slices.Contains(h.units, cards[card]) {
		return nil, nil // there is none, which is no error
	}
	earned, err := index.Optional(h.ctx, h.index, points.Earnings, h.me.community, event.ID)
	if err != nil || earned.Amount > 0 {
		return nil, err
	}
	bin, err := index.Optional(h.ctx, h.index, devices.Devices, h.me.community, e.Device)
	if err != nil || bin.Class == events.T0 { // whose word is proved by nothing
		return nil, err
	}
	proof, err := h.oracle.Prove(h.ctx, event.ID)
	if errors.Is(err, store.ErrNotLogged) {
		return nil, nil // in a moment it will be
	}
	if err != nil {
		return nil, err
	}
	rule := h.plan.Rules[i]
	return &PointsDrop{
		At: int64(e.Received) / 1000, Title: rule.Title, Stream: stream, Points: int64(rule.Points),
		Claim: points.PointsBin{
			Event: proof.Event, Index: proof.Index, Oracle: proof.Oracle, Proof: proof.Proof, Rule: rule.Rule, Size: proof.Size,
			Unit: cards[card],
		},
	}, nil
}
