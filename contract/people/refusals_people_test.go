// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// What is refused of the acts that say who people are: their passkeys, invitations, rolls and objections.
func TestRefusalsOfPeople(t *testing.T) {
	b := town.NewBench(t)
	enrolments := enrolments(b) // these take numbers of the convener, so they come first
	b.Refuses(t, b.Good(), 63,
		town.Theme("enrolment", enrolments), town.Theme("confirmation", confirmations(b)), town.Theme("bodies", peoplesBodies(b)))
}

// confirmations are by who may not confirm, or of what cannot be.
func confirmations(b *town.Bench) []town.Refusal {
	officers, stranger := b.Two(), b.Signer("", "ann")
	confirm := func(credential string, signers ...*village.Signer) act.Signed {
		return b.Make("credential.confirm", people.CredentialConfirm{Credentials: []string{credential}}, signers...)
	}
	return []town.Refusal{
		town.Refuse("an officer confirms his own passkey", people.OwnUnit, confirm(b.Bob.Key.ID(), officers[0], b.Resident)),
		town.Refuse("an officer confirms his own passkey, first", people.OwnUnit, confirm(b.Bob.Key.ID(), b.Resident, officers[0])),
		town.Refuse("a revoked passkey is confirmed again", contract.Revoked, confirm(b.Revoked.Key.ID(), officers...)),
		town.Refuse("an unknown passkey is confirmed", contract.NotFound, confirm(stranger.Key.ID(), officers...)),
		town.Refuse("an unconfirmed passkey confirms", contract.Pending, confirm(b.Pending.Key.ID(), b.Pending, officers[0])),
	}
}

// peoplesBodies are acts whose body is well-formed and asks for what may not be.
func peoplesBodies(b *town.Bench) []town.Refusal {
	officers := b.Two()
	hash := b.Constitution.Net
	co := []string{"dan", "eve"}
	dan, eve := b.People["dan"], b.People["eve"]
	designate := func(body vote.VoterDesignate, signers ...*village.Signer) act.Signed {
		return b.Make("voter.designate", body, signers...)
	}
	revoke := func(body people.CredentialRevoke, signers ...*village.Signer) act.Signed {
		return b.Make("credential.revoke", body, signers...)
	}
	tooMany := people.CodesIssue{Codes: make([]people.IssuedCode, 1001)}
	for i := range tooMany.Codes {
		tooMany.Codes[i] = people.IssuedCode{Code: act.Bytes{1}, Person: "x"}
	}
	code := town.NewCode(b).Public()
	twice := people.CodesIssue{Codes: []people.IssuedCode{{Code: code, Person: "a"}, {Code: town.NewCode(b).Public(), Person: "a"}}}
	notice := func(title, text string, expires int64) act.Signed {
		return b.Make(people.TypeNoticePost, people.NoticePost{Title: title, Text: text, Expires: act.Int(b.Now().Unix() + expires)},
			officers[0])
	}
	return []town.Refusal{
		town.Refuse("a notice without a title", act.BadField, notice(" ", hash, 60)),
		town.Refuse("a notice with a book for a title", act.BadField, notice(strings.Repeat("字", people.MaxNoticeTitle+1), hash, 60)),
		town.Refuse("a notice whose title turns round", act.BadField, notice("停\u202e水", hash, 60)),
		town.Refuse("a notice without its text", act.BadField, notice("停水", "", 60)),
		town.Refuse("a notice that has expired", act.BadField, notice("停水", hash, 0)),
		town.Refuse("a notice for years", act.BadField, notice("停水", hash, people.MaxNoticeTime+1)),
		town.Refuse("a notice by an owner", contract.NotOfficer,
			b.Make(people.TypeNoticePost, people.NoticePost{Title: "停水", Text: hash, Expires: act.Int(b.Now().Unix() + 60)}, b.Ann)),
		town.Refuse("designation by one of two", contract.WrongPerson,
			designate(vote.VoterDesignate{Right: town.Right(co...), Owners: co, Voter: "dan"}, dan)),
		town.Refuse("designation by others", contract.WrongPerson,
			designate(vote.VoterDesignate{Right: town.Right(co...), Owners: co, Voter: "dan"}, b.Ann, b.Bob)),
		town.Refuse("designation of another right", act.BadField,
			designate(vote.VoterDesignate{Right: town.Right("ann"), Owners: co, Voter: "dan"}, dan, eve)),
		town.Refuse("designation of nobody", act.BadField, designate(vote.VoterDesignate{Right: town.Right(co...), Owners: co, Voter: ""},
			dan, eve)),
		town.Refuse("revoking a neighbour's passkey", contract.WrongPerson,
			revoke(people.CredentialRevoke{Credential: b.Bob.Key.ID(), Reason: hash}, b.Ann)),
		town.Refuse("revoking by one officer", contract.TwoBodies,
			revoke(people.CredentialRevoke{Credential: b.Bob.Key.ID(), Reason: hash}, officers[0])),
		town.Refuse("revoking an officer", contract.NotFound,
			revoke(people.CredentialRevoke{Credential: officers[0].Key.ID(), Reason: hash}, officers...)),
		town.Refuse("revoking without a reason", act.BadField,
			revoke(people.CredentialRevoke{Credential: b.Bob.Key.ID(), Reason: ""}, officers...)),
		town.Refuse("no code at all", act.BadField, b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, officers[0])),
		town.Refuse("too many codes", act.BadField, b.Make("codes.issue", tooMany, officers[0])),
		town.Refuse("two codes for one person", act.BadField, b.Make("codes.issue", twice, officers[0])),
		town.Refuse("a code that is no key", act.BadField, b.Make("codes.issue",
			people.CodesIssue{Codes: []people.IssuedCode{{Code: code[:31], Person: "a"}}}, officers[0])),
		town.Refuse("no code withdrawn", act.BadField, b.Make("codes.withdraw", people.CodesWithdraw{Codes: []people.IssuedCode{}},
			officers[0])),
		town.Refuse("a neighbour's code withdrawn", contract.NotOfficer,
			b.Make("codes.withdraw", people.CodesWithdraw{Codes: []people.IssuedCode{{Code: code, Person: "bob"}}}, b.Ann)),
		town.Refuse("nobody to confirm", act.BadField, b.Make("credential.confirm", people.CredentialConfirm{Credentials: []string{}},
			officers...)),
		town.Refuse("a roll that is not newer", people.BadRoll,
			b.Make("roll.approve", people.RollApprove{Version: 1, Root: hash, Chunks: 1}, officers...)),
		town.Refuse("a roll without a root", act.BadField, b.Make("roll.approve", people.RollApprove{Version: 2, Root: "", Chunks: 1},
			officers...)),
		town.Refuse("an objection to a roll that is not", contract.NotFound,
			b.Make("roll.object", people.RollObject{Version: 9, Text: hash}, b.Ann)),
		town.Refuse("an objection without its text", act.BadField,
			b.Make("roll.object", people.RollObject{Version: 1, Text: "why"}, b.Ann)),
		town.Refuse("an officer answers his own objection", people.OwnUnit,
			b.Make("roll.answer", people.RollAnswer{Objection: act.HashOf(b.Objection.Text).String(), Answer: hash}, officers[0],
				b.Resident)),
		town.Refuse("an answer to no objection", contract.NotFound,
			b.Make("roll.answer", people.RollAnswer{Objection: hash, Answer: hash}, officers...)),
	}
}
