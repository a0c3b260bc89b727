// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// The demo's matters: ordinary ones and a special one (Civil Code Art. 278).
const (
	ordinary = "property-contract" // 续聘物业: more than half
	thanks   = "points-plan"       // 积分办法: more than half
	convened = "convention"        // 公约: more than half
	special  = "solar-roof"        // 利用屋顶共有部分经营: three quarters
)

const electionID = "2026-autumn"

// plan says what each right does. Shares are the same in every run; which right does what follows from its pseudonym.
type plan struct {
	online  []ballot
	revotes []ballot
	paper   []ballot
	proxy   []ballot // cast by the holder of the right's grant
}

// ballot is one that is to count.
type ballot struct {
	right      community.Right
	selections election.Selections
}

// abstainer is the one of seven rights that does not vote.
const abstainer = 6

// proxies is how many rights name a proxy, under the profile's cap of grants for each.
const proxies = 12

// makePlan lets six of seven rights take part, four of five of them agree with the ordinary matters, and seven of ten with
// the special one: the ordinary ones pass, the special one misses its three quarters.
func makePlan(rights []community.Right) plan {
	var p plan
	for i, right := range rights {
		v := ballot{right: right, selections: election.Selections{
			ordinary: choose(i%5 != 0, i), thanks: choose(i%5 != 1, i), convened: choose(i%5 != 2, i),
			shared:  choose(i%5 != 3, i),
			special: choose(i%10 < 7, i),
		}}
		switch {
		case i%7 == abstainer:
		case i%7 == 5 && len(p.paper) < 20:
			p.paper = append(p.paper, v)
		case i%7 == 4 && len(p.proxy) < proxies && len(right.Owners) == 1:
			p.proxy = append(p.proxy, v)
		default:
			p.online = append(p.online, v)
			if i%16 == 0 {
				p.revotes = append(p.revotes, v)
			}
		}
	}
	return p
}

func choose(agrees bool, i int) election.Choice {
	switch {
	case agrees:
		return election.Choice{election.Agree}
	case i%3 == 0:
		return election.Choice{"abstain"}
	}
	return election.Choice{"disagree"}
}
