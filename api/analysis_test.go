// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// threeBuildings is a roll of 12, 12 and 3 homes.
func threeBuildings() string {
	var roll strings.Builder
	roll.WriteString("楼栋,单元,房号,用途,专有部分面积(㎡),产权人,交付状态\n")
	for building, homes := range map[int]int{1: 12, 2: 12, 3: 3} {
		for i := range homes {
			fmt.Fprintf(&roll, "%d幢,1单元,%d,住宅,%d.%02d,业主%d%02d,已交付\n", building, 101+i, 80+building, 10+i, building, i)
		}
	}
	return roll.String()
}

// inBuilding are the rights of a building, which the areas of this roll tell apart.
func inBuilding(v *village.Village, building int64) []community.Right {
	return slices.DeleteFunc(v.Heads(), func(r community.Right) bool { return r.Units[0].AreaDm2/100 != 80+building })
}

// mustVote has rights vote: the first online of them online, the others on paper.
func (tw *town) mustVote(t *testing.T, e *village.Election, rights []community.Right, online int, choice string) {
	t.Helper()
	on, err := tw.Election(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	var acts []act.Signed
	for i, right := range rights {
		selections := election.Selections{contestID: {choice}}
		signed, err := e.Cast(on, e.Village.Voter(right), right.ID, 1, selections)
		if i >= online {
			signed, err = e.Paper(on, right.Owners[0], right.ID, 1, [32]byte{byte(i)}, selections)
		}
		if err != nil {
			t.Fatal(err)
		}
		acts = append(acts, signed)
	}
	if _, err := tw.Batch(t.Context(), acts...); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAnalysis(t *testing.T) {
	tw := townOf(t)
	v, e := tw.knownBy(t, "api-analysis", strings.NewReader(threeBuildings()))
	one, two, three := inBuilding(v, 1), inBuilding(v, 2), inBuilding(v, 3)
	officer, anybody := tw.as(t, v, v.Convener()), tw.browser(t)
	path := "/communities/api-analysis/elections/budget/analysis"
	early := []scenario{
		{path: path, status: 404, has: []string{"not-published"}, hasNot: []string{"幢", "voted"}},
		{path: path + ".csv", status: 404, has: []string{"not-published"}, hasNot: []string{"幢"}},
	}
	anybody.play(early)
	officer.play([]scenario{
		{name: "nobody has come", path: "/elections/budget/analysis", status: 200,
			has: []string{`"voted":{"heads":0`, `"groups":[]`, `"contests":[]`}},
		{path: "/elections/nothing/analysis", status: 404},
	})
	tw.mustVote(t, e, one[:5], 5, election.Agree)
	tw.mustVote(t, e, two[:3], 0, election.Agree)
	tw.mustVote(t, e, three[:2], 2, "disagree")
	tw.mustVote(t, e, two[3:6], 0, election.Agree)
	officer.play([]scenario{
		{
			name: "while the vote runs, before each group has enough", path: "/elections/budget/analysis", status: 200,
			has: []string{
				`"voted":{"heads":13,`, `"buildings":{"heads":0,"groups":[]}`, `"ways":{"heads":5,"groups":[{"names":["online"],"heads":5}`,
				`"contests":[]`, `"votes":[]`,
			},
			hasNot: []string{"幢", "agree", one[0].ID, three[0].ID, `"heads":7`, `"heads":6`, `"heads":2,`},
		},
		{name: "the same for spreadsheets", path: "/elections/budget/analysis.csv", status: 200, has: []string{"\r\nturnout,,,,,13,27,"},
			hasNot: []string{"agree", "幢"}},
	})
	anybody.play(early)
	tw.mustVote(t, e, one[5:8], 3, election.Agree)
	buildings := `"buildings":{"heads":15,"groups":[{"names":["1幢","3幢"],"heads":9,"of":15},{"names":["2幢"],"heads":6,"of":12}]}`
	officer.play([]scenario{{name: "each building has enough", path: "/elections/budget/analysis", status: 200, has: []string{buildings},
		hasNot: []string{"agree"}}})
	tw.mustPublish(t, e)

	anybody.play([]scenario{
		{
			path: path, status: 200,
			has: []string{
				`"voted":{"heads":16,`, `"body":"owners"`, `"names":["agree","disagree"],"heads":16`,
				`"names":["online"],"heads":10},{"names":["paper"],"heads":6}`,
				buildings, // the sixteenth would be known to who has seen the fifteen
			},
			hasNot: []string{`"names":["disagree"]`, `"names":["3幢"]`, `"heads":2,`, `"heads":2}`, three[0].ID},
		},
		{path: path + ".csv", status: 200, has: []string{
			"\ufefftable,of what,group,from,to,heads,of heads,area m2,of area m2\r\nturnout,,,,,16,27,",
			"\r\nbuilding,,1幢 + 3幢,,,9,15,,\r\n", "\r\nway,,online,,,10,,,\r\n",
			"\r\ncontest,预算,agree + disagree,,,16,,", "\r\nvotes,年度预算,",
		}, hasNot: []string{",3幢,", ",disagree,"}},
		{path: path + ".csv", headers: []string{"Accept-Language", "zh"}, status: 200, has: []string{"表,项目", ",线上,", ",同意 + 反对,"},
			hasNot: []string{"online"}},
		{path: "/communities/api-analysis/elections/nothing/analysis", status: 404},
	})
	officer.play([]scenario{{path: "/elections/budget/analysis", status: 200, has: []string{`"stage":"objection"`, `"names":["agree"`}}})
}

// mustPublish has an election closed, opened, counted and published.
func (tw *town) mustPublish(t *testing.T, e *village.Election) {
	t.Helper()
	ctx := t.Context()
	err := tw.CloseAndUnseal(ctx, e, []string{"owners", "residents"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := tw.Tally(ctx, e, func(int, int) {})
	if err == nil {
		err = tw.Publish(ctx, e, result)
	}
	if err == nil {
		err = tw.catchUp(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}
