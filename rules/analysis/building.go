// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// BuildingOf is where a head is counted: the building in which most of its area lies, by the building of each unit; "" if none is known.
func BuildingOf(right community.Right, countParking bool, of map[string]string) string {
	area := map[string]int64{}
	for _, unit := range right.Units {
		if unit.Kind == community.Parking && !countParking {
			continue
		}
		area[of[unit.ID]] += unit.AreaDm2
	}
	return slices.MinFunc(append(slices.Sorted(maps.Keys(area)), ""), func(a, b string) int { return cmp.Compare(area[b], area[a]) })
}
