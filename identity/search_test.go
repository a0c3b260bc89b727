// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/identity"
)

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(firstRoll))))
		officer := town.officers["owners"].ID
		for text, want := range map[string][]string{
			"甲": {"甲"}, "1幢-1-102": {"丙"}, "1幢-1-10２": {"丙"}, "%": nil, "_": nil, `\`: nil, "9幢": nil,
			"丙\u200b": {"丙"}, "丙\t": {"丙"}, "1栋": {"乙", "甲", "丙"}, "1号楼1单元102室": {"丙"}, "1-102": {"丙"}, "\u200b": nil,
		} {
			found, err := town.Search(ctx, garden, text, officer)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range found {
				names = append(names, f.Name)
			}
			if !slices.Equal(names, want) {
				t.Errorf("%q: %v, want %v", text, names, want)
			}
		}
		person := town.person("丙").Pseudonym
		own := town.addOfficer("residents", "丙", person)
		found, err := town.Found(ctx, garden, person, own.ID)
		if err != nil || !found.OwnCase || found.Houses[0] != "1幢-1-102" || found.Passkeys != 0 {
			t.Errorf("%+v %v", found, err)
		}
		for _, home := range found.Units {
			if number, err := town.House(ctx, garden, home.Unit); err != nil || number != home.House {
				t.Errorf("a home %+v, of which the register says %q %v", home, number, err)
			}
		}
		if len(found.Units) != len(found.Houses) {
			t.Errorf("homes %+v of houses %v", found.Units, found.Houses)
		}
		if cases, err := town.Cases(ctx, garden, own.ID, person, "nobody"); err != nil || len(cases) != 1 || !cases[person].OwnCase ||
			cases[person].Name != "丙" {
			t.Errorf("in a list: %+v %v", cases, err)
		}
		if _, err := town.Found(ctx, garden, "nobody", officer); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		if _, err := town.Search(ctx, garden, "甲", "no officer"); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("a search by nobody: %v", err)
		}
		if got := town.actions(person); strings.Count(got, "person.seen") != 8 {
			t.Errorf("audit of 丙: %s", got)
		}
	})
}

func TestTextsOfOwnersAndOfficers(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.accept(town.dryRun(strings.NewReader(firstRoll)))
		person := town.person("丙").Pseudonym
		own := town.addOfficer("residents", "丙", person)
		hash, err := town.KeepOwnText(ctx, garden, identity.Objection, person, "salt", "面积不对")
		if text, err2 := town.Text(ctx, garden, person, hash); errors.Join(err, err2) != nil || text.Text != "面积不对" ||
			text.Person != person {
			t.Errorf("%+v %v %v", text, err, err2)
		}
		if text, err := town.Text(ctx, garden, town.person("甲").Pseudonym, hash); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("as a text of another person's: %+v %v", text, err)
		}
		if _, err := town.KeepOwnText(ctx, garden, identity.Objection, "nobody", "salt", "x"); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("of nobody: %v", err)
		}
		for i := 1; i < 100; i++ {
			if _, err := town.KeepOwnText(ctx, garden, identity.Objection, person, "salt", strconv.Itoa(i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := town.KeepOwnText(ctx, garden, identity.Objection, person, "salt", "one more"); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("more than enough: %v", err)
		}
		if _, err := town.KeepAnswer(ctx, garden, person, "说得对", own.ID); !errors.Is(err, identity.ErrOwnCase) {
			t.Errorf("an answer to himself: %v", err)
		}
		if _, err := town.KeepAnswer(ctx, garden, person, "说得对", town.officers["owners"].ID); err != nil {
			t.Error(err)
		}
		if got := town.actions(person); !strings.HasSuffix(got, "answer.kept") {
			t.Errorf("audit %s", got)
		}
	})
}
