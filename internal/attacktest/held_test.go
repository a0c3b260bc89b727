// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// secondPasskey enrols another passkey of a person.
func secondPasskey(t *testing.T, l *village.Ledger, v *village.Village, person string) *village.Signer {
	t.Helper()
	signer, err := v.Stranger()
	must(t, signer, err).Person = person
	code, err := act.NewInviteCode(rand.Reader)
	must(t, code, err)
	done(t, l.Do(t.Context())(v.Act("codes.issue", people.CodesIssue{
		Codes: []people.IssuedCode{{Code: code.Public(), Person: person}}, Expires: act.Int(time.Now().Add(time.Hour).Unix()),
	}, v.Convener())))
	done(t, l.Do(t.Context())(v.EnrolWith(signer, code)))
	done(t, l.Do(t.Context())(v.Act("credential.confirm", people.CredentialConfirm{Credentials: []string{signer.Key.ID()}}, v.Two()...)))
	return signer
}

// rightOf is the right of a person who shares it with nobody.
func rightOf(t *testing.T, v *village.Village, person string) community.Right {
	t.Helper()
	i := slices.IndexFunc(v.Rights, func(r community.Right) bool { return slices.Equal(r.Owners, []string{person}) })
	if i < 0 {
		t.Fatalf("%s has no right", person)
	}
	return v.Rights[i]
}

// A relay "loses" a ballot, the owner votes with another passkey or on paper, and the relay delivers what it held back.
func TestHeldBallots(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "held", "rehearsal", "a", "b")
	other := secondPasskey(t, l, v, "a")
	e, on := open(t, l, v, "vote")
	no := election.Selections{"m": {"disagree"}}
	first, second := rightOf(t, v, "a"), rightOf(t, v, "b")

	held := yes(t, e, on, first, 1)
	done(t, l.Do(t.Context())(e.Cast(on, other, first.ID, 1, no)))
	if got := code(t, l, held); got != contract.Replayed {
		t.Errorf("held back until another passkey had voted: %s", got)
	}

	done(t, l.Must(t.Context(), yes(t, e, on, second, 1)))
	held = yes(t, e, on, second, 2)
	done(t, l.Do(t.Context())(e.Paper(on, "b", second.ID, 2, [32]byte{1}, no)))
	if got := code(t, l, held); got != contract.Replayed {
		t.Errorf("held back until the owner had voted on paper: %s", got)
	}

	draft := v.Draft("ballot.cast", 2, other)
	draft.Exp = draft.NBF + vote.MaxBallotLife + 1
	sealed, err := e.Seal(on, draft, first.ID, no)
	must(t, sealed, err)
	long, err := village.Sign(draft, vote.BallotCast{Election: e.ID, Right: first.ID, Sealed: sealed}, other)
	if got := code(t, l, must(t, long, err)); got != act.BadField {
		t.Errorf("a ballot that is good for a day: %s", got)
	}

	if result := finish(t, l, e, on); result.Counted != 2 || result.Superseded != 1 || result.Contests[0].Tally["disagree"].Heads != 2 {
		t.Errorf("counted %+v", result)
	}
}

// The same with what owners do besides voting: a designation that was held back does not overtake a later one.
func TestHeldDesignation(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "held-acts", "rehearsal", "a", "b")
	right := rightOf(t, v, "a")
	other := secondPasskey(t, l, v, "a")
	designate := func(voter string, by *village.Signer) act.Signed {
		signed, err := village.Sign(v.Draft("voter.designate", 1, by), vote.VoterDesignate{Owners: []string{"a"}, Right: right.ID, Voter: voter}, by)
		return must(t, signed, err)
	}
	held := designate("b", v.People["a"])
	done(t, l.Must(t.Context(), designate("a", other)))
	if got := code(t, l, held); got != contract.Replayed {
		t.Errorf("held back until another passkey had designated: %s", got)
	}
	voter, err := ledger.Read(t.Context(), l.Client, vote.Designations, v.ID, right.ID)
	if must(t, voter, err); voter.Voter != "a" {
		t.Errorf("%q votes", voter.Voter)
	}
}
