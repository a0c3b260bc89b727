// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// people is a town of n owners with a home each.
func people(n int) []community.Unit {
	var units []community.Unit
	for i := range n {
		units = append(units, home(number(i), 100+int64(i), fmt.Sprintf("p%03d", i)))
	}
	return units
}

// An ending is how a transaction ended, and in which block.
type ending struct {
	block uint64
	err   error
}

// race has transactions endorsed on the same state, sends them all, and returns how each ended.
func (w *town) race(batches ...[]act.Signed) []ending {
	w.Helper()
	var send []func() func() (uint64, error)
	for _, acts := range batches {
		send = append(send, w.endorse("Submit", batch(w, acts)))
	}
	var wait []func() (uint64, error)
	for _, s := range send {
		wait = append(wait, s())
	}
	results := make([]ending, len(wait))
	for i, await := range wait {
		results[i].block, results[i].err = await()
	}
	return results
}

// oneOf demands that exactly one of the racers took effect, and the others met a conflict. It says whether all were in
// one block.
func oneOf(t testing.TB, results []ending) (sameBlock bool) {
	t.Helper()
	won := 0
	sameBlock = true
	for _, r := range results {
		if r.err == nil {
			won++
		} else if !strings.Contains(r.err.Error(), "MVCC_READ_CONFLICT") {
			t.Errorf("lost otherwise than by a conflict: %v", r.err)
		}
		sameBlock = sameBlock && r.block == results[0].block
	}
	if won != 1 {
		t.Errorf("%d of %d took effect: %v", won, len(results), results)
	}
	return sameBlock
}

func TestRaces(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(people(20))
	v := w.openVote("vote", plainRules)
	ballot := func(i int, seq int64) act.Signed {
		unit := w.Rights[i]
		return v.cast(w.Voter(unit), unit.ID, seq, agree)
	}
	box := func(t *testing.T, i int) []contract.Ballot {
		t.Helper()
		var b contract.Box
		w.desk.read(t, &b, "box", w.ID, "vote", v.on.Shard(w.Rights[i].ID), w.Rights[i].ID)
		return b.Ballots
	}
	t.Run("two ballots of one right in one block", func(t *testing.T) {
		w := w.under(t)
		sameBlock := false
		for i := 14; i < 20 && !sameBlock; i++ {
			first, second := ballot(i, 1), ballot(i, 1)
			sameBlock = oneOf(t, w.race([]act.Signed{first}, []act.Signed{second}))
			kept := box(t, i)
			if len(kept) != 1 {
				t.Fatalf("%d ballots are in the box", len(kept))
			}
			for _, b := range []act.Signed{first, second} {
				if act.HashOf(b.Text).String() == kept[0].Act {
					w.refused(contract.Already, b)
				} else {
					w.refused(contract.Replayed, b)
				}
			}
		}
		if !sameBlock {
			t.Error("the two never came into one block")
		}
	})
	t.Run("the same ballot by two relays", func(t *testing.T) {
		w := w.under(t)
		one := ballot(1, 1)
		oneOf(t, w.race([]act.Signed{one}, []act.Signed{one}, []act.Signed{one}))
		w.refused(contract.Already, one)
		if kept := box(t, 1); len(kept) != 1 {
			t.Errorf("%d ballots are in the box", len(kept))
		}
	})
	t.Run("ballots of many rights do not conflict", func(t *testing.T) {
		w := w.under(t)
		var batches [][]act.Signed
		for i := 2; i < 12; i++ {
			batches = append(batches, []act.Signed{ballot(i, 1)})
		}
		for i, r := range w.race(batches...) {
			if r.err != nil {
				t.Errorf("batch %d: %v", i, r.err)
			}
		}
	})
	t.Run("two acts of one officer", func(t *testing.T) {
		w := w.under(t)
		issue := func() act.Signed {
			return w.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{{Code: newCode(t).Public(), Person: "x"}}}, w.Officers["street"])
		}
		oneOf(t, w.race([]act.Signed{issue()}, []act.Signed{issue()}))
	})
	t.Run("a ballot and the close", func(t *testing.T) {
		w := w.under(t)
		late := ballot(13, 1)
		send := w.endorse("Submit", batch(t, []act.Signed{late}))
		w.ok(v.step("election.close"))
		if _, err := send()(); err == nil || !strings.Contains(err.Error(), "MVCC_READ_CONFLICT") {
			t.Errorf("endorsed before the close, ordered after it: %v", err)
		}
		w.recorded("CLOSED", late)
		if kept := box(t, 13); len(kept) != 0 {
			t.Errorf("%d ballots are in the box", len(kept))
		}
	})
}

func TestBatches(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(people(60))
	v := w.openVote("vote", plainRules)
	ballots := make([]act.Signed, len(w.Rights))
	for i, r := range w.Rights {
		ballots[i] = v.cast(w.Voter(r), r.ID, 1, agree)
	}
	spoilt := func(i int, path, value string) act.Signed { return changed(t, ballots[i], path, value) }
	t.Run("the same act twice", func(t *testing.T) {
		got := w.under(t).submit(ballots[0], ballots[0])
		if got[0].Code != contract.OK || got[1].Code != contract.Already {
			t.Errorf("%v", got)
		}
	})
	t.Run("one bad act among fifty", func(t *testing.T) {
		acts := append([]act.Signed{}, ballots[1:50]...)
		acts[20] = spoilt(21, "disp", quote(strings.Repeat("0", 64)))
		acts = append(acts, withSignatures(ballots[50]))
		for i, o := range w.under(t).submit(acts...) {
			want := contract.OK
			switch i {
			case 20:
				want = act.WrongChallenge
			case 49:
				want = act.NoSignature
			}
			if o.Code != want || o.Act != act.HashOf(acts[i].Text).String() {
				t.Errorf("act %d: %s (%s); want %s", i, o.Code, o.Message, want)
			}
		}
	})
	t.Run("no bad act can spoil the others", func(t *testing.T) {
		w := w.under(t)
		bad := []act.Signed{
			spoilt(51, "body.right", `"é"`), spoilt(51, "body.right", `""`), spoilt(51, "body.election", `"a\u0000b"`),
			spoilt(51, "body.election", `"\udbff\udfff"`), {Text: "\xff"}, {}, spoilt(51, "community", `"nowhere"`),
			withSignatures(ballots[51], act.Signature{By: "\x00" + string(rune(0x10FFFF))}),
			withSignatures(ballots[51], ballots[51].Signatures[0], act.Signature{By: "a\x00b"}, act.Signature{}),
			w.sign(w.Draft("ballot.cast", 1, w.Voter(w.Rights[51])), contract.BallotCast{
				Election: "vote", Right: "é" + right("x")[2:], Sealed: v.forger(w.Voter(w.Rights[51])).sealed(agree),
			}, w.Voter(w.Rights[51])),
		}
		got := w.submit(append(bad, ballots[51])...)
		for i, o := range got[:len(bad)] {
			if o.Code == contract.OK {
				t.Errorf("bad act %d is accepted", i)
			}
		}
		if last := got[len(bad)]; last.Code != contract.OK {
			t.Errorf("the good act after them: %s (%s)", last.Code, last.Message)
		}
	})
	t.Run("acts that build on each other", func(t *testing.T) {
		w := w.under(t)
		r := w.Rights[52]
		w.ok(ballots[52], v.cast(w.Voter(r), r.ID, 2, disagree()), v.cast(w.Voter(r), r.ID, 3, agree))
	})
	t.Run("what is no batch", func(t *testing.T) {
		many := make([]act.Signed, contract.MaxBatch+1)
		for name, argument := range map[string]string{
			"nothing": "", "an object": "{}", "an empty array": "[]", "null": "null", "numbers": "[1]", "two arrays": "[][]",
			"too many": batch(t, many), "padded base64": `[{"act":"x","signatures":[{"by":"x","signature":"AA=="}]}]`,
		} {
			_, err := w.desk.transact(t, w.n, "Submit", argument)
			if err == nil {
				t.Errorf("%s: accepted", name)
				continue
			}
			fails(t, err, contract.BadArguments)
		}
	})
	t.Run("members that are not an act's", func(t *testing.T) {
		var loose []map[string]any
		done(t, json.Unmarshal([]byte(batch(t, ballots[53:54])), &loose))
		loose[0]["tx"], loose[0]["code"] = "forged", "OK"
		_, err := w.desk.transact(t, w.n, "Submit", asJSON(t, loose))
		done(t, err)
		var kept contract.Kept
		w.desk.read(t, &kept, "act", w.ID, act.HashOf(ballots[53].Text).String())
		if kept.Tx == "forged" || kept.Tx == "" {
			t.Errorf("kept with transaction %q", kept.Tx)
		}
	})
}
