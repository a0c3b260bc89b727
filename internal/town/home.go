// SPDX-License-Identifier: Apache-2.0

package town

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/community"
)

// Owners reads "cat+dan".
func Owners(list string) []string { return strings.Split(list, "+") }

// Right is the right of a set of owners.
func Right(owners ...string) string { return community.RightID(owners) }

// Home is a sold home.
func Home(id string, area int64, owners ...string) community.Unit {
	return community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: area, Owners: owners}
}

// Homes are those of n owners, a home each.
func Homes(n int) []community.Unit {
	units := make([]community.Unit, n)
	for i := range units {
		units[i] = Home(strconv.Itoa(i), 100+int64(i), fmt.Sprintf("p%03d", i))
	}
	return units
}

// TwoHomes are ann's and bob's.
var TwoHomes = []community.Unit{Home("1", 100, "ann"), Home("2", 110, "bob")}

// Garden is a roll with a head of every sort.
var Garden = []community.Unit{
	Home("1-101", 10000, "ann"), Home("1-102", 9000, "bob"),
	Home("1-103", 8000, "cat", "dan"), // designated: cat
	Home("1-104", 7000, "eve", "fay"), // nobody designated
	{ID: "P-1", Kind: community.Parking, Status: community.Sold, AreaDm2: 1200, Owners: []string{"gus"}},
	Home("1-201", 11000, "hal"), Home("1-202", 12000, "hal"),
	{ID: "P-2", Kind: community.Parking, Status: community.Sold, AreaDm2: 1300, Owners: []string{"hal"}},
	Home("1-301", 6000, "ivy"), Home("1-302", 6100, "jon"), Home("1-303", 6200, "kim"), Home("1-304", 6300, "lee"),
	Home("1-305", 6400, "moe"),
	{ID: "1-401", Kind: community.Home, Status: community.Unsold, AreaDm2: 5000},
	{ID: "S-1", Kind: community.Shop, Status: community.Undelivered, AreaDm2: 5500, Owners: []string{"nan"}},
}
