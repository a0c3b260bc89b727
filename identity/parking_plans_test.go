// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"reflect"
	"testing"

	"github.com/linli-project/linli/rules/parking/exchange"
)

// What a body says last of a car park is what is kept of it, in its community alone.
func TestParkingPlans(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		place := func(label string) exchange.Place {
			return exchange.Place{ID: "p", Name: "地库", Spaces: []exchange.Space{
				{ID: "s", Label: label, Zone: exchange.Zone{{121.47, 31.23}, {121.470025, 31.23}, {121.470025, 31.23005}}},
			}}
		}
		for _, said := range [][3]string{{"north", "owners", "A-1"}, {"east", "property", "B-1"}, {"north", "property", "A-2"}} {
			if err := town.KeepParkingPlan(ctx, garden, said[0], said[1], place(said[2])); err != nil {
				t.Fatal(err)
			}
		}
		plans, err := town.ParkingPlans(ctx, garden)
		if err != nil || len(plans) != 2 || plans[0].Lot != "east" || plans[1].Body != "property" || plans[1].At == 0 ||
			!reflect.DeepEqual(plans[1].Place, place("A-2")) {
			t.Errorf("%+v %v", plans, err)
		}
		if others, err := town.ParkingPlans(ctx, "elsewhere"); err != nil || len(others) != 0 {
			t.Errorf("another community has %+v: %v", others, err)
		}
		for range 2 { // the same again is harmless
			if err := town.DropParkingPlan(ctx, garden, "north"); err != nil {
				t.Error(err)
			}
		}
		if plans, err := town.ParkingPlans(ctx, garden); err != nil || len(plans) != 1 || plans[0].Lot != "east" {
			t.Errorf("%+v %v", plans, err)
		}
	})
}
