// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/parking/exchange"
)

// Where the garage's spaces are: rows on both sides of aisles, the tower's above those of households. Measures are in metres.
const (
	spaceWide, spaceLong = 2.5, 5.3
	aisle                = 6.0
	inRow                = 15
)

// garageAt is the garage's lower left corner.
var garageAt = exchange.Corner{114.0579, 22.5431}

// Degrees of a metre there.
const (
	degreesEast  = 1 / 102_800.0
	degreesNorth = 1 / 111_320.0
)

// draw puts the garage's place in APDS where residents see it as a plan, as an officer does on the page of the car park. The file stays.
func (w *week) draw(ctx context.Context) (err error) {
	raw, err := json.Marshal(garagePlace().Elements(w.began.Unix()))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.data, "garage.apds.json"), raw, 0o600); err != nil {
		return err
	}
	place, err := exchange.ReadPlace(raw)
	if err != nil {
		return err
	}
	store, err := identity.Open(ctx, w.file("people.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.KeepParkingPlan(ctx, w.village.ID, garage, server, place); err != nil {
		return err
	}
	w.step("the body that keeps the gates says where the %d spaces are", towerHas+homesHave)
	return nil
}

// garagePlace has the spaces in rows of which two face each other.
func garagePlace() exchange.Place {
	p := exchange.Place{ID: garage, Name: "车库 Garage"}
	for i := range towerHas + homesHave {
		row, column := i/inRow, i%inRow
		s := exchange.Space{ID: towerSpace(i), Label: fmt.Sprintf("T-%02d", i+1)}
		if i >= towerHas {
			s = exchange.Space{ID: homeSpace(i - towerHas), Label: fmt.Sprintf("H-%02d", i-towerHas+1)}
		}
		s.Zone = rectangle(float64(column)*spaceWide, float64(row)*spaceLong+float64((row+1)/2)*aisle)
		p.Spaces = append(p.Spaces, s)
	}
	return p
}

// rectangle is where a space is whose lower left corner is so far to the east and the north.
func rectangle(east, north float64) exchange.Zone {
	var z exchange.Zone
	for _, c := range [][2]float64{{0, 0}, {spaceWide, 0}, {spaceWide, spaceLong}, {0, spaceLong}} {
		z = append(z, exchange.Corner{garageAt[0] + (east+c[0])*degreesEast, garageAt[1] + (north+c[1])*degreesNorth})
	}
	return z
}
