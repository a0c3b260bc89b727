// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// signers are acts by the wrong people, or by too few or too many.
func signers(b *town.Bench) []town.Refusal {
	officers := b.Two()
	second := b.Officers[b.Constitution.Bodies[1].ID]
	third := b.Officers[b.Constitution.Bodies[2].ID]
	stranger := b.Signer("", "ann")
	step := func(signers ...*village.Signer) act.Signed {
		return b.Make("election.close", vote.ElectionStep{Election: "vote"}, signers...)
	}
	unsigned := act.Signed{Text: b.Text}
	reversed := step(officers...)
	reversed.Signatures[0], reversed.Signatures[1] = reversed.Signatures[1], reversed.Signatures[0]
	renamed := act.Signed{Text: b.Text, Signatures: []act.Signature{town.Good(b.Text).By(b, b.Bob)}}
	elsewhere := step(officers...)
	elsewhere.Signatures[1] = town.Good(b.Text).By(b, second)
	forged := step(officers...)
	key, err := b.Bob.Key.Private()
	forged.Signatures[1] = town.Good(forged.Text).With(b, second.Key.ID(), town.Must(b, key, err))
	return []town.Refusal{
		town.Refuse("nobody", act.NoSignature, unsigned),
		town.Refuse("the same twice", act.DuplicateSigner, step(officers[0], officers[0])),
		town.Refuse("first signature by the second signer", act.WrongSigner, reversed),
		town.Refuse("another owner signs in ann's name", act.WrongSigner, renamed),
		town.Refuse("an officer's act by an owner", contract.NotOfficer,
			b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, b.Ann)),
		town.Refuse("an officer's act by a dismissed one", contract.Revoked,
			b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, b.Dismissed)),
		town.Refuse("one officer's act by two", contract.NotOfficer,
			b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, officers...)),
		town.Refuse("two officers' act by an officer and an owner", contract.NotOfficer, step(officers[0], b.Ann)),
		town.Refuse("two officers' act by one", contract.TwoBodies, step(officers[0])),
		town.Refuse("two officers' act by three", contract.TwoBodies, step(officers[0], second, third)),
		town.Refuse("two officers of the same body", contract.TwoBodies, step(officers[0], b.Colleague)),
		town.Refuse("the second officer is unknown", contract.NotEnrolled, step(officers[0], stranger)),
		town.Refuse("the second officer is dismissed", contract.Revoked, step(officers[0], b.Dismissed)),
		town.Refuse("the second officer signed something else", act.WrongChallenge, elsewhere),
		town.Refuse("the second officer's signature is forged", act.BadSignature, forged),
	}
}
