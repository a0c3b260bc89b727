// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/calendar"
)

// overseers are officers of two bodies, in a community whose owners have an eye on its points.
type overseers struct {
	*staffed
	helper, helped, third *earner
}

func overseersOf(t *testing.T, id string) *overseers {
	t.Helper()
	return overseersAmong(t, id, 2)
}

// overseersAmong are those of the first two of so many bodies.
func overseersAmong(t *testing.T, id string, bodies int) *overseers {
	t.Helper()
	all := earners(t, id, bodies)
	o := &overseers{&staffed{office: &office{t, all[0].town, all[0].v}}, all[0], all[1], all[2]}
	o.officers()
	return o
}

// agreed is the plan that they vote on: a point a minute.
func agreed() points.Plan {
	return points.Plan{Gifts: true, LifeDays: 100, Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "garden", Title: "园艺", Way: points.Volunteer},
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}}
}

func (o *overseers) plans() []VotedPlan {
	o.Helper()
	return decode[VotedPlans](o, must(o, 200, o.li.get("/points/plans"))).Items
}

func (o *overseers) duties() PointsDuties {
	o.Helper()
	return decode[PointsDuties](o, must(o, 200, o.zhang.get("/points/duties")))
}

func (o *overseers) earnings(of *earner) PointsEarnings {
	o.Helper()
	return decode[PointsEarnings](o, must(o, 200, o.zhang.get("/points/earnings?unit="+of.unit)))
}

// confirms has an officer confirm work for the community, which is numbered by what it confirms.
func (o *overseers) confirms(by *client, key *device, d PointsDuty) answer {
	o.Helper()
	seq := key.seq
	key.seq = 0
	signed := o.act(key, points.TypeHelpConfirm, points.HelpConfirm{Help: d.Help, Helper: d.Helper, Rule: d.Rule})
	key.seq = seq
	return by.post(signed)
}

// helps has one household help another one, which confirms it.
func (e *earner) helps(other *earner, minutes int64) {
	e.Helper()
	id := e.says(other.unit, "help", minutes)
	other.signs(points.TypeHelpConfirm, 1, points.HelpConfirm{Help: id, Helper: e.unit, Rule: "help"})
}

// says has a household say today that it has helped another one, or "" the community.
func (e *earner) says(helped, rule string, minutes int64) string {
	e.Helper()
	return e.signs(points.TypeHelpDone, 0, points.HelpDone{
		Day: act.Int(calendar.DayOf(time.Now().Unix())), Helped: helped, Helper: e.unit, Minutes: act.Int(minutes), Rule: rule,
	})
}

func sha256Hex(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// What is put to the vote is public, is what its hash says, and could be put in force; and it is put in force once owners have agreed.
func TestPlanIsVotedOn(t *testing.T) {
	o := overseersOf(t, "api-plan")
	plan := agreed()
	text, err := act.Canonical(plan)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := plan.Hash()
	if err != nil {
		t.Fatal(err)
	}
	if a := o.third.browser(t).get("/communities/" + o.v.ID + "/texts/" + hash); a.status != 404 {
		t.Errorf("before it is left: %d %s", a.status, a.body)
	}
	leave := func(text string) answer {
		return o.zhang.do(http.MethodPost, "/vote-texts", KeepVoteTextJSONBody{Kind: VoteTextKindPlan, Text: text})
	}
	for name, bad := range map[string]string{
		"not canonical": " " + text, "no plan": "{}", "the least of all is nothing": strings.ReplaceAll(text, `"points":"60"`, `"points":"0"`),
	} {
		if a := leave(bad); a.status != 422 || decode[Problem](t, a).Code == "" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for range 2 {
		if kept := decode[VoteText](t, must(t, 201, leave(text))); kept.Hash != hash {
			t.Errorf("%+v, not %s", kept, hash)
		}
	}
	shown := decode[VoteText](t, must(t, 200, o.third.browser(t).get("/communities/"+o.v.ID+"/texts/"+hash)))
	if shown.Text != text || sha256Hex(shown.Text) != hash || shown.Kind != VoteTextKindPlan {
		t.Errorf("%+v", shown)
	}
	if list := decode[VoteTexts](t, must(t, 200, o.zhang.get("/vote-texts"))); len(list.Items) != 1 {
		t.Errorf("%+v", list)
	}
	o.third.play([]scenario{
		{path: "/vote-texts", status: 403, hasNot: []string{hash}},
		{path: "/points/plans", status: 403, hasNot: []string{hash}},
		{method: http.MethodPost, path: "/vote-texts", body: KeepVoteTextJSONBody{Kind: VoteTextKindPlan, Text: text}, status: 403},
	})

	adopt, err := o.AgreeTo(t.Context(), o.v, plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := o.plans(); len(all) != 1 || all[0].Waits != "" || all[0].Text != text || all[0].Hash != hash || all[0].Election != "plan" {
		t.Fatalf("agreed to: %+v", all)
	}
	must(t, 201, o.two(points.TypePointsAdopt, adopt))
	if all := o.plans(); len(all) != 1 || all[0].Waits != VotedPlanWaitsInForce {
		t.Errorf("in force: %+v", all)
	}
	if p := o.third.public(); p.Plan == nil || p.Plan.Version != 1 {
		t.Errorf("%+v", p)
	}
}

// Officers see what waits for them and what looks odd, of nobody else; and two bodies take back what was wrong.
func TestPointsOfficers(t *testing.T) {
	o := overseersOf(t, "api-points-office")
	if err := o.Adopt(t.Context(), o.v, agreed()); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.helper.says("", "garden", 120)
	o.helper.helps(o.helped, 90)
	o.helper.says(o.third.unit, "help", 7) // which nobody confirms
	if d := o.duties(); len(d.Pairs) != 0 {
		t.Errorf("one helps, the other one confirms: %+v", d.Pairs)
	}
	o.helped.helps(o.helper, 30)

	d := o.duties()
	if len(d.Deeds) != 1 || d.Deeds[0].Points != 120 || d.Deeds[0].House != o.helper.house || d.Deeds[0].Name != o.helper.name {
		t.Fatalf("what waits: %+v", d.Deeds)
	}
	if len(d.Pairs) != 1 || d.Pairs[0].One.Points+d.Pairs[0].Other.Points != 120 || d.Pairs[0].One.Times != 1 {
		t.Fatalf("what is odd: %+v", d.Pairs)
	}
	raw := o.zhang.get("/points/duties").body
	for _, absent := range []string{o.third.house, o.third.name, o.third.unit, o.helped.name} {
		if strings.Contains(raw, absent) {
			t.Errorf("officers see %q without need: %s", absent, raw)
		}
	}
	o.third.play([]scenario{
		{path: "/points/duties", status: 403, hasNot: []string{o.helper.house}},
		{path: "/points/earnings?unit=" + o.helper.unit, status: 403, hasNot: []string{o.helper.house}},
		{method: http.MethodPost, path: "/points/earnings/" + d.Deeds[0].Help + "/reversal",
			body: ProposeReversalJSONBody{Amount: 1, Reason: "none"}, status: 403},
	})
	must(t, 201, o.confirms(o.zhang, o.zhangKey, d.Deeds[0]))
	if a := o.confirms(o.li, o.liKey, d.Deeds[0]); decode[Problem](t, a).Code != string(points.Paid) {
		t.Errorf("confirmed twice: %d %s", a.status, a.body)
	}
	if d := o.duties(); len(d.Deeds) != 0 {
		t.Errorf("confirmed, and it waits: %+v", d.Deeds)
	}
	o.reverses(o.helper)
}

// reverses has two bodies take back what a household has earned by the other one of its pair.
func (o *overseers) reverses(of *earner) {
	o.Helper()
	var earnings PointsEarnings
	o.audited("list.seen", "owners", func() { earnings = o.earnings(of) })
	if len(earnings.Items) != 2 || earnings.House != of.house {
		o.Fatalf("%+v", earnings)
	}
	wrong := earnings.Items[0]
	if wrong.Rule != "help" {
		wrong = earnings.Items[1]
	}
	if wrong.Helped != o.helped.house || wrong.Minutes != 90 || wrong.Amount != 90 {
		o.Errorf("%+v", wrong)
	}
	path := "/points/earnings/" + wrong.Earning + "/reversal"
	if a := o.zhang.do(http.MethodPost, path, ProposeReversalJSONBody{Amount: 91, Reason: "没有帮过"}); a.problem() != "not-possible-now" {
		o.Errorf("more than was earned: %d %s", a.status, a.body)
	}
	draft := decode[points.PointsReverse](o, must(o, 201, o.zhang.do(http.MethodPost, path, ProposeReversalJSONBody{
		Amount: 80, Reason: "没有帮过",
	})))
	if strings.Contains(draft.Reason, "没有帮过") || !strings.HasPrefix(draft.Earning, wrong.Earning) {
		o.Errorf("%+v", draft)
	}
	left := decode[PendingAct](o, must(o, 201, o.zhang.do(http.MethodPost, "/pending-acts", o.act(o.zhangKey, points.TypePointsReverse, draft))))
	about := decode[AboutAct](o, must(o, 200, o.li.get("/pending-acts/"+left.Act+"/about")))
	if about.Text != "没有帮过" || about.Name != of.name {
		o.Errorf("what the second officer is told: %+v", about)
	}
	must(o, 201, o.li.do(http.MethodPost, "/pending-acts/"+left.Act+"/sign", o.liKey.sign(o, left.Text)))
	for _, e := range o.earnings(of).Items {
		if want := map[bool]int64{true: 80}[e.Earning == wrong.Earning]; e.Reversed != want {
			o.Errorf("after the reversal: %+v", e)
		}
	}
	if p := o.duties().Pairs; len(p) != 1 || p[0].One.Points+p[0].Other.Points != 40 {
		o.Errorf("after the reversal: %+v", p)
	}
}

// Who has helped, and who was helped, can give to the other one; nobody learns of another home by it.
func TestGiftsToNeighbours(t *testing.T) {
	o := overseersOf(t, "api-gifts")
	if err := o.Adopt(t.Context(), o.v, agreed()); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	near := func(e *earner) []identity.Home {
		return decode[PointsNeighbours](t, must(t, 200, e.get("/me/points/neighbours"))).Items
	}
	o.helper.says(o.third.unit, "help", 7)
	o.helper.says("", "garden", 60)
	if n := near(o.helper); len(n) != 0 {
		t.Errorf("who names a home learns whose it is: %+v", n)
	}
	o.helper.helps(o.helped, 90)
	o.helper.helps(o.helped, 10)
	for me, other := range map[*earner]*earner{o.helper: o.helped, o.helped: o.helper} {
		if n := near(me); len(n) != 1 || n[0] != (identity.Home{Unit: other.unit, House: other.house}) {
			t.Errorf("%s: %+v", me.house, n)
		}
	}
	if n := near(o.third); len(n) != 0 {
		t.Errorf("who has nothing to do with it: %+v", n)
	}
	o.helper.signs(points.TypePointsGift, 0, points.PointsGift{Amount: 40, From: o.helper.unit, To: o.helped.unit})
	if mine, theirs := o.helper.mine().Homes[0], o.helped.mine().Homes[0]; mine.Usable != 60 || theirs.Usable != 40 {
		t.Errorf("%+v, %+v", mine, theirs)
	}
	must(t, 401, o.third.browser(t).get("/me/points/neighbours"))
	must(t, 403, o.zhang.get("/me/points/neighbours"))
}
