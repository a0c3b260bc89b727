// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
	rules "github.com/linli-project/linli/rules/order"
)

// ordersGroup is for whoever has to do with an order: who reports it, who works on it, and who sees that somebody does.
type ordersGroup struct {
	register
	enclosures enclosures
	dispatch   *dispatch.Dispatch
	client     *ledger.Client
	db         *database
	notify     *notify.Notifier
	origin     string
}

// viewer is who looks at orders, and what the ledger and this server's store know of him that orders are held against.
type viewer struct {
	visitor
	units   []string // of an owner, by the roll in force
	known   bool     // of an officer: this server's store knows him, so that he may see what is personal
	grids   map[string]order.Grid
	workers map[string]identity.Worker // that this server's store knows, by their passkeys
	devices map[string]string          // where each is, as bodies wrote it
}

// viewer finds out who looks at orders. What an officer sees of people he sees in his own name.
func (g *ordersGroup) viewer(c *echo.Context) (v viewer, err error) {
	ctx := c.Request().Context()
	v.visitor = who(c)
	switch v.credential.Kind {
	case contract.Owner:
		if _, err = confirmed(c); err == nil {
			v.units, err = g.unitsOf(ctx, v.community, v.credential.Person)
		}
	case contract.Officer:
		_, err = g.saw(c, "orders")
		v.known = err == nil
		err = unlessUnregistered(err)
	case contract.Worker:
	}
	if err == nil {
		v.grids, err = g.gridsOf(ctx, v.community)
	}
	if err == nil {
		v.workers, err = g.workersOf(ctx, v.community)
	}
	if err == nil {
		v.devices, err = g.devicesOf(ctx, v.community)
	}
	return v, err
}

// devicesOf are where devices are, in their bodies' words.
func (m mirror) devicesOf(ctx context.Context, community string) (map[string]string, error) {
	places := map[string]string{}
	for d, err := range index.All(ctx, m.index, devices.Devices, community) {
		if err != nil {
			return nil, err
		}
		places[d.Device] = d.Place
	}
	return places, nil
}

// unlessUnregistered is an error other than that the passkey was registered on another server.
func unlessUnregistered(err error) error {
	if r, ok := errors.AsType[*refusal](err); ok && r.kind == "not-registered-here" {
		return nil
	}
	return err
}

// unitsOf are a person's units by the roll in force.
func (m mirror) unitsOf(ctx context.Context, community, person string) ([]string, error) {
	c, err := m.community(ctx, community)
	if err != nil {
		return nil, err
	}
	version := people.Version(c.Roll)
	var units []string
	for d, err := range m.index.List(ctx, people.Owned, community, version, person) {
		if err != nil {
			return nil, err
		}
		right, err := index.Read(ctx, m.index, people.Rights, community, version, d.Attributes[3])
		if err != nil {
			return nil, err
		}
		for _, unit := range right.Units {
			units = append(units, unit.ID)
		}
	}
	return units, nil
}

func (m mirror) gridsOf(ctx context.Context, community string) (map[string]order.Grid, error) {
	grids := map[string]order.Grid{}
	for grid, err := range index.All(ctx, m.index, order.Grids, community) {
		if err != nil {
			return nil, err
		}
		grids[grid.Grid] = grid
	}
	return grids, nil
}

func (r register) workersOf(ctx context.Context, community string) (map[string]identity.Worker, error) {
	all, err := r.store.Workers(ctx, community)
	workers := map[string]identity.Worker{}
	for _, w := range all {
		workers[w.Credential] = w
	}
	return workers, err
}

// directs says whether the visitor is an officer who may say what an order is, and whose: of the body whose grid it is in, or of any
// while it is in none.
func (v viewer) directs(o order.Order) bool {
	return v.credential.Kind == contract.Officer && (o.Grid == "" || v.grids[o.Grid].Body == v.credential.Body)
}

// mine are the visitor's households that an order affects.
func (v viewer) mine(o order.Order) []string {
	mine := []string{}
	for _, unit := range o.Affected {
		if slices.Contains(v.units, unit) {
			mine = append(mine, unit)
		}
	}
	return mine
}

// reported says whether the visitor raised an order.
func (v viewer) reported(o order.Order) bool {
	return o.Reporter != "" && (o.Reporter == v.credential.Person || o.Reporter == v.credential.ID)
}

// works says whether the visitor has an order, had it last, or is called for it.
func (v viewer) works(o order.Order) bool {
	return v.credential.Kind == contract.Worker && (o.Worker == v.credential.ID || slices.Contains(o.Called, v.credential.ID))
}

// sees says whether an order is the visitor's business.
func (v viewer) sees(o order.Order) bool {
	return v.reported(o) || len(v.mine(o)) > 0 || v.works(o) || v.directs(o)
}

// reads says whether the visitor may read what was written of an order that he sees.
func (v viewer) reads() bool { return v.credential.Kind != contract.Officer || v.known }

// named is the order that a request names, if it is the visitor's business.
func (g *ordersGroup) named(c *echo.Context, id string) (viewer, order.Order, error) {
	v, err := g.viewer(c)
	if err != nil {
		return v, order.Order{}, err
	}
	o, err := index.Read(c.Request().Context(), g.index, order.Orders, v.community, id)
	if err == nil && !v.sees(o) {
		err = refuse("not-found", "", "") // nobody learns whose it is
	}
	return v, o, err
}

// order is one as it is shown.
func (v viewer) order(id string, o order.Order) Order {
	shown := Order{
		Order: id, Kind: string(o.Kind), Priority: o.Priority, State: o.State, Level: int(o.Level), Place: o.Place, Grid: o.Grid,
		Since: o.Since, Raised: o.Raised, Assigned: o.Assigned, Accepted: o.Accepted, Departed: o.Departed, Arrived: o.Arrived,
		Done: o.Round.Done, Closed: o.Closed, Outcome: string(o.Outcome), Reopened: o.Reopened(), Affected: len(o.Affected),
		Alarm: o.Alarm != nil,
	}
	if o.Alarm != nil {
		shown.Where = v.devices[o.Alarm.Device]
	}
	if at, what, ok := o.Next(); ok {
		shown.Next = &OrderTerm{At: at, What: what, Who: acts(o.State)}
	}
	return shown
}

// acts is who has to do something in a state.
func acts(s rules.State) OrderTermWho {
	switch s {
	case rules.Raised, rules.Triaged:
		return OrderTermWhoOfficer
	case rules.Done:
		return OrderTermWhoHousehold
	default:
		return OrderTermWhoWorker
	}
}

// worker is one as he is named to whom.
func (v viewer) worker(id string) OrderWorker {
	w := v.workers[id]
	return OrderWorker{Worker: id, Body: w.Body, Name: w.Name}
}

// holder is who has an order or did it; nil if nobody yet, or nobody again: who did it before a reopening, or has handed it on, is called
// as others are.
func (v viewer) holder(o order.Order) *OrderWorker {
	if !o.State.Held() && o.Round.Done == 0 {
		return nil
	}
	w := v.worker(o.Worker)
	return &w
}

// called are who an order calls.
func (v viewer) called(o order.Order) []OrderWorker {
	called := make([]OrderWorker, len(o.Called))
	for i, id := range o.Called {
		called[i] = v.worker(id)
	}
	return called
}

// ratings are an order's; whose each is, only his household is told.
func (v viewer) ratings(o order.Order) []OrderRating {
	all := make([]OrderRating, len(o.Ratings))
	for i, r := range o.Ratings {
		all[i] = OrderRating{Speed: r.Speed, Result: r.Result, At: r.At, Mine: slices.Contains(v.units, r.Household)}
	}
	return all
}

func (g *ordersGroup) getOrder(c *echo.Context) error {
	id := c.Param("order")
	v, o, err := g.named(c, id)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	detail := detailOf(id, v, o)
	if detail.House, detail.Phone, err = g.whereTo(ctx, v, o); err != nil {
		return err
	}
	w := what{id, v, o}
	if detail.Text, err = g.enclosures.text(ctx, w, o.Text, o.By); err != nil {
		return err
	}
	if detail.Note, err = g.enclosures.text(ctx, w, o.Note, w.doer()); err != nil {
		return err
	}
	if detail.Photos, err = g.enclosures.photos(ctx, w, o.Photos, o.By); err != nil {
		return err
	}
	if detail.WorkPhotos, err = g.enclosures.photos(ctx, w, o.WorkPhotos, w.doer()); err != nil {
		return err
	}
	if detail.Reasons, err = g.enclosures.reasons(ctx, w); err != nil {
		return err
	}
	return private(c, http.StatusOK, detail)
}

// detailOf is what the ledger says of an order.
func detailOf(id string, v viewer, o order.Order) OrderDetail {
	detail := OrderDetail{
		Order: v.order(id, o), Clock: o.Clock, Past: make([]OrderRound, len(o.Past)),
		Missed: make([]OrderMissed, len(o.Missed)), Again: o.Again, Hands: o.Hands, Most: o.Most, Transferred: o.Transferred,
		Help: orEmpty(o.Help), Called: []OrderWorker{}, Worker: v.holder(o), Ratings: v.ratings(o), Mine: v.mine(o), Joined: o.Into,
		Reporter: v.reported(o),
	}
	for i, r := range o.Past {
		detail.Past[i] = OrderRound{
			Since: r.Since, Assigned: r.Assigned, Accepted: r.Accepted, Departed: r.Departed, Arrived: r.Arrived, Done: r.Done,
			Outcome: string(r.Outcome),
		}
	}
	for i, m := range o.Missed {
		detail.Missed[i] = OrderMissed{At: m.At, What: m.What}
	}
	if v.credential.Kind != contract.Owner {
		detail.Called = v.called(o)
	}
	return detail
}

// whereTo is to whose home an order leads, and whom to ring up there: for officers, and for workers, who are told the number once they
// have accepted it. Both are "" where this server's store does not know it.
func (g *ordersGroup) whereTo(ctx context.Context, v viewer, o order.Order) (house, phone string, err error) {
	if !v.reads() || v.credential.Kind == contract.Owner {
		return "", "", nil
	}
	for _, unit := range o.Affected[:min(len(o.Affected), 1)] { // who was the first to be affected
		house, err = g.store.House(ctx, v.community, unit)
		if err = unlessNotFound(err); err != nil {
			return "", "", err
		}
	}
	if o.Taken != "" || o.Reporter == "" || v.credential.Kind == contract.Worker && (o.Worker != v.credential.ID || !o.State.Held()) {
		return house, "", nil
	}
	person, err := g.store.Person(ctx, v.community, o.Reporter)
	return house, person.Phone, unlessNotFound(err)
}
