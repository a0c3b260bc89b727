// SPDX-License-Identifier: Apache-2.0

package api

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/points"
)

// earning is a community of three homes, each of one owner, with a browser of each owner.
type earning struct {
	*town
	v                 *village.Village
	helper, other, no *client
}

func earners(t *testing.T) *earning {
	t.Helper()
	tw := townOf(t)
	lift(tw)
	v, err := village.New("api-points", tw.Constitution)
	if err != nil {
		t.Fatal(err)
	}
	var units []community.Unit
	for _, id := range []string{"1", "2", "3"} {
		units = append(units, community.Unit{
			ID: "home" + id, Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"owner" + id},
		})
	}
	ctx := t.Context()
	for _, step := range []func() error{
		func() error { return tw.Found(ctx, v) },
		func() error { return v.SetRoll(units) },
		func() error { return tw.LoadRoll(ctx, v, 1, func(int, int) {}) },
		func() error { return tw.EnrolAll(ctx, v) },
		func() error { return tw.catchUp(ctx) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	e := &earning{town: tw, v: v}
	for owner, b := range map[string]**client{"owner1": &e.helper, "owner2": &e.other, "owner3": &e.no} {
		*b = tw.browser(t)
		(*b).community = v.ID
		(*b).mustLogIn(v.People[owner].Key)
	}
	return e
}

// Help earns points once the household that was helped confirms it: only then, and only who has to do with it sees it.
func TestPoints(t *testing.T) {
	e := earners(t)
	mine := func(b *client) MyPoints {
		t.Helper()
		return decode[MyPoints](t, must(t, 200, b.get("/me/points")))
	}
	public := func() Points {
		t.Helper()
		return decode[Points](t, must(t, 200, e.browser(t).get("/communities/"+e.v.ID+"/points")))
	}
	if p := public(); p.Plan != nil || p.Sheet != (PointsSheet{}) {
		t.Errorf("before anything is adopted: %+v", p)
	}
	if err := e.Adopt(t.Context(), e.v, points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}}); err != nil {
		t.Fatal(err)
	}
	if err := e.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}

	done := points.HelpDone{Day: act.Int(rules.Day(time.Now().Unix())), Helped: "home2", Helper: "home1", Minutes: 90, Rule: "help"}
	told, err := e.v.Act(points.TypeHelpDone, done, e.v.People["owner1"])
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, e.helper.post(told))
	id := act.HashOf(told.Text).String()
	if m := mine(e.helper); len(m.Helped) != 1 || m.Helped[0].Paid || m.Helped[0].Points != 90 || m.Homes[0].Usable != 0 || len(m.ToConfirm) != 0 {
		t.Errorf("who helped, before it is confirmed: %+v", m)
	}
	if m := mine(e.other); len(m.Helped) != 0 || len(m.ToConfirm) != 1 || m.ToConfirm[0].Help != id || m.ToConfirm[0].Title != "邻里互助" {
		t.Errorf("who was helped: %+v", m)
	}
	if p := public(); p.Plan == nil || p.Plan.Rules[0].Issued != 0 || p.Sheet.Issued != 0 {
		t.Errorf("nothing is confirmed, and there are %+v", p)
	}

	by := e.v.People["owner2"]
	confirmed, err := village.Sign(e.v.Draft(points.TypeHelpConfirm, 1, by), points.HelpConfirm{Help: id, Helper: "home1", Rule: "help"}, by)
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, e.other.post(confirmed))
	m := mine(e.helper)
	if home := m.Homes[0]; home.Unit != "home1" || home.Usable != 90 || len(home.Lots) != 1 || home.Lots[0].Until <= time.Now().Unix() {
		t.Errorf("what was earned: %+v", home)
	}
	if len(m.Helped) != 1 || !m.Helped[0].Paid || m.Helped[0].Points != 90 {
		t.Errorf("who helped, when it is confirmed: %+v", m.Helped)
	}
	if m := mine(e.other); len(m.ToConfirm) != 0 || m.Homes[0].Usable != 0 {
		t.Errorf("who was helped, when it is confirmed: %+v", m)
	}
	if m := mine(e.no); len(m.Helped)+len(m.ToConfirm) != 0 || m.Homes[0].Unit != "home3" {
		t.Errorf("who has nothing to do with it sees %+v", m)
	}
	if p := public(); p.Plan.Rules[0].Issued != 90 || p.Sheet != (PointsSheet{Issued: 90, Accounts: 90}) {
		t.Errorf("the sheet: %+v %+v", p.Plan, p.Sheet)
	}
	must(t, 401, e.browser(t).get("/me/points"))
	must(t, 404, e.browser(t).get("/communities/none/points"))
}
