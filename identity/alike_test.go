// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/community"
)

// Every file of testdata/alike gives the people, heads and remarks that its name promises, and has pseudonyms for just these people.
func TestAlike(t *testing.T) {
	type expected struct {
		People   []string
		Heads    int64
		Notes    map[int]string
		Findings map[int]string
	}
	data, err := os.ReadFile("testdata/alike/expect.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases map[string]expected
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for name, want := range cases {
		t.Run(name, func(t *testing.T) {
			roll := read(t, "alike/"+name+".csv")
			got := expected{People: append([]string{}, roll.Names()...), Heads: community.Total(community.Rights(roll.Units()), true).Heads}
			for _, remark := range roll.Remarks {
				got.Notes = put(got.Notes, remark.Row, remark.Note)
				got.Findings = put(got.Findings, remark.Row, remark.Finding)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if roll.Findings() > 0 {
				return
			}
			units, _, err := roll.Pseudonymise(identity.Secrets{}, &counter{})
			if err != nil {
				t.Fatal(err)
			}
			if heads := community.Total(community.Rights(units), true).Heads; heads != want.Heads {
				t.Errorf("%d heads under pseudonyms", heads)
			}
		})
	}
}

func put(remarks map[int]string, row int, text string) map[int]string {
	if text == "" {
		return remarks
	}
	if remarks == nil {
		remarks = map[int]string{}
	}
	remarks[row] = text
	return remarks
}

// Two versions of the roll that spell people and homes in two ways are of the same people and homes, who are then called as the
// newer one spells them.
func TestSpellingsOfTwoVersions(t *testing.T) {
	const first = header + "1幢,1单元,101,住宅,88,阿依·古丽,王 五,,,已交付\n1幢,1单元,102,住宅,88,JOHN SMITH,,00000019500101001X,,已交付\n1幢,1单元,103,住宅,88,丙,,,,已交付\n"
	const second = header + "1栋,一单元,0101室,住宅,88,王五,阿依.古丽,,,已交付\n1号楼,1,102,住宅,88,John Smith,,00000019500101001x,,已交付\n1幢,1单元,103,住宅,90,丙,,,,已交付\n"
	each(t, func(t *testing.T, town *town) {
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(first))))
		before := map[string]string{}
		for _, name := range []string{"阿依·古丽", "王 五", "JOHN SMITH", "丙"} {
			before[name] = town.person(name).Pseudonym
		}
		i := town.dryRun(strings.NewReader(second))
		d := i.Difference
		if len(d.Added)+len(d.Removed)+len(d.HeadsGained)+len(d.HeadsLost) != 0 || len(d.Changed) != 3 {
			t.Fatalf("difference %+v", d)
		}
		for at, what := range []string{"spelling", "spelling", "area"} {
			if !slices.Equal(d.Changed[byUnit(d.Changed, []string{"1栋-一单元-0101室", "1号楼-1-102", "1幢-1单元-103"}[at])].What, []string{what}) {
				t.Errorf("changed %+v", d.Changed)
			}
		}
		draft := town.accept(i)
		for was, is := range map[string]string{"阿依·古丽": "阿依.古丽", "王 五": "王五", "JOHN SMITH": "John Smith", "丙": "丙"} {
			if town.person(is).Pseudonym != before[was] {
				t.Errorf("%s, once %s, is another person", is, was)
			}
		}
		town.approve(draft)
		if draft.Roll.Units != 3 || draft.Roll.WithParking.Heads != 3 {
			t.Errorf("%d units, %+v", draft.Roll.Units, draft.Roll.WithParking)
		}
		if ok, err := town.CheckIDNumber(t.Context(), garden, before["JOHN SMITH"], "000000 19500101 001Ｘ\u200b",
			town.officers["owners"].ID); err != nil || !ok {
			t.Errorf("the ID number typed otherwise: %v %v", ok, err)
		}
		if houses, err := town.Houses(t.Context(), garden); err != nil || houses[before["JOHN SMITH"]][0] != "1号楼-1-102" {
			t.Errorf("houses %v %v", houses, err)
		}
	})
}

func byUnit(changes []identity.Change, unit string) int {
	return max(0, slices.IndexFunc(changes, func(c identity.Change) bool { return c.Unit == unit }))
}

// An officer who types his own name, or the house, in another way has still his own case before him; nor is a placeholder an owner.
func TestSaleSpelledOtherwise(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(header + "1幢,1单元,101,住宅,88,王五,,,,已交付\n1幢,1单元,102,住宅,88,丙,,,,已交付\n"))))
		own := town.addOfficer("residents", "王五", town.person("王五").Pseudonym)
		for name, c := range map[string]struct {
			officer string
			sale    identity.Transfer
			want    error
		}{
			"to himself": {own.ID, identity.Transfer{Unit: "1幢-1单元-102", Owners: []string{"王\u200b 五"}, Status: community.Sold},
				identity.ErrOwnCase},
			"his own": {own.ID, identity.Transfer{Unit: "1栋1单元101室", Owners: []string{"丁"}, Status: community.Sold},
				identity.ErrOwnCase},
			"to nobody": {town.officers["owners"].ID, identity.Transfer{Unit: "1幢-1单元-102", Owners: []string{"无"}, Status: community.Sold},
				community.ErrInvalidRoll},
			"to ditto": {town.officers["owners"].ID, identity.Transfer{Unit: "1幢-1单元-102", Owners: []string{"同上"},
				Status: community.Sold}, community.ErrInvalidRoll},
			"to one twice": {
				town.officers["owners"].ID, identity.Transfer{Unit: "1幢-1单元-102", Owners: []string{"王五", "王 五"}, Status: community.Sold},
				community.ErrInvalidRoll,
			},
		} {
			if _, err := town.Transfer(t.Context(), garden, c.officer, c.sale); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		sale, err := town.Transfer(t.Context(), garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1号楼-1-0102", Owners: []string{"王 五"}, Status: community.Sold})
		if err != nil {
			t.Fatal(err)
		}
		if want := "0 units added, 0 removed, 1 changed; 0 heads gained, 1 lost; 1 heads of 17600 dm² now"; sale.Difference.String() != want {
			t.Errorf("%v, want %s", sale.Difference, want)
		}
	})
}
