// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/rules/parking/exchange"
)

// rowOf is a place with spaces in a row, each 2.4 m wide, by their ids and labels; one whose id begins with "-" is nowhere.
func rowOf(spaces ...[2]string) string {
	p := exchange.Place{ID: "row", Name: "一排"}
	for i, s := range spaces {
		x := 121.47 + float64(i)*0.000025
		space := exchange.Space{ID: s[0], Label: s[1]}
		if !strings.HasPrefix(s[0], "-") {
			space.Zone = exchange.Zone{{x, 31.23}, {x + 0.000025, 31.23}, {x + 0.000025, 31.23005}, {x, 31.23005}}
		}
		p.Spaces = append(p.Spaces, space)
	}
	raw, err := json.Marshal(p.Elements(1))
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// The body that keeps a car park's gates says where the spaces are, and is told what of its file the ledger does not have, and of the
// ledger the file. Whoever lives here sees it.
func TestParkingPlan(t *testing.T) {
	s := siteOf(t, "api-parking-plan")
	puts := func(by *client, lot, file string) answer {
		return by.do(http.MethodPut, "/parking/plans/"+lot, PutParkingPlanJSONBody{File: file})
	}
	plans := func(by *client) []ParkingPlan {
		return decode[ParkingPlans](t, must(t, 200, by.get("/parking/plans"))).Items
	}
	if l := plans(s.guest.client); len(l) != 0 {
		t.Errorf("before anybody has said anything: %+v", l)
	}
	file := rowOf([2]string{"space-0", "甲"}, [2]string{"x1", "A-1"}, [2]string{"x2", "B-9"}, [2]string{"-3", "A-2"},
		[2]string{"x4", "双"}, [2]string{"x5", "双"})
	got := decode[ParkingPlan](t, must(t, 200, puts(s.zhang, carPark, file)))
	if len(got.Levels) != 1 || got.Lot != carPark || got.Body != "owners" {
		t.Fatalf("%+v", got)
	}
	named := map[string]string{}
	for _, space := range got.Levels[0].Spaces {
		named[space.Label] = space.Space
	}
	if want := map[string]string{"甲": "space-0", "A-1": "space-1", "B-9": "", "双": ""}; !reflect.DeepEqual(named, want) {
		t.Errorf("on the plan are %v, not %v", named, want)
	}
	if !slices.Equal(got.Missing, []string{"A-2"}) || !slices.Equal(got.Unknown, []string{"B-9", "双", "双"}) ||
		!slices.Equal(got.Unplaced, []string{"A-2"}) {
		t.Errorf("%+v", got)
	}
	if c := got.Levels[0].Spaces[0].Corners; len(c) != 4 || !slices.Equal(c[3], []int64{100, 100}) || got.Levels[0].Height < 700 {
		t.Errorf("the first one is at %v of %d cm", c, got.Levels[0].Height)
	}
	if l := plans(s.guest.client); len(l) != 1 || l[0].At == 0 || !reflect.DeepEqual(l[0].Levels, got.Levels) {
		t.Errorf("a resident sees %+v", l)
	}
	s.refusedPlans(t, puts)

	must(t, 403, s.li.do(http.MethodDelete, "/parking/plans/"+carPark, nil))
	must(t, 204, s.zhang.do(http.MethodDelete, "/parking/plans/"+carPark, nil))
	if l := plans(s.guest.client); len(l) != 0 {
		t.Errorf("after it was taken away: %+v", l)
	}
}

// refusedPlans fails if something else than a plan of who may say it takes its place.
func (s *site) refusedPlans(t *testing.T, puts func(by *client, lot, file string) answer) {
	t.Helper()
	must(t, 201, s.two(parking.TypeLotSet, lotOf("residents", "south")))
	good := rowOf([2]string{"s", "S-1"})
	if a := puts(s.zhang, "south", good); a.status != 403 || a.problem() != "wrong-role" {
		t.Errorf("another body's car park: %d %s", a.status, a.body)
	}
	must(t, 403, puts(s.guest.client, carPark, good))
	must(t, 401, puts(s.browser(t), carPark, good))
	must(t, 404, puts(s.zhang, "west", good))
	for file, want := range map[string]string{
		"{":                           "JSON",
		rowOf([2]string{"-1", "A-1"}): "spaceBoundedZone",
		strings.Replace(good, "31.23005", "31.3", 1): "coordinates[0][0]",
	} {
		if a := puts(s.zhang, carPark, file); a.status != 422 || a.problem() != "bad-file" || !strings.Contains(decode[Problem](t, a).Detail, want) {
			t.Errorf("%.80s: %d %s", file, a.status, a.body)
		}
	}
}
