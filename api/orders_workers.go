// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
)

// workerInvited is how long a worker's link is good: he is there when an officer makes it.
const workerInvited = time.Hour

func (g *ordersGroup) inviteWorker(c *echo.Context) error {
	var body InviteWorkerJSONRequestBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	email, err := notify.Address(body.Email)
	if err != nil {
		return reachedBy(err) // before anybody is added
	}
	ctx, v := c.Request().Context(), who(c)
	w, err := g.store.AddWorker(ctx, v.community, v.credential.Body, body.Name, body.Phone, officer)
	if err != nil {
		return err
	}
	if email != "" {
		h := identity.Holder{Worker: w.ID}
		if err := reachedBy(g.notify.SetContact(ctx, v.community, h, email, body.Phone, officer)); err != nil {
			return err
		}
	}
	token, expires := rand.Text(), g.now().Add(workerInvited)
	if _, err := g.db.shared.Write.ExecContext(ctx, "INSERT INTO invited (token, community, officer, worker, expires) VALUES ($1, $2, '', $3, $4)",
		hashed(token), v.community, w.ID, expires.Unix()); err != nil {
		return fmt.Errorf("keep a worker's invitation: %w", err)
	}
	return private(c, http.StatusCreated, WorkerInvitation{
		Token: token, Expires: expires.Unix(), Link: fmt.Sprintf("%s/c/%s/work#register=%s", g.origin, v.community, token),
	})
}

func (g *ordersGroup) listWorkers(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	if !v.known {
		return refuse("not-registered-here", "请在本单位的服务器上查看。", "See your own body's server.")
	}
	list := Workers{Items: []WorkerItem{}}
	enrolled := map[string]bool{}
	for key, err := range index.All(c.Request().Context(), g.index, contract.Credentials, v.community) {
		if err != nil {
			return err
		}
		if key.Kind == contract.Worker && key.Body == v.credential.Body {
			enrolled[key.ID] = true
			list.Items = append(list.Items, g.workerItem(v, key))
		}
	}
	list.Waiting, err = g.waiting(c.Request().Context(), v, enrolled)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, list)
}

// workerItem is a worker as his body's officers see him.
func (g *ordersGroup) workerItem(v viewer, key contract.Credential) WorkerItem {
	of := v.workers[key.ID]
	item := WorkerItem{
		Worker: key.ID, Body: key.Body, Name: of.Name, Phone: of.Phone, Revoked: key.Status == contract.StatusRevoked,
		Orders: []string{}, Grids: []string{}, Languages: v.speaks(key.ID),
	}
	for id, grid := range v.grids {
		if slices.Contains(grid.Workers, key.ID) {
			item.Grids = append(item.Grids, id)
			item.OnDuty = item.OnDuty || grid.OnDuty(g.now().Unix(), key.ID)
		}
	}
	slices.Sort(item.Grids)
	for _, o := range g.dispatch.Open(v.community) {
		if o.State.Held() && o.Worker == key.ID {
			item.Orders = append(item.Orders, o.ID)
		}
	}
	item.OnDuty = item.OnDuty && !item.Revoked
	item.Free = item.OnDuty && len(item.Orders) == 0
	return item
}

// waiting are the workers of a body whose passkeys have agreed, and which no officer has enrolled.
func (g *ordersGroup) waiting(ctx context.Context, v viewer, enrolled map[string]bool) ([]WaitingWorker, error) {
	list := []WaitingWorker{}
	all, err := g.store.Workers(ctx, v.community)
	for _, w := range all {
		if w.Body != v.credential.Body || w.Agreed == "" || enrolled[w.Credential] {
			continue
		}
		waiting := WaitingWorker{Name: w.Name, Phone: w.Phone, Made: w.Added}
		if err := errors.Join(err, json.Unmarshal([]byte(w.Agreed), &waiting.Enrol)); err != nil {
			return nil, err
		}
		list = append(list, waiting)
	}
	return list, err
}
