// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/convention"
	devices "github.com/linli-project/linli/contract/device"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/fold"
)

// shadowDays is how far back a text is tried.
const shadowDays = 90

// shadowConvention tries the rules of a text that is being written on what this body's devices have said, on orders that are done, and on
// what households have reported: what it would have hit. A rule that asks for two of these at once is not tried, as nobody has said which
// of them are about the same.
func (g *conventionsGroup) shadowConvention(c *echo.Context) error {
	var body ShadowConventionJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	read, _, err := convention.Read(body.Text)
	if err != nil {
		return err
	}
	shadow := ConventionShadow{
		Days: shadowDays, Articles: []ShadowArticle{}, Fewest: analysis.Fewest, Heard: hears(g.oracle, who(c)), Untried: []int64{},
	}
	t := trial{
		conventionsGroup: g, ctx: c.Request().Context(), community: who(c).community, since: g.now().Add(-shadowDays * 24 * time.Hour),
		articles: map[rules.Group][]rules.Article{}, hits: map[int64]map[string]int64{},
	}
	var tried []rules.Article
	for _, a := range read.Articles {
		if a.Rule == nil || !a.Rule.Sound() {
			continue
		}
		if needs := a.Rule.Needs(); len(needs) != 1 || needs[0] == rules.GroupDevice && !shadow.Heard {
			shadow.Untried = append(shadow.Untried, a.Number)
			continue
		}
		group := a.Rule.Needs()[0]
		t.articles[group], tried = append(t.articles[group], a), append(tried, a)
	}
	if err := cmp.Or(t.onEvents(), t.onOrders(), t.onReports()); err != nil {
		return err
	}
	for _, a := range tried {
		shadow.Articles = append(shadow.Articles, shadowed(a, t.hits[a.Number]))
	}
	return private(c, http.StatusOK, shadow)
}

// trial is articles with rules, by what they ask for, and how often each would have been met, by building.
type trial struct {
	*conventionsGroup
	ctx       context.Context //nolint:containedctx // of one request
	community string
	since     time.Time
	articles  map[rules.Group][]rules.Article
	hits      map[int64]map[string]int64
}

func (t trial) onEvents() error {
	if len(t.articles[rules.GroupDevice]) == 0 {
		return nil
	}
	for event, err := range heard(t.ctx, t.oracle.Store, t.community, store.Search{From: t.since.UnixMilli()}) {
		if err == nil {
			err = t.event(event)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t trial) event(event store.Event) error {
	e, err := events.ReadEvent(event.Text)
	if err != nil {
		return err
	}
	d, err := index.Optional(t.ctx, t.index, devices.Devices, t.community, e.Device)
	if err != nil {
		return err
	}
	happened := rules.EventOf(e, orders.PlaceOf(d))
	t.try(rules.GroupDevice, d.Place, rules.Facts{At: happened.At, Event: &happened})
	return nil
}

// onOrders tries those that are done; the place is the order's.
func (t trial) onOrders() error {
	if len(t.articles[rules.GroupOrder]) == 0 {
		return nil
	}
	for o, err := range t.index.OrdersRaised(t.ctx, t.community, t.since.Unix(), t.now().Unix()+1) {
		if err != nil {
			return err
		}
		if o.Done > 0 {
			t.try(rules.GroupOrder, o.Place, rules.Facts{At: o.Raised, Order: convention.OrderFact(o.Order)})
		}
	}
	return nil
}

func (t trial) onReports() error {
	if len(t.articles[rules.GroupReport]) == 0 {
		return nil
	}
	for r, err := range index.All(t.ctx, t.index, convention.Reports, t.community) {
		if err != nil {
			return err
		}
		if int64(r.At) >= t.since.Unix() {
			t.try(rules.GroupReport, r.Place, rules.Facts{At: int64(r.At), Report: r.Fact()})
		}
	}
	return nil
}

// try counts what articles make of something. Nobody has had an earlier breach: whose it would have been, none of these says.
func (t trial) try(group rules.Group, place string, facts rules.Facts) {
	for _, a := range t.articles[group] {
		if !a.Rule.Judge(a.Number, facts).Breach {
			continue
		}
		if t.hits[a.Number] == nil {
			t.hits[a.Number] = map[string]int64{}
		}
		t.hits[a.Number][fold.Building(place)]++
	}
}

// shadowed joins the buildings with fewer events than are told of.
func shadowed(a rules.Article, hits map[string]int64) ShadowArticle {
	shown := ShadowArticle{Article: a.Number, Heading: a.Heading, Buildings: []ShadowBuilding{}}
	var few int64
	for building, n := range hits {
		shown.Events += n
		if n < analysis.Fewest || building == "" {
			few += n
			continue
		}
		shown.Buildings = append(shown.Buildings, ShadowBuilding{Building: building, Events: n})
	}
	slices.SortFunc(shown.Buildings, func(a, b ShadowBuilding) int { return cmp.Compare(a.Building, b.Building) })
	if few > 0 {
		shown.Buildings = append(shown.Buildings, ShadowBuilding{Events: few})
	}
	return shown
}
