// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Whoever has a shard counted gives its ballots, as many as he likes at a time. Which they are is the ledger's word: one that is missing is
// named, one that is another act's is none, and the count is the same however it came about.
func TestBallotsAreGivenToBeCounted(t *testing.T) {
	owners := []string{"ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal"}
	var units []community.Unit
	for i, person := range owners {
		units = append(units, town.Home(person, int64(100+i), person))
	}
	for i := range 1250 { // who do not vote, but are enough for several shards
		units = append(units, town.Home(fmt.Sprint("silent", i), 100, fmt.Sprint("silent", i)))
	}
	w := town.OnBook(t, "rehearsal").Found().Settle(units)
	v := w.OpenVote("vote", town.Rules())
	if len(v.On.ShardNames()) != 16 {
		t.Fatal(v.On.ShardNames())
	}
	var texts []string
	for i, person := range owners {
		ballot := v.Cast(w.People[person], town.Right(person), 1, []election.Selections{town.Agree(), town.Disagree()}[i%2])
		w.OK(ballot)
		texts = append(texts, ballot.Text)
	}
	other := v.Cast(w.People["ann"], town.Right("ann"), 2, town.Disagree())
	v.Unsealed("owners", "residents", "street")
	shard := fullest(v)
	boxes := boxesOf(v, shard)
	if len(boxes) < 2 {
		t.Fatalf("no shard has two boxes: %v", boxes)
	}
	of := func(boxes ...vote.Box) (given []string) {
		for _, text := range texts {
			if slices.ContainsFunc(boxes, func(b vote.Box) bool { return b.Has(act.HashOf(text).String()) }) {
				given = append(given, text)
			}
		}
		return given
	}

	missing := func(given []string) string {
		err := v.TallyWith(shard, given)
		town.Fails(t, err, people.Incomplete)
		refusal, _ := errors.AsType[*act.Error](err)
		return refusal.Args["act"]
	}
	if named := missing([]string{other.Text, texts[0] + " "}); named != boxes[0].Ballots[0].Act {
		t.Errorf("missing is %s, not %s", named, boxes[0].Ballots[0].Act)
	}
	missing(of(boxes[1:]...))
	town.Done(t, v.TallyWith(shard, of(boxes[0])))
	half, _ := town.Read(w, vote.Shards, w.ID, v.ID, shard)
	if half.Next != boxes[1].Right || half.Counted != 1 {
		t.Errorf("after one of %d boxes: %+v", len(boxes), half)
	}
	for _, name := range v.On.ShardNames() {
		if name != shard {
			town.Done(t, v.Tally(name))
		}
	}
	town.Fails(t, v.Tally(vote.Whole), people.Incomplete)
	if named := missing(of(boxes[0])); named != boxes[1].Ballots[0].Act {
		t.Errorf("missing is %s, not %s", named, boxes[1].Ballots[0].Act)
	}
	town.Done(t, v.TallyWith(shard, append(of(boxes[1:]...), other.Text)))
	town.Fails(t, v.Tally(shard), contract.Already)
	town.Done(t, v.Tally(vote.Whole))
	result, _ := town.Read(w, vote.Results, w.ID, v.ID)
	if got := result.Contests[0]; result.Counted != len(texts) ||
		got.Tally["agree"].Heads != 4 || got.Tally["disagree"].Heads != 4 {
		t.Errorf("%+v", result)
	}
	town.Fails(t, badlyGiven(v, shard), contract.BadArguments)
}

func badlyGiven(v *town.Vote, shard string) error {
	_, err := v.Town.Transact(v.Town.Client("owners"), vote.TxTally, v.Town.ID, v.ID, shard, `{"no":"list"}`)
	return err
}

// fullest is the shard with the most boxes.
func fullest(v *town.Vote) string {
	return slices.MaxFunc(v.On.ShardNames(), func(a, b string) int { return len(boxesOf(v, a)) - len(boxesOf(v, b)) })
}

func boxesOf(v *town.Vote, shard string) []vote.Box {
	boxes, err := vote.Boxes.List(contract.NewView(v.Town.Book().World()), v.Town.ID, v.ID, shard)
	return town.Must(v.Town, boxes, err)
}

// What is in its box has no document of its own, and what was turned down has, so that it stays turned down when the reason is gone.
func TestABallotThatWasTurnedDownStaysSo(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.OpenVote("vote", town.Rules())
	unentitled := v.Cast(w.People["ann"], town.Right("bob"), 1, town.Agree())
	w.Recorded(vote.RejectionCode(election.NotEntitled), unentitled)
	if box := boxOf(v, "bob"); !box.TurnedDown || len(box.Ballots) != 0 {
		t.Errorf("%+v", box)
	}
	grant, err := v.Grant(town.Right("bob"), "ann", w.People["bob"])
	w.OK(town.Must(t, grant, err))
	w.Refused(vote.RejectionCode(election.NotEntitled), unentitled)
	w.OK(v.Cast(w.People["ann"], town.Right("bob"), 1, town.Disagree()))
	ballot := v.Cast(w.People["ann"], town.Right("ann"), 1, town.Disagree())
	w.OK(ballot)
	if _, ok := town.Read(w, contract.Acts, w.ID, act.HashOf(ballot.Text).String()); ok || !w.Kept(ballot) {
		t.Errorf("a ballot has a document of its own (%v), or is in no box", ok)
	}
	w.Refused(contract.Already, ballot)
}

func boxOf(v *town.Vote, person string) vote.Box {
	box, _ := town.Read(v.Town, vote.Boxes, v.On.BoxOf(v.Town.ID, town.Right(person))...)
	return box
}
