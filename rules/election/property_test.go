// SPDX-License-Identifier: Apache-2.0

package election_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

var (
	collisions = []election.Collision{election.First, election.Last, election.PaperWins, election.OnlineWins}
	channels   = []election.Channel{election.Online, election.Paper}
	options    = []string{"agree", "disagree", "abstain"}
)

// drawCase draws small elections in which rights share owners and voters try
// what they may not.
func drawCase(t *rapid.T) election.Case {
	person := rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("p", rapid.IntRange(0, 7).Draw(t, "person")) })
	owners := rapid.SliceOfNDistinct(person, 1, 2, rapid.ID)
	c := election.Case{
		Rules: election.Rules{
			CountParking: rapid.Bool().Draw(t, "parking"), Revote: rapid.Bool().Draw(t, "revote"),
			Collision: rapid.SampledFrom(collisions).Draw(t, "collision"),
			ProxyCap:  rapid.IntRange(0, 2).Draw(t, "cap"), ProxyMustOwn: rapid.Bool().Draw(t, "mustOwn"),
		},
		Contests: []election.Contest{{ID: "c", Options: options,
			Threshold: rapid.SampledFrom([]election.Threshold{election.Majority, election.ThreeQuarters}).Draw(t, "threshold")}},
		OpensAt: 10, ClosesAt: 90,
	}
	for i := range rapid.IntRange(1, 10).Draw(t, "units") {
		c.Roll = append(c.Roll, community.Unit{
			ID: fmt.Sprint("u", i), Kind: rapid.SampledFrom(community.Kinds()).Draw(t, "kind"),
			Status:  rapid.SampledFrom([]community.Status{community.Sold, community.Sold, community.Unsold}).Draw(t, "status"),
			AreaDm2: rapid.Int64Range(1, 1e10).Draw(t, "area"), Owners: owners.Draw(t, "owners"),
		})
		if rapid.Bool().Draw(t, "designate") {
			c.Designations = append(c.Designations, election.Designation{Owners: c.Roll[i].Owners, Voter: c.Roll[i].Owners[0]})
		}
		if rapid.Bool().Draw(t, "grant") {
			c.Proxies = append(c.Proxies, election.CaseProxy{Principal: c.Roll[i].Owners, Proxy: person.Draw(t, "proxy")})
		}
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "ballots") {
		unit := rapid.SampledFrom(c.Roll).Draw(t, "right")
		c.Ballots = append(c.Ballots, election.CaseBallot{
			ID: fmt.Sprintf("b%03d", i), Right: unit.Owners, By: person.Draw(t, "by"),
			Channel: rapid.SampledFrom(channels).Draw(t, "channel"), At: int64(10 + 3*i),
			Selections: election.Selections{"c": {rapid.SampledFrom(append(options, "bogus")).Draw(t, "option")}},
		})
	}
	return c
}

func run(t *rapid.T, c election.Case) election.Result {
	result, err := election.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestEveryBallotIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		result := run(t, c)
		ids := slices.Concat(result.Counted, result.Superseded)
		for _, rejection := range result.Rejected {
			ids = append(ids, rejection.ID)
		}
		slices.Sort(ids)
		if len(ids) != len(c.Ballots) || len(slices.Compact(ids)) != len(c.Ballots) {
			t.Fatalf("%d ballots cast, %v accounted for", len(c.Ballots), ids)
		}
	})
}

func TestOneStandingBallotPerRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		result := run(t, c)
		if int64(len(result.Counted)) != result.Participating.Heads {
			t.Fatalf("%d ballots counted for %d heads", len(result.Counted), result.Participating.Heads)
		}
		rights := make(map[string]bool)
		for _, cast := range c.Ballots {
			if slices.Contains(result.Counted, cast.ID) {
				id := community.RightID(cast.Right)
				if rights[id] {
					t.Fatalf("right %v counts twice", cast.Right)
				}
				rights[id] = true
			}
		}
	})
}

func TestTallyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		result := run(t, drawCase(t))
		contest := result.Contests[0]
		sum := contest.Blank
		for _, weight := range contest.Tally {
			sum = sum.Plus(weight)
		}
		if sum != result.Participating || sum.Heads > result.Total.Heads || sum.AreaDm2 > result.Total.AreaDm2 {
			t.Fatalf("%+v of %+v", sum, result.Participating)
		}
	})
}

// TestOrderOfRights: with one box per right, only the order within a right
// matters. Moving the ballots of one right before all others changes nothing but
// the order of the rejections.
func TestOrderOfRights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		before := run(t, c)
		moved := community.RightID(rapid.SampledFrom(c.Roll).Draw(t, "moved").Owners)
		slices.SortStableFunc(c.Ballots, func(a, b election.CaseBallot) int {
			rank := func(cast election.CaseBallot) int {
				if community.RightID(cast.Right) == moved {
					return 0
				}
				return 1
			}
			return rank(a) - rank(b)
		})
		after := run(t, c)
		byID := func(a, b election.Rejection) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) }
		slices.SortFunc(before.Rejected, byID)
		slices.SortFunc(after.Rejected, byID)
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("before %+v\nafter %+v", before, after)
		}
	})
}

// TestAgreeingNeverHurts: turning a counted ballot to agree never lowers the
// support, and never makes a passed contest fail.
func TestAgreeingNeverHurts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		before := run(t, c)
		if len(before.Counted) == 0 {
			return
		}
		id := rapid.SampledFrom(before.Counted).Draw(t, "convert")
		i := slices.IndexFunc(c.Ballots, func(cast election.CaseBallot) bool { return cast.ID == id })
		c.Ballots[i].Selections = election.Selections{"c": {election.Agree}}
		after := run(t, c)
		was, is := before.Contests[0], after.Contests[0]
		if is.Tally[election.Agree].Heads < was.Tally[election.Agree].Heads ||
			is.Tally[election.Agree].AreaDm2 < was.Tally[election.Agree].AreaDm2 || was.Passed && !is.Passed {
			t.Fatalf("was %+v, is %+v", was, is)
		}
	})
}

func TestShardsMergeToTheWhole(t *testing.T) {
	contests := []election.Contest{{ID: "a", Options: options}, {ID: "b", Options: []string{"x", "y"}, Seats: 2}}
	rapid.Check(t, func(t *rapid.T) {
		whole := election.NewCount(contests)
		shards := []election.Count{election.NewCount(contests), election.NewCount(contests), election.NewCount(contests)}
		for range rapid.IntRange(0, 30).Draw(t, "rights") {
			weight := community.Weight{Heads: 1, AreaDm2: rapid.Int64Range(1, 1e10).Draw(t, "area")}
			shard := &shards[rapid.IntRange(0, 2).Draw(t, "shard")]
			whole.Enrol(weight)
			shard.Enrol(weight)
			if !rapid.Bool().Draw(t, "votes") {
				continue
			}
			selections := election.Selections{"a": {rapid.SampledFrom(options).Draw(t, "a")}}
			if rapid.Bool().Draw(t, "both") {
				selections["b"] = election.Choice{"x", "y"}
			}
			whole.Add(weight, selections)
			shard.Add(weight, selections)
		}
		merged := election.NewCount(contests)
		for _, i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "order") {
			if err := merged.Merge(shards[i]); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(merged, whole) {
			t.Fatalf("merged %+v, whole %+v", merged, whole)
		}
		if merged.Merge(election.NewCount(contests[:1])) == nil {
			t.Fatal("counts of other contests merged")
		}
	})
}
