// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/community"
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
		numbers := []string{"10幢,1单元,101,住宅", "2栋,1单元,101,住宅", "2幢,1单元,102,住宅", "1,1单元,101,住宅", "地下车库,,B1-001,车位"}
		for i, number := range numbers {
			fmt.Fprintf(&file, "%s,8%d.00,业主%04d,已交付\n", number, i, i+1)
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
		for _, chunk := range draft.Roll.Chunks {
			var rights []community.Right
			if err := json.Unmarshal(chunk, &rights); err != nil {
				t.Fatal(err)
			}
			for _, right := range rights {
				for _, unit := range right.Units {
					of = append(of, got.Of[unit.ID])
				}
			}
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
