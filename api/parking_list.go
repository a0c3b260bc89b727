// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	devices "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// gates finds, for each car park of the visitor's body, whom its gates let in today, and how the gates' own lists stand to that.
func (p parker) gates(found func([]GateGuest, []GateList)) error {
	for lot, err := range index.All(p.ctx, p.index, parking.Lots, p.v.community) {
		if err != nil {
			return err
		}
		if lot.Body != p.v.credential.Body {
			continue
		}
		guests, err := p.guests(lot)
		if err != nil {
			return err
		}
		lists, err := p.lists(lot, guests)
		if err != nil {
			return err
		}
		found(guests, lists)
	}
	return nil
}

// lists are those of a car park's gates, as far as they are heard here. It notes with each guest which gates may not know his car.
func (p parker) lists(lot parking.Lot, guests []GateGuest) (shown []GateList, err error) {
	if p.oracle == nil || p.oracle.Community != p.v.community || p.oracle.Body != lot.Body {
		return nil, nil
	}
	lists, err := p.oracle.GateLists(p.ctx, lot)
	if err != nil {
		return nil, err
	}
	for _, l := range lists {
		one := listOf(l)
		one.Lot, one.LotName = lot.Lot, lot.Name
		for i, guest := range guests {
			in := guest.State != "" && guest.State != string(rules.StateReserved)
			if in || guest.Kind == GateGuestKindRelease || !slices.Contains(l.Lacks, guest.Plate) {
				continue
			}
			guests[i].Without = append(guests[i].Without, one.Place)
			one.Lacks = append(one.Lacks, GateCar{
				Kind: GateCarKind(guest.Kind), Label: guest.Label, From: guest.From, Until: guest.Until,
			})
		}
		shown = append(shown, one)
	}
	return shown, nil
}

func listOf(l oracle.GateList) GateList {
	shown := GateList{
		Device: l.Device.Device, Place: l.Device.Place, State: GateListState(l.Outcome), Since: l.Since, Took: l.Took, Listed: l.Listed,
		Stale: l.Stale, Unknown: l.Unknown, Beyond: l.Beyond, Lacks: []GateCar{},
		Ways: l.Way == devices.WayIn || dialect.SaysWay(l.Device.Profile),
	}
	switch {
	case !l.Takes:
		shown.State = GateListStateNone
	case l.Outcome == "":
		shown.State = GateListStateUntold
	}
	return shown
}
