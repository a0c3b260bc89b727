// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	events "github.com/linli-project/linli/rules/device"
)

// What a batch reads ahead for an act: the documents that its body names, and then what those name. What is left out is read alone, which
// takes the peer and the chaincode longer than all else that a transfer needs. A name that is none is refused later.

func tellReads(c *contract.Context, b HelpDone) []string {
	return append(people.HomeReads(c, b.Helper, b.Helped), Plans.Key(c.Act.Community))
}

func confirmReads(c *contract.Context, b HelpConfirm) []string {
	if !contract.IsHash(b.Help) {
		return nil
	}
	keys := append(earnReads(c, b.Helper, b.Rule, b.Help), Deeds.Key(c.Act.Community, b.Help))
	if contract.IsHash(b.Order) {
		keys = append(keys, order.Orders.Key(c.Act.Community, b.Order), Mended.Key(c.Act.Community, b.Order))
	}
	deed, ok, err := Deeds.Known(c, c.Act.Community, b.Help)
	switch {
	case !ok || err != nil:
		return keys
	case deed.Helped == "":
		return append(keys, people.RecusalReads(c, deed.Helper)...)
	}
	return append(keys, people.HomeReads(c, deed.Helper, deed.Helped)...)
}

func dropReads(c *contract.Context, b PointsBin) []string {
	id := events.IDOf(b.Event).String()
	keys := append(earnReads(c, b.Unit, b.Rule, id), people.HomeReads(c, b.Unit)...)
	proof, card := device.DropReads(c, device.Proof{Event: b.Event, Oracle: b.Oracle, Size: b.Size})
	if contract.IsHash(card) {
		proof = append(proof, Cards.Key(c.Act.Community, card))
	}
	return slices.Concat(keys, proof, []string{Transfers.Key(c.Act.Community, id)})
}

// earnReads are the documents that an earning is written in.
func earnReads(c *contract.Context, unit, rule, cause string) []string {
	if !community.WellFormed(unit) || !contract.IsID(rule) {
		return nil
	}
	return []string{
		Plans.Key(c.Act.Community), Accounts.Key(c.Act.Community, unit), Earnings.Key(c.Act.Community, cause),
		Leases.Key(leaseOf(c, rule, unit)...),
	}
}

func giftReads(c *contract.Context, b PointsGift) []string {
	return slices.Concat([]string{Plans.Key(c.Act.Community)}, accountReads(c, b.From, b.To), people.HomeReads(c, b.From, b.To))
}

func reverseReads(c *contract.Context, b PointsReverse) []string {
	if !contract.IsHash(b.Earning) {
		return nil
	}
	keys := []string{Earnings.Key(c.Act.Community, b.Earning)}
	earning, ok, err := Earnings.Known(c, c.Act.Community, b.Earning)
	if !ok || err != nil {
		return keys
	}
	return slices.Concat(keys, []string{Pools.Key(c.Act.Community, earning.Rule)}, accountReads(c, earning.Account),
		people.RecusalReads(c, earning.Account))
}

func redeemReads(c *contract.Context, b PointsRedeem) []string {
	keys := append(accountReads(c, b.Unit), Plans.Key(c.Act.Community))
	if contract.IsID(b.Service) {
		keys = append(keys, Services.Key(c.Act.Community, b.Service))
		service, ok, err := Services.Known(c, c.Act.Community, b.Service)
		if ok && err == nil && service.Bookable != "" && community.WellFormed(b.Unit) {
			keys = append(keys, Pauses.Key(c.Act.Community, b.Unit, service.Bookable))
		}
	}
	return append(keys, people.HomeReads(c, b.Unit)...)
}

func useReads(c *contract.Context, b VoucherUse) []string {
	keys, _ := voucherReads(c, b.voucher())
	return keys
}

func returnReads(c *contract.Context, b VoucherReturn) []string {
	keys, v := voucherReads(c, b.Voucher)
	if v.From == "" {
		return keys
	}
	return append(append(keys, Services.Key(c.Act.Community, v.Service)), people.HomeReads(c, v.From)...)
}

// voucherReads are a voucher and its account, and the voucher if it is known.
func voucherReads(c *contract.Context, id string) ([]string, Voucher) {
	if !contract.IsHash(id) {
		return nil, Voucher{}
	}
	keys := []string{Vouchers.Key(c.Act.Community, id)}
	v, ok, err := Vouchers.Known(c, c.Act.Community, id)
	if !ok || err != nil {
		return keys, Voucher{}
	}
	return append(keys, accountReads(c, v.From)...), v
}

func accountReads(c *contract.Context, units ...string) (keys []string) {
	for _, unit := range units {
		if community.WellFormed(unit) {
			keys = append(keys, Accounts.Key(c.Act.Community, unit))
		}
	}
	return keys
}
