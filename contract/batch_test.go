// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

func TestBatches(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.Homes(60))
	v := w.OpenVote("vote", town.Rules())
	ballots := make([]act.Signed, len(w.Rights))
	for i, r := range w.Rights {
		ballots[i] = v.Cast(w.Voter(r), r.ID, 1, town.Agree())
	}
	spoilt := func(i int, path, value string) act.Signed { return town.Changed(t, ballots[i], path, value) }
	t.Run("the same act twice", func(t *testing.T) {
		got := w.Under(t).Submit(ballots[0], ballots[0])
		if got[0].Code != contract.OK || got[1].Code != contract.Already {
			t.Errorf("%v", got)
		}
	})
	t.Run("one bad act among fifty", func(t *testing.T) {
		acts := append([]act.Signed{}, ballots[1:50]...)
		acts[20] = spoilt(21, "disp", town.Quote(strings.Repeat("0", 64)))
		acts = append(acts, town.WithSignatures(ballots[50]))
		for i, o := range w.Under(t).Submit(acts...) {
			want := contract.OK
			switch i {
			case 20:
				want = act.WrongChallenge
			case 49:
				want = act.NoSignature
			}
			if o.Code != want {
				t.Errorf("act %d: %s; want %s", i, town.Said(o), want)
			}
		}
	})
	t.Run("no bad act can spoil the others", func(t *testing.T) {
		w := w.Under(t)
		draft := w.Draft("ballot.cast", 1, w.Voter(w.Rights[51]))
		sealed, err := v.Seal(v.On, draft, w.Rights[51].ID, town.Agree())
		town.Done(t, err)
		bad := []act.Signed{
			spoilt(51, "body.right", `"é"`), spoilt(51, "body.right", `""`), spoilt(51, "body.election", `"a\u0000b"`),
			spoilt(51, "body.election", `"\udbff\udfff"`), {Text: "\xff"}, {}, spoilt(51, "community", `"nowhere"`),
			town.WithSignatures(ballots[51], act.Signature{By: "\x00" + string(rune(0x10FFFF))}),
			town.WithSignatures(ballots[51], ballots[51].Signatures[0], act.Signature{By: "a\x00b"}, act.Signature{}),
			w.Sign(draft, vote.BallotCast{
				Election: "vote", Right: "é" + town.Right("x")[2:], Sealed: sealed,
			}, w.Voter(w.Rights[51])),
		}
		got := w.Submit(append(bad, ballots[51])...)
		for i, o := range got[:len(bad)] {
			if o.Code == contract.OK {
				t.Errorf("bad act %d is accepted", i)
			}
		}
		if last := got[len(bad)]; last.Code != contract.OK {
			t.Errorf("the good act after them: %s (%s)", last.Code, last.Args)
		}
	})
	t.Run("acts that build on each other", func(t *testing.T) {
		w := w.Under(t)
		r := w.Rights[52]
		w.OK(ballots[52], v.Cast(w.Voter(r), r.ID, 2, town.Disagree()), v.Cast(w.Voter(r), r.ID, 3, town.Agree()))
	})
	t.Run("a passkey that the batch itself revokes", func(t *testing.T) { // signatures are verified before their turn
		w := w.Under(t)
		r := w.Rights[58]
		voter := w.Voter(r)
		body := people.CredentialRevoke{Credential: voter.Key.ID(), Reason: strings.Repeat("0", 64)}
		revoke := w.Make(people.TypeCredentialRevoke, body, w.Two()...)
		got := w.Submit(ballots[58], revoke, v.Cast(voter, r.ID, 2, town.Disagree()), ballots[59])
		for i, want := range []act.Code{contract.OK, contract.OK, contract.Revoked, contract.OK} {
			if got[i].Code != want {
				t.Errorf("act %d: %s; want %s", i, town.Said(got[i]), want)
			}
		}
	})
	t.Run("what is no batch", func(t *testing.T) {
		many := make([]act.Signed, contract.MaxBatch+1)
		for name, argument := range map[string]string{
			"nothing": "", "an object": "{}", "an empty array": "[]", "null": "null", "numbers": "[1]", "two arrays": "[][]",
			"too many": town.Batch(t, many), "padded base64": `[{"act":"x","signatures":[{"by":"x","signature":"AA=="}]}]`,
		} {
			_, err := w.Transact(w.Client("owners"), "Submit", argument)
			if err == nil {
				t.Errorf("%s: accepted", name)
				continue
			}
			town.Fails(t, err, contract.BadArguments)
		}
	})
	t.Run("members that are not an act's", func(t *testing.T) {
		var loose []map[string]any
		town.Done(t, json.Unmarshal([]byte(town.Batch(t, ballots[53:54])), &loose))
		loose[0]["tx"], loose[0]["code"] = "forged", "OK"
		_, err := w.Transact(w.Client("owners"), "Submit", town.JSON(t, loose))
		town.Done(t, err)
		if !w.Kept(ballots[53]) {
			t.Error("the ballot is not in its box")
		}
	})
}
