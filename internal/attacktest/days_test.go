// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
)

// Two bodies of a place that asks for fifteen days' notice and five days of voting announce less, in every way there is. That no
// order of steps at whatever times gets round the days is shown in package contract, where days need not pass.
func TestFewerDaysThanTheProfileAsksFor(t *testing.T) {
	const day = 24 * 60 * 60
	l := connect(t)
	v := settle(t, l, "hasty", "hangzhou", "a")
	e, err := v.NewElection("vote")
	must(t, e, err)
	rules, contests := agreeOrNot()
	done(t, l.Do(t.Context())(e.Create("Vote", 1, rules, contests)))
	now := time.Now().Unix()
	for name, times := range map[string][2]int64{
		"of 1970":                             {0, 6 * day},
		"of 1970 until the end of a minute":   {now + 60 - 5*day, now + 60},
		"that opens at once":                  {now, now + 6*day},
		"of a day too few":                    {now + 14*day, now + 20*day},
		"for a minute":                        {now + 16*day, now + 16*day + 60},
		"for a second less than is asked for": {now + 16*day, now + 21*day - 1},
	} {
		t.Log("a notice", name)
		turnedDown(t, l, v, vote.BadElection, "election.notice", vote.ElectionNotice{
			Election: "vote", OpensAt: act.Int(times[0]), ClosesAt: act.Int(times[1]),
		}, v.Two()...)
	}
	done(t, l.Do(t.Context())(v.Act("election.notice", vote.ElectionNotice{
		Election: "vote", OpensAt: act.Int(now + 16*day), ClosesAt: act.Int(now + 22*day),
	}, v.Two()...)))
	turnedDown(t, l, v, vote.TooEarly, "election.open", vote.ElectionOpen{Election: "vote", Without: []string{}}, v.Two()...)
}
