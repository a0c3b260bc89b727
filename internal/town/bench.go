// SPDX-License-Identifier: Apache-2.0

package town

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
)

// A Bench is what refusals start from: a town with an open election, people in every condition, and a ballot that would be accepted.
type Bench struct {
	*Town
	Vote    *Vote
	Neutral *Town // another community, with the same officers

	Ann, Bob         *village.Signer // owners of a home each
	Pending, Revoked *village.Signer
	Colleague        *village.Signer // a second officer of the first body
	Resident         *village.Signer // an officer of the third body, who is the owner "bob"
	Dismissed        *village.Signer // an officer whose body revoked him
	Objection        act.Signed      // by bob

	Ballot act.Act // ann's, before it is signed
	Body   vote.BallotCast
	Text   string
}

// NewBench is a bench on a book of its own.
func NewBench(t testing.TB) *Bench {
	t.Helper()
	w := OnBook(t, "rehearsal").Found().Settle([]community.Unit{
		Home("1-101", 10000, "ann"), Home("1-102", 9000, "bob"), Home("1-103", 8000, "cat"), Home("1-104", 7000, "dan", "eve"),
	})
	b := &Bench{Town: w, Vote: w.OpenVote("vote", Rules()), Ann: w.People["ann"], Bob: w.People["bob"]}
	b.makePeople()
	b.Neutral = New(t, w.Ledger, "garden-2", w.Constitution, w.Clock)
	b.Neutral.Officers = w.Officers
	b.Neutral.Found()
	b.Ballot = w.Draft(vote.TypeBallotCast, 1, b.Ann)
	sealed, err := b.Vote.Seal(b.Vote.On, b.Ballot, Right("ann"), Agree())
	b.Body = vote.BallotCast{Election: "vote", Right: Right("ann"), Sealed: Must(t, sealed, err)}
	b.Text = b.Encode(b.Ballot, b.Body)
	return b
}

func (b *Bench) makePeople() {
	b.Helper()
	first, third, fourth := b.Constitution.Bodies[0].ID, b.Constitution.Bodies[2].ID, b.Constitution.Bodies[3].ID
	b.Pending, b.Revoked = b.Signer("", "ann"), b.Signer("", "ann")
	enrolRevoked, err := b.EnrolWith(b.Revoked, b.CodesFor(time.Hour, "ann")[0])
	b.OK(Must(b, enrolRevoked, err))
	enrolPending, err := b.EnrolWith(b.Pending, b.CodesFor(time.Hour, "ann")[0])
	Must(b, enrolPending, err)
	confirm, err := b.Act(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{b.Revoked.Key.ID()}}, b.Two()...)
	Must(b, confirm, err)
	revoke := b.Make(people.TypeCredentialRevoke, people.CredentialRevoke{Credential: b.Revoked.Key.ID(), Reason: b.Constitution.Net},
		b.Ann)
	b.OK(enrolPending, confirm, revoke)

	b.Colleague, b.Resident, b.Dismissed = b.Signer(first, ""), b.Signer(third, "bob"), b.Signer(fourth, "")
	Done(b, b.FoundAs(b.Admin(first), b.Colleague))
	Done(b, b.FoundAs(b.Admin(third), b.Resident))
	Done(b, b.FoundAs(b.Admin(fourth), b.Dismissed))
	_, err = b.Transact(b.Admin(fourth), "RevokeOfficer", b.ID, b.Dismissed.Key.ID())
	Done(b, err)
	b.Objection = b.Make(people.TypeRollObject, people.RollObject{Version: 1, Text: b.Constitution.Net}, b.Bob)
	b.OK(b.Objection)
}

// Good is the ballot that would be accepted.
func (b *Bench) Good() act.Signed {
	b.Helper()
	return SignedText(b, b.Text, b.Ann)
}

// Encode is the text of an act.
func (b *Bench) Encode(draft act.Act, body any) string {
	b.Helper()
	text, err := act.Encode(draft, body)
	return Must(b, text, err)
}

// Decides has the owners vote on a text, named by its hash in a contest "c0" of an election, until the result is published. Votes come before
// all else that officers do in a test, as those who hold them number their acts by themselves.
func (b *Bench) Decides(election, hash string, agree bool) {
	b.Helper()
	question := Question("c0")
	question.Text = hash
	v := b.DraftVote(election, Rules(), question).Drilled().Open()
	chosen := Agree()
	if !agree {
		chosen = Disagree()
	}
	for _, who := range []string{"ann", "bob", "cat"} {
		b.OK(v.Cast(b.People[who], Right(who), 1, chosen))
	}
	v.Published()
}
