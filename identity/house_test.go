// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBuildings(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.found()
		none, err := town.Buildings(t.Context(), garden)
		if err != nil || len(none.Of) != 0 || len(none.Names) != 0 {
			t.Fatalf("before there is a roll: %+v, %v", none, err)
		}
		var file strings.Builder
		file.WriteString("楼栋,单元,房号,用途,专有部分面积(㎡),产权人,交付状态\n")
		numbers := []string{"10幢,1单元,101", "2栋,1单元,101", "2幢,1单元,102", "1,1单元,101", "地下车库,,B1-001"}
		for i, number := range numbers {
			kind := "住宅"
			if strings.Contains(number, "车库") {
				kind = "车位"
			}
			file.WriteString(number + "," + kind + ",8" + string(rune('0'+i)) + ".00,业主000" + string(rune('1'+i)) + ",已交付\n")
		}
		draft := town.accept(town.dryRun(strings.NewReader(file.String())))
		town.approve(draft)
		got, err := town.Buildings(t.Context(), garden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"1幢", "2幢", "10幢", "地下车库"}, got.Names); diff != "" {
			t.Error(diff)
		}
		var of []string
		for _, unit := range draft.Roll.Units {
			of = append(of, got.Of[unit.ID])
		}
		slices.Sort(of)
		if diff := cmp.Diff([]string{"10幢", "1幢", "2幢", "2幢", "地下车库"}, of); diff != "" {
			t.Errorf("the buildings of the units on the ledger: %s", diff)
		}
		if elsewhere, err := town.Buildings(t.Context(), "elsewhere"); err != nil || len(elsewhere.Of) != 0 {
			t.Errorf("another community has %+v, %v", elsewhere, err)
		}
	})
}
