// SPDX-License-Identifier: Apache-2.0

package ownersvote

import (
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// The matters: ordinary ones and a special one (Civil Code Art. 278).
const (
	Contract   = "property-contract" // 续聘物业: more than half
	Points     = "points-plan"       // 积分办法: more than half
	Convention = "convention"        // 公约: more than half
	Parking    = "parking-share"     // 共享停车: more than half
	Roof       = "solar-roof"        // 利用屋顶共有部分经营: three quarters
)

// Plan says what each right does. Shares are the same in every run; which right does what follows from its pseudonym.
type Plan struct {
	Online  []Ballot
	Revotes []Ballot
	Paper   []Ballot
	Proxy   []Ballot // cast by the holder of the right's grant
}

// Ballot is one that is to count.
type Ballot struct {
	Right      community.Right
	Selections election.Selections
}

// abstainer is the one of seven rights that does not vote.
const abstainer = 6

// proxies is how many rights name a proxy, under the profile's cap of grants for each.
const proxies = 12

// makePlan lets six of seven rights take part, four of five of them agree with the ordinary matters, and seven of ten with
// the special one: the ordinary ones pass, the special one misses its three quarters.
func makePlan(rights []community.Right) Plan {
	var p Plan
	for i, right := range rights {
		v := Ballot{Right: right, Selections: election.Selections{
			Contract: Choose(i%5 != 0, i), Points: Choose(i%5 != 1, i), Convention: Choose(i%5 != 2, i),
			Parking: Choose(i%5 != 3, i),
			Roof:    Choose(i%10 < 7, i),
		}}
		switch {
		case i%7 == abstainer:
		case i%7 == 5 && len(p.Paper) < 20:
			p.Paper = append(p.Paper, v)
		case i%7 == 4 && len(p.Proxy) < proxies && len(right.Owners) == 1:
			p.Proxy = append(p.Proxy, v)
		default:
			p.Online = append(p.Online, v)
			if i%16 == 0 {
				p.Revotes = append(p.Revotes, v)
			}
		}
	}
	return p
}

// Choose is a choice of somebody who agrees or does not; some of those who do not abstain.
func Choose(agrees bool, i int) election.Choice {
	switch {
	case agrees:
		return election.Choice{election.Agree}
	case i%3 == 0:
		return election.Choice{"abstain"}
	}
	return election.Choice{"disagree"}
}
