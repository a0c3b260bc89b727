// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/strict"
)

// Where a space is, is not on the ledger: it is the word of the body that keeps the gates, which puts the car park's place in APDS here.

func (g *parkingGroup) listParkingPlans(c *echo.Context) error {
	ctx, community := c.Request().Context(), who(c).community
	plans, err := g.store.ParkingPlans(ctx, community)
	if err != nil {
		return err
	}
	list := ParkingPlans{Items: []ParkingPlan{}}
	for _, plan := range plans {
		lot, err := index.Read(ctx, g.index, parking.Lots, community, plan.Lot)
		if err != nil {
			return err
		}
		known, err := g.place(ctx, community, lot)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, planOf(plan, known.Spaces))
	}
	return private(c, http.StatusOK, list)
}

func (g *parkingGroup) putParkingPlan(c *echo.Context) error {
	var body PutParkingPlanJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	lot, err := g.gatekeeper(c)
	if err != nil {
		return err
	}
	place, err := exchange.ReadPlace([]byte(body.File))
	if err == nil && len(place.Levels()) == 0 {
		err = refuse("bad-file", "文件没有说任何一个车位在哪里。请在车位的 spaceBoundedZone 里写明它的四角（经度、纬度）。",
			"The file says of no space where it is. Give each space its corners in spaceBoundedZone, as longitudes and latitudes.")
	}
	if err != nil {
		return badPlace(err)
	}
	ctx, community := c.Request().Context(), who(c).community
	if err := g.store.KeepParkingPlan(ctx, community, lot.Lot, lot.Body, place); err != nil {
		return err
	}
	known, err := g.place(ctx, community, lot)
	if err != nil {
		return err
	}
	plan := identity.ParkingPlan{Lot: lot.Lot, Body: lot.Body, Place: place, At: g.now().Unix()}
	return private(c, http.StatusOK, planOf(plan, known.Spaces))
}

func (g *parkingGroup) dropParkingPlan(c *echo.Context) error {
	lot, err := g.gatekeeper(c)
	if err != nil {
		return err
	}
	if err := g.store.DropParkingPlan(c.Request().Context(), who(c).community, lot.Lot); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// gatekeeper is the car park that a request names, whose gates the officer's body has to keep.
func (g *parkingGroup) gatekeeper(c *echo.Context) (parking.Lot, error) {
	if _, err := g.officer(c); err != nil {
		return parking.Lot{}, err
	}
	lot, err := index.Read(c.Request().Context(), g.index, parking.Lots, who(c).community, c.Param("lot"))
	if err == nil && lot.Body != who(c).credential.Body {
		err = refuse("wrong-role", "平面图由管理这个停车场道闸的单位放。", "The body that keeps the gates of this car park puts its plan here.")
	}
	return lot, err
}

// badPlace says what is wrong with a file, and where.
func badPlace(err error) error {
	fault, ok := errors.AsType[*strict.Fault](err)
	if !ok {
		return err
	}
	return &refusal{kind: "bad-file", detail: text{placeFault(fault), "The file: " + fault.Error() + "."}, cause: err}
}

// planOf is a plan beside the spaces that the ledger has.
func planOf(plan identity.ParkingPlan, known []exchange.Space) ParkingPlan {
	shown := ParkingPlan{
		Lot: plan.Lot, Body: plan.Body, At: plan.At, Levels: []ParkingLevel{},
		Missing: []string{}, Unknown: []string{}, Unplaced: []string{},
	}
	names := namesOn(plan.Place.Spaces, known)
	drawn := map[string]bool{} // spaces of the ledger
	for _, level := range plan.Place.Levels() {
		l := ParkingLevel{Name: level.Name, Width: level.Width, Height: level.Height}
		for _, s := range level.Spaces {
			space := DrawnSpace{Space: names[s.ID], Label: s.Label}
			for _, corner := range s.Corners {
				space.Corners = append(space.Corners, corner[:])
			}
			l.Spaces = append(l.Spaces, space)
			drawn[space.Space] = true
		}
		shown.Levels = append(shown.Levels, l)
	}
	for _, s := range plan.Place.Spaces {
		if names[s.ID] == "" {
			shown.Unknown = append(shown.Unknown, s.Label)
		}
		if len(s.Zone) == 0 {
			shown.Unplaced = append(shown.Unplaced, s.Label)
		}
	}
	for _, s := range known {
		if !drawn[s.ID] {
			shown.Missing = append(shown.Missing, s.Label)
		}
	}
	return shown
}

// namesOn are what the ledger calls the spaces of a file, by the file's ids: what has the same id, or is alone on both sides in what is
// written on it.
func namesOn(file, known []exchange.Space) map[string]string {
	ids, labels, written := map[string]bool{}, map[string][]string{}, map[string]int{}
	for _, s := range known {
		ids[s.ID] = true
		labels[s.Label] = append(labels[s.Label], s.ID)
	}
	names, named := map[string]string{}, map[string]bool{}
	for _, s := range file {
		written[s.Label]++
		if ids[s.ID] {
			names[s.ID], named[s.ID] = s.ID, true
		}
	}
	for _, s := range file {
		if of := labels[s.Label]; names[s.ID] == "" && len(of) == 1 && written[s.Label] == 1 && !named[of[0]] {
			names[s.ID] = of[0]
		}
	}
	return names
}
