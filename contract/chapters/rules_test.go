// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"fmt"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	orders "github.com/linli-project/linli/rules/order"
)

const rulesForm = `// SPDX-License-Identifier: Apache-2.0

// Generated from the ledger's rules: go test ./contract/chapters -update

// What pages say before the ledger does: an act that is otherwise is refused.

import type { DraftContest, DraftRules } from "./body.ts";

export const idPattern = %q; // of an election
export const fewestKeys = %d; // of bodies, that open ballots
export const mustRemain = %d; // bodies that can act for every owner
export const noticeTitle = %d; // characters of a public notice's title
export const noticeDays = %d; // for which one may stand
export const transportPattern = %q; // of the name that a device connects with
export const deviceName = %d; // characters of an oracle's name, and of a device's place
export const placePattern = %q; // of a place, as duties name it
export const orderPhotos = %d; // of a report, and of what a worker did
export const openOrders = %d; // of one person's reports
export const careHours = { least: %d, most: %d }; // of silence, to which a person may agree
export const orderKinds = [%s] as const;
export const orderPriorities = [%s] as const;
export const orderOutcomes = [%s] as const;
export const transferReasons = [%s] as const;

// thresholds are those that a contest may have, by the kind of vote.
export const thresholds: { [kind in DraftRules["kind"]]: readonly DraftContest["threshold"][] } = {
%s};

// quorums are the shares that have to take part.
export const quorums: { [kind: string]: number } = {
%s};

// shares are those that have to agree.
export const shares: { [threshold: string]: number } = {
%s};
`

// rules are those that the pages need, in TypeScript.
func rules() string {
	var kinds, quorums, shares strings.Builder
	for _, kind := range election.Kinds() {
		fmt.Fprintf(&kinds, "  %s: [%s],\n", kind, list(kind.Thresholds(), ", "))
		needed, ok := election.QuorumOf(kind)
		if !ok {
			continue
		}
		fmt.Fprintf(&quorums, "  %s: %s,\n", kind, share(needed))
		for _, threshold := range kind.Thresholds() {
			fmt.Fprintf(&shares, "  %s: %s,\n", member(string(threshold)), share(threshold.Share()))
		}
	}
	return fmt.Sprintf(rulesForm, contract.IDPattern, vote.FewestKeys, people.MustRemain, people.MaxNoticeTitle,
		people.MaxNoticeTime/(24*3600), device.TransportPattern, device.MaxName,
		order.PlacePattern, order.MaxPhotos, order.MaxOpen, order.FewestCareHours, order.MostCareHours,
		list(orders.Kinds(), ", "), list(orders.Priorities(), ", "), list(orders.Outcomes(), ", "), list(orders.Whys(), ", "), kinds.String(), quorums.String(), shares.String())
}

func share(s election.Share) string { return fmt.Sprintf("%d / %d", s.Over, s.Under) }

// member is a member's name, in quotes if it needs them.
func member(name string) string {
	if strings.Contains(name, "-") {
		return fmt.Sprintf("%q", name)
	}
	return name
}
