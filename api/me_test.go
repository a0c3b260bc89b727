// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"testing"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// A unit is sold while an election is held, which goes on by its own version of the roll: who sold it still casts, his proxy does,
// and who bought it has no vote there.
func TestSoldDuringAnElection(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v := tw.shared(t, "api-sold")
	single, couple := rightOf(t, v, 1), rightOf(t, v, 2)
	seller, buyer, spouse := v.People[single.Owners[0]], v.People[couple.Owners[0]], v.People[couple.Owners[1]]
	e, err := v.NewElection("held")
	if err != nil {
		t.Fatal(err)
	}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	on, err := tw.Open(t.Context(), e, "年度预算", rules, []vote.DraftContest{{
		ID: contestID, Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "年度预算",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := tw.Do(t.Context())(e.Grant(single.ID, spouse.Person, seller)); err != nil {
		t.Fatal(err)
	}
	units := []community.Unit{}
	for _, right := range v.Rights {
		for _, unit := range right.Units {
			if slices.Equal(unit.Owners, single.Owners) {
				unit.Owners = []string{buyer.Person}
			}
			units = append(units, unit)
		}
	}
	if err := v.SetRoll(units); err != nil {
		t.Fatal(err)
	}
	if err := tw.LoadRoll(t.Context(), v, 2, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	bought := community.RightID([]string{buyer.Person})
	for who, c := range map[string]struct {
		by     *client
		rights map[string]MyRightItemRole
	}{
		"the seller": {tw.as(t, v, seller), map[string]MyRightItemRole{single.ID: "voter"}},
		"the buyer":  {tw.as(t, v, buyer), map[string]MyRightItemRole{couple.ID: "co-owner", bought: "voter"}},
		"a proxy":    {tw.as(t, v, spouse), map[string]MyRightItemRole{couple.ID: "co-owner", single.ID: "proxy"}},
	} {
		me := decode[Me](t, must(t, http.StatusOK, c.by.get("/me")))
		for _, item := range me.Rights {
			if item.Role != c.rights[item.Right] {
				t.Errorf("%s has the right %s as %q, want %q", who, item.Right, item.Role, c.rights[item.Right])
			}
			if votes := len(item.Elections) > 0; votes == (item.Right == bought) {
				t.Errorf("%s: %+v", who, item)
			}
		}
		if len(me.Rights) != len(c.rights) {
			t.Errorf("%s has %d rights, want %d", who, len(me.Rights), len(c.rights))
		}
	}
	signed, err := e.Cast(on, seller, single.ID, 1, election.Selections{contestID: {election.Agree}})
	if err != nil {
		t.Fatal(err)
	}
	must(t, http.StatusCreated, tw.browser(t).post(signed))
}
