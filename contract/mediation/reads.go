// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/mediation"
)

// What a batch reads ahead for an act. A name that is none is refused later.

func requestReads(c *contract.Context, b CaseRequest) []string {
	keys := people.HomeReads(c, slices.DeleteFunc([]string{b.Home, b.Second.Home}, func(home string) bool { return home == "" })...)
	if !contract.IsHash(b.ID) {
		return keys
	}
	switch b.About {
	case AboutBooking:
		keys = append(keys, parking.Bookings.Key(c.Act.Community, b.ID))
	case AboutBreach:
		keys = append(keys, convention.Breaches.Key(c.Act.Community, b.ID))
	case AboutOrder:
		keys = append(keys, order.Orders.Key(c.Act.Community, b.ID))
	}
	return keys
}

// caseReads are a case, and whose homes its sides are.
func caseReads(c *contract.Context, id string) []string {
	if !contract.IsHash(id) {
		return nil
	}
	keys := []string{Cases.Key(c.Act.Community, id)}
	doc, ok, err := Cases.Known(c, c.Act.Community, id)
	if !ok || err != nil {
		return keys
	}
	return append(keys, sideReads(c, doc.Sides)...)
}

func sideReads(c *contract.Context, sides [2]rules.Side) (keys []string) {
	for _, s := range sides {
		if s.Home != "" {
			keys = append(keys, people.RecusalReads(c, s.Home)...)
		}
	}
	return keys
}
