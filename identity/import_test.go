// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/community"
)

func TestImportAnEstate(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		file, err := os.ReadFile("testdata/estate-1950.csv")
		if err != nil {
			t.Fatal(err)
		}
		i := town.dryRun(bytes.NewReader(file))
		draft := town.accept(i)
		after := i.Difference.After
		if i.Findings != 0 || after.Units != 2430 || after.WithoutParking != (community.Weight{Heads: 1950, AreaDm2: 21532418}) ||
			len(i.Difference.Added) != 2430 || draft.Roll.WithoutParking != after.WithoutParking {
			t.Errorf("%d findings, totals %+v", i.Findings, after)
		}
		again, err := town.Draft(t.Context(), garden, draft.Version)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(draft.Approve, again.Approve); diff != "" ||
			!slices.EqualFunc(draft.Roll.Chunks, again.Roll.Chunks, bytes.Equal) {
			t.Errorf("the store's draft differs (-accepted +stored):\n%s", diff)
		}
		town.found()
		town.approve(draft)
		var out bytes.Buffer
		if err := town.ExportRoll(t.Context(), garden, 1, town.officers["owners"].ID, &out); err != nil {
			t.Fatal(err)
		}
		if back := town.dryRun(&out); len(back.Remarks) == 0 || back.Findings != 0 || back.Difference.String() !=
			"0 units added, 0 removed, 0 changed; 0 heads gained, 0 lost; 1950 heads of 21532418 dm² now" {
			t.Errorf("an exported roll, imported: %v", back.Difference)
		}
	})
}

func TestDirtyImportChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		file, err := os.ReadFile("testdata/dirty.csv")
		if err != nil {
			t.Fatal(err)
		}
		i := town.dryRun(bytes.NewReader(file))
		if i.Findings == 0 {
			t.Error("no findings")
		}
		if _, err := town.Accept(t.Context(), i, "x"); !errors.Is(err, community.ErrInvalidRoll) {
			t.Errorf("accepted: %v", err)
		}
		people, err := town.People(t.Context(), garden)
		versions, err2 := town.Versions(t.Context(), garden)
		if err != nil || err2 != nil || len(people)+len(versions) != 0 {
			t.Errorf("%d people, %d versions, %v %v", len(people), len(versions), err, err2)
		}
	})
}

const (
	firstRoll = header + "1幢,1,101,住宅,88.36,甲,乙,,,已交付\n1幢,1,102,住宅,88,丙,,ID3,,已交付\n1幢,1,103,住宅,70,,,,,未售\n1幢,1,104,住宅,70,甲,,ID1,,已交付\n"
	nextRoll  = header + "1幢,1,101,住宅,88.36,甲,乙,,,已交付\n1幢,1,102,住宅,89,丁,,,,已交付\n1幢,1,103,住宅,70,丙,,,,已交付\n1幢,2,201,商业,30,丁,,,,已交付\n"
)

func TestNextVersion(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.found()
		dropped := town.accept(town.dryRun(strings.NewReader(header + "9幢,1,1,住宅,50,戊,,,,已交付\n")))
		first := town.accept(town.dryRun(strings.NewReader(firstRoll)))
		if dropped.Version != 1 || first.Version != 1 {
			t.Errorf("versions %d, %d", dropped.Version, first.Version)
		}
		stale := town.dryRun(strings.NewReader(nextRoll))
		town.approve(first)
		people, err := town.People(t.Context(), garden)
		if err != nil {
			t.Fatal(err)
		}
		if names := namesOf(people); !slices.Equal(names, []string{"丙", "乙", "甲"}) {
			t.Errorf("people %v; those of a dropped draft are to be forgotten", names)
		}
		if _, err := town.Accept(t.Context(), stale, "x"); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("a dry run against no version was accepted after version 1: %v", err)
		}
		before := town.person("丙")
		i := town.dryRun(strings.NewReader(nextRoll))
		d := i.Difference
		if !slices.Equal(d.Added, []string{"1幢-2-201"}) || !slices.Equal(d.Removed, []string{"1幢-1-104"}) || len(d.Changed) != 2 ||
			!slices.Equal(d.Changed[0].What, []string{"area", "owners"}) || !slices.Equal(d.Changed[1].What, []string{"owners", "status"}) {
			t.Errorf("difference %+v", d)
		}
		if diff := cmp.Diff([][]string{{"丁"}}, d.HeadsGained); diff != "" {
			t.Errorf("gained (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([][]string{{community.Developer}, {"甲"}}, d.HeadsLost); diff != "" {
			t.Errorf("lost (-want +got):\n%s", diff)
		}
		second := town.accept(i)
		if second.Version != 2 || town.person("丙") != before {
			t.Errorf("version %d, %+v was %+v", second.Version, town.person("丙"), before)
		}
		town.approve(second)
		versions, err := town.Versions(t.Context(), garden)
		if err != nil || len(versions) != 2 || versions[0].Approved == 0 || versions[0].Base != 1 {
			t.Errorf("versions %+v %v", versions, err)
		}
	})
}

func namesOf(people []identity.Person) []string {
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return names
}

func TestSale(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(firstRoll))))
		if _, err := town.Transfer(t.Context(), garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "9幢", Status: community.Sold}); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("an unknown unit: %v", err)
		}
		if _, err := town.Transfer(t.Context(), garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1幢-1-102", Status: community.Sold}); !errors.Is(err, community.ErrInvalidRoll) {
			t.Errorf("sold to nobody: %v", err)
		}
		own := town.addOfficer("residents", "丙", town.person("丙").Pseudonym)
		for _, transfer := range []identity.Transfer{
			{Unit: "1幢-1-102", Owners: []string{"丁"}, Status: community.Sold},
			{Unit: "1幢-1-101", Owners: []string{" 丙 "}, Status: community.Sold},
		} {
			if _, err := town.Transfer(t.Context(), garden, own.ID, transfer); !errors.Is(err, identity.ErrOwnCase) {
				t.Errorf("%+v: %v", transfer, err)
			}
		}
		sale, err := town.Transfer(t.Context(), garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1幢-1-102", Owners: []string{"丁", "戊"}, Status: community.Sold},
			identity.Transfer{Unit: "1幢-1-103", Owners: []string{"丙"}, Status: community.Sold})
		if err != nil {
			t.Fatal(err)
		}
		if want := "0 units added, 0 removed, 2 changed; 1 heads gained, 1 lost; 4 heads of 31636 dm² now"; sale.Difference.String() != want {
			t.Errorf("%v, want %s", sale.Difference, want)
		}
		town.approve(town.accept(sale))
		if ok, err := town.CheckIDNumber(t.Context(), garden, town.person("丙").Pseudonym, "id3 ", town.officers["owners"].ID); err != nil ||
			!ok {
			t.Errorf("the seller's ID number: %v %v", ok, err)
		}
	})
}

func TestIDNumberIsCheckedAndNotKept(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.accept(town.dryRun(strings.NewReader(firstRoll)))
		first, second := town.officers["owners"].ID, town.officers["residents"].ID
		own := town.addOfficer("owners", "甲", town.person("甲").Pseudonym).ID
		for name, want := range map[string]struct {
			number string
			match  bool
			err    error
		}{
			"甲": {"ID1", true, nil}, "丙": {"ID1", false, nil}, "乙": {"ID1", false, identity.ErrNoIDNumber},
		} {
			match, err := town.CheckIDNumber(t.Context(), garden, town.person(name).Pseudonym, want.number, first)
			if match != want.match || !errors.Is(err, want.err) {
				t.Errorf("%s: %v %v", name, match, err)
			}
		}
		guess := func(officer string, want error) {
			t.Helper()
			if _, err := town.CheckIDNumber(t.Context(), garden, town.person("甲").Pseudonym, "ID1", officer); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
		for range 4 {
			guess(first, nil)
		}
		guess(first, identity.ErrManyChecks)
		guess(second, nil)
		guess(own, identity.ErrOwnCase)
		town.now = town.now.Add(24 * time.Hour)
		guess(first, nil)
		if got := strings.Count(town.actions(town.person("甲").Pseudonym), "id-number.checked"); got != 7 {
			t.Errorf("%d of 7 comparisons are in the audit log", got)
		}
	})
}

// A spreadsheet runs nothing of what stands in an exported roll, and the roll reads as it was.
func TestExportedRollIsHarmless(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(header + "-1层,,012,车位,12,=乙,甲,,,已交付\n,,013,车位,12,'丙,,,,已交付\n"))))
		var out bytes.Buffer
		if err := town.ExportRoll(t.Context(), garden, 1, town.officers["owners"].ID, &out); err != nil {
			t.Fatal(err)
		}
		if table := out.String(); !strings.Contains(table, ",'-1层-012,") || !strings.Contains(table, ",'=乙,甲,") ||
			!strings.Contains(table, ",'丙,") {
			t.Error(table)
		}
		back := town.dryRun(&out)
		if len(back.Difference.Added)+len(back.Difference.Removed)+len(back.Difference.Changed) > 0 {
			t.Errorf("imported again: %v", back.Difference)
		}
	})
}

// Of two officers who draft at the same time, the second one is told.
func TestDraftIsNotReplacedUnseen(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		none, any := "", town.dryRun(strings.NewReader(firstRoll))
		first := town.accept(any)
		second := town.dryRun(strings.NewReader(strings.Replace(firstRoll, "甲", "庚", 1)))
		for _, over := range []*string{&none, new(strings.Repeat("0", 64))} {
			second.Over = over
			if _, err := town.Accept(t.Context(), second, "x"); !errors.Is(err, identity.ErrChanged) {
				t.Errorf("over %q: %v", *over, err)
			}
		}
		second.Over = &first.Roll.Root
		if replaced := town.accept(second); replaced.Version != first.Version || replaced.Roll.Root == first.Roll.Root {
			t.Errorf("%+v", replaced.Approve)
		}
	})
}
