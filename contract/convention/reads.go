// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/community"
)

// What a batch reads ahead for an act, so that it asks the peer as seldom for a household with many breaches as for one with none. A name
// that is none is refused later.

func findReads(c *contract.Context, b BreachFind) []string {
	id := c.Act.Community
	keys := slices.Concat([]string{Histories.Key(id)}, b.shownReads(c), people.RecusalReads(c, b.Home))
	if contract.IsHash(b.Convention) {
		keys = append(keys, Articles.Key(id, b.Convention, strconv.FormatInt(int64(b.Article), 10)))
	}
	if !community.WellFormed(b.Home) {
		return keys
	}
	keys = append(keys, Households.Key(id, b.Home))
	home, _, _ := Households.Known(c, id, b.Home) // an error is that of who reads it
	for _, cause := range home.Breaches {
		keys = append(keys, Breaches.Key(id, cause))
	}
	return keys
}

// shownReads are the documents of what happened, and of the breach that it may have been already.
func (b BreachFind) shownReads(c *contract.Context) (keys []string) {
	id := c.Act.Community
	if cause := b.cause(); contract.IsHash(cause) {
		keys = append(keys, Breaches.Key(id, cause))
	}
	if contract.IsHash(b.Order) {
		keys = append(keys, order.Orders.Key(id, b.Order))
	}
	if contract.IsHash(b.Report) {
		keys = append(keys, Reports.Key(id, b.Report))
	}
	if b.Event == "" {
		return keys
	}
	proof, card := device.DropReads(c, device.Proof{Event: b.Event, Oracle: b.Oracle, Size: b.Size})
	if contract.IsHash(card) {
		keys = append(keys, points.Cards.Key(id, card))
	}
	return append(keys, proof...)
}

// breachReads are a breach, and of whose it is what an officer or an owner needs.
func breachReads(c *contract.Context, cause string, whose func(*contract.Context, string) []string) []string {
	if !contract.IsHash(cause) {
		return nil
	}
	keys := []string{Breaches.Key(c.Act.Community, cause)}
	if b, ok, err := Breaches.Known(c, c.Act.Community, cause); ok && err == nil {
		keys = append(keys, whose(c, b.Home)...)
	}
	return keys
}

func reportReads(c *contract.Context, b ReportConfirm) []string {
	if !contract.IsHash(b.Report) {
		return nil
	}
	return []string{Reports.Key(c.Act.Community, b.Report)}
}
