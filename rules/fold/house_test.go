// SPDX-License-Identifier: Apache-2.0

package fold_test

import (
	"testing"

	"github.com/linli-project/linli/rules/fold"
)

func TestBuilding(t *testing.T) {
	for building, numbers := range map[string][]string{
		"1幢":   {"1幢1单元101", "1-1-101", "1栋101室", "1#楼-101", "1号楼101", "一幢一单元101", "第1幢101", "１幢１０１", "01-101", " 1 幢 101 "},
		"12幢":  {"12-1-101", "十二幢101"},
		"a座":   {"A座-101", "a座-1-101"},
		"地下车库": {"地下车库-B1-001"},
		"":     {"", "101", "别墅", "101室", "-"}, // no part before another one
	} {
		for _, number := range numbers {
			if got := fold.Building(number); got != building {
				t.Errorf("%q is in %q, want %q", number, got, building)
			}
		}
	}
}
