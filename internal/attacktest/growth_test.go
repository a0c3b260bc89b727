// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"crypto/rand"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/election"
)

// code sends one act, and is what the ledger answers.
func code(t *testing.T, l *village.Ledger, signed act.Signed) act.Code {
	t.Helper()
	receipt, err := l.Cast(t.Context(), signed)
	if err != nil && act.CodeOf(err) == "" {
		t.Fatal(err)
	}
	if err != nil {
		return act.CodeOf(err)
	}
	return receipt.Code
}

// kept says whether the world state has anything of an act.
func kept(t *testing.T, l *village.Ledger, v *village.Village, signed act.Signed) bool {
	t.Helper()
	_, err := ledger.Read(t.Context(), l.Client, contract.Acts, v.ID, act.HashOf(signed.Text).String())
	if err != nil && act.CodeOf(err) != contract.NotFound {
		t.Fatal(err)
	}
	return err == nil
}

// One passkey casts ballots for rights that do not exist, and for one that is not its own, without end. What the ledger keeps of
// them is bounded, whoever is charged is who did it, and nobody's good ballot is stopped.
func TestBallotsWithoutEnd(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "growth", "rehearsal", "a", "b")
	e, on := open(t, l, v, "vote")
	own, other, mallory := v.Rights[0], v.Rights[1], v.Voter(v.Rights[0])
	cast := func(right string) act.Signed {
		signed, err := e.Cast(on, mallory, right, 1, election.Selections{})
		return must(t, signed, err)
	}
	for _, digit := range "0123456789abcdef" {
		ballot := cast(strings.Repeat(string(digit), 32))
		if got := code(t, l, ballot); got != "NO_SUCH_RIGHT" || kept(t, l, v, ballot) {
			t.Errorf("a right that does not exist: %s, or the ballot is kept", got)
		}
	}
	var foreign []act.Signed
	for range election.MaxRejections + 4 {
		foreign = append(foreign, cast(other.ID))
	}
	for i, ballot := range foreign {
		for range 2 { // sent again, it has the same reason
			if got := code(t, l, ballot); got != "NOT_ENTITLED" || kept(t, l, v, ballot) != (i < election.MaxRejections) {
				t.Errorf("ballot %d for somebody else's right: %s, or its keeping is wrong", i, got)
			}
		}
	}
	sheet, err := e.Paper(on, mallory.Person, other.ID, 1, [32]byte{1}, election.Selections{})
	if got := code(t, l, must(t, sheet, err)); got != "NOT_ENTITLED" || !kept(t, l, v, sheet) {
		t.Errorf("the sheet that officers keyed in: %s, or it is not kept: it counts against the person's own ballots", got)
	}
	done(t, l.Must(t.Context(), yes(t, e, on, own, 1), yes(t, e, on, other, 1)))
	if result := finish(t, l, e, on); result.Counted != 2 || !maps.Equal(result.Rejected, map[election.Reason]int{election.NotEntitled: election.MaxRejections + 1}) {
		t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
	}
}

// One owner objects without end, one officer drafts elections without end.
func TestActsWithoutEnd(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "growth-acts", "rehearsal", "a", "b")
	rules, contests := agreeOrNot()
	objection := func(by *village.Signer) act.Signed {
		signed, err := v.Act("roll.object", people.RollObject{Version: 1, Text: v.Constitution.Net}, by)
		return must(t, signed, err)
	}
	draft := func(i int, by *village.Signer) act.Signed {
		signed, err := v.Act("election.create", vote.ElectionCreate{
			Election: "draft-" + strings.Repeat("x", i+1), Title: "Draft", Roll: 1, Rules: rules, Contests: contests, Threshold: 3,
		}, by)
		return must(t, signed, err)
	}
	for i := range election.MaxObjections {
		if got := code(t, l, objection(v.People["a"])); got != contract.OK {
			t.Errorf("objection %d: %s", i, got)
		}
	}
	over := objection(v.People["a"])
	if got := code(t, l, over); got != contract.TooMany || kept(t, l, v, over) {
		t.Errorf("one objection more: %s, or it is kept", got)
	}
	var drafts []act.Signed
	for i := range election.MaxDrafts {
		drafts = append(drafts, draft(i, v.Two()[0]))
	}
	done(t, l.Must(t.Context(), drafts...))
	if got := code(t, l, draft(election.MaxDrafts, v.Two()[0])); got != contract.TooMany {
		t.Errorf("one draft more: %s", got)
	}
	for what, signed := range map[string]act.Signed{"objection": objection(v.People["b"]), "draft": draft(election.MaxDrafts, v.Two()[1])} {
		if got := code(t, l, signed); got != contract.OK {
			t.Errorf("somebody else's %s: %s", what, got)
		}
	}
}

// One officer issues codes to one person without end, each of which may become a passkey of that person. Another body can still
// invite him.
func TestCodesWithoutEnd(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "growth-codes", "rehearsal", "a")
	issue := func(by *village.Signer) act.Signed {
		code, err := act.NewInviteCode(rand.Reader)
		must(t, code, err)
		signed, err := v.Act("codes.issue", people.CodesIssue{
			Codes: []people.IssuedCode{{Code: code.Public(), Person: "a"}}, Expires: act.Int(time.Now().Add(time.Hour).Unix()),
		}, by)
		return must(t, signed, err)
	}
	var acts []act.Signed
	for range 64 { // one besides the first, which settle issued
		acts = append(acts, issue(v.Convener()))
	}
	answers := l.CastAll(t.Context(), acts)
	for i, answer := range answers[:63] {
		done(t, answer.Err)
		if !kept(t, l, v, acts[i]) {
			t.Errorf("code %d is not kept", i)
		}
	}
	if got := act.CodeOf(answers[63].Err); got != contract.TooMany || kept(t, l, v, acts[63]) {
		t.Errorf("one code more: %s, or it is kept", got)
	}
	if got := code(t, l, issue(v.Two()[1])); got != contract.OK {
		t.Errorf("another body's code: %s", got)
	}
}
