// SPDX-License-Identifier: Apache-2.0

package api

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/points"
)

// earner is an owner of one home, and his browser.
type earner struct {
	*client
	v     *village.Village
	by    *village.Signer
	name  string
	unit  string
	house string
}

// earners are three owners of a community, who own nothing together.
func earners(t *testing.T) []*earner {
	t.Helper()
	tw := townOf(t)
	lift(tw)
	v, _ := tw.known(t, "api-points")
	var all []*earner
	for _, right := range v.Rights {
		if len(right.Owners) > 1 || len(right.Units) > 1 {
			continue
		}
		e := &earner{client: tw.browser(t), v: v, by: v.Voter(right), unit: right.Units[0].ID}
		e.community = v.ID
		e.mustLogIn(e.by.Key)
		person, err := tw.store.Person(t.Context(), v.ID, right.Owners[0])
		if err != nil {
			t.Fatal(err)
		}
		e.name = person.Name
		if e.house, err = tw.store.House(t.Context(), v.ID, e.unit); err != nil {
			t.Fatal(err)
		}
		if all = append(all, e); len(all) == 3 {
			return all
		}
	}
	t.Fatalf("%d owners of one home, not 3", len(all))
	return nil
}

// signs relays an act with this number, or with the owner's next one if it is 0, and returns its hash.
func (e *earner) signs(kind string, seq int64, body any) string {
	e.Helper()
	signed, err := e.v.Act(kind, body, e.by)
	if seq > 0 {
		signed, err = village.Sign(e.v.Draft(kind, seq, e.by), body, e.by)
	}
	if err != nil {
		e.Fatal(err)
	}
	must(e, 201, e.post(signed))
	return act.HashOf(signed.Text).String()
}

func (e *earner) mine() MyPoints {
	e.Helper()
	return decode[MyPoints](e, must(e, 200, e.get("/me/points")))
}

func (e *earner) public() Points {
	e.Helper()
	return decode[Points](e, must(e, 200, e.browser(e).get("/communities/"+e.v.ID+"/points")))
}

// Help earns points once the household that was helped confirms it; only who has to do with it sees it, and who names a home learns nothing
// of it by that.
func TestPoints(t *testing.T) {
	all := earners(t)
	helper, helped, third := all[0], all[1], all[2]
	if p := third.public(); p.Plan != nil || p.Sheet != (PointsSheet{}) {
		t.Errorf("before anything is adopted: %+v", p)
	}
	if err := helper.Adopt(t.Context(), helper.v, points.Plan{LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}}); err != nil {
		t.Fatal(err)
	}
	if err := helper.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}

	id := helper.signs(points.TypeHelpDone, 0, points.HelpDone{
		Day: act.Int(rules.Day(time.Now().Unix())), Helped: helped.unit, Helper: helper.unit, Minutes: 90, Rule: "help",
	})
	m := helper.mine()
	if len(m.Helped) != 1 || m.Helped[0].Paid || m.Helped[0].Points != 90 || m.Homes[0].Usable != 0 || len(m.ToConfirm) != 0 {
		t.Errorf("who helped, before it is confirmed: %+v", m)
	}
	if raw := helper.get("/me/points").body; strings.Contains(raw, helped.house) || strings.Contains(raw, helped.name) {
		t.Errorf("who names a home learns whose it is: %s", raw)
	}
	m = helped.mine()
	if len(m.Helped) != 0 || len(m.ToConfirm) != 1 {
		t.Fatalf("who was helped: %+v", m)
	}
	if d := m.ToConfirm[0]; d.Help != id || d.Title != "邻里互助" || d.Name != helper.name || d.House != helped.house ||
		d.Helper != helper.unit {
		t.Errorf("what waits for who was helped: %+v", d)
	}
	if p := third.public(); p.Plan == nil || p.Plan.Rules[0].Issued != 0 || p.Sheet.Issued != 0 {
		t.Errorf("nothing is confirmed, and there are %+v", p)
	}

	helped.signs(points.TypeHelpConfirm, 1, points.HelpConfirm{Help: id, Helper: helper.unit, Rule: "help"})
	m = helper.mine()
	if home := m.Homes[0]; home.House != helper.house || home.Usable != 90 || len(home.Lots) != 1 ||
		home.Lots[0].Until <= time.Now().Unix() {
		t.Errorf("what was earned: %+v", home)
	}
	if d := m.Helped; len(d) != 1 || !d[0].Paid || d[0].Points != 90 || d[0].House != helped.house {
		t.Errorf("who helped, when it is confirmed: %+v", d)
	}
	if m := helped.mine(); len(m.ToConfirm) != 0 || m.Homes[0].Usable != 0 {
		t.Errorf("who was helped, when it is confirmed: %+v", m)
	}
	if m := third.mine(); len(m.Helped)+len(m.ToConfirm) != 0 || m.Homes[0].Unit != third.unit {
		t.Errorf("who has nothing to do with it sees %+v", m)
	}
	if p := third.public(); p.Plan.Rules[0].Issued != 90 || p.Sheet != (PointsSheet{Issued: 90, Accounts: 90}) {
		t.Errorf("the sheet: %+v %+v", p.Plan, p.Sheet)
	}
	must(t, 401, third.browser(t).get("/me/points"))
	must(t, 404, third.browser(t).get("/communities/none/points"))
}
