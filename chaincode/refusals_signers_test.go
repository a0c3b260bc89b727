// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
)

// signers are acts by the wrong people.
func (b *bench) signers() []refusal {
	officers := b.Two()
	second := b.Officers[b.Constitution.Bodies[1].ID]
	third := b.Officers[b.Constitution.Bodies[2].ID]
	stranger := b.signer("", "ann")
	step := func(signers ...*village.Signer) act.Signed {
		return b.make("election.close", contract.ElectionStep{Election: "vote"}, signers...)
	}
	cast := func(by *village.Signer, extra ...*village.Signer) act.Signed {
		draft := b.Draft("ballot.cast", 1, by)
		return b.sign(draft, b.body, append([]*village.Signer{by}, extra...)...)
	}
	confirm := func(credential string, signers ...*village.Signer) act.Signed {
		return b.make("credential.confirm", contract.CredentialConfirm{Credentials: []string{credential}}, signers...)
	}
	unsigned := act.Signed{Text: b.text}
	reversed := step(officers...)
	reversed.Signatures[0], reversed.Signatures[1] = reversed.Signatures[1], reversed.Signatures[0]
	renamed := act.Signed{Text: b.text, Signatures: []act.Signature{good(b.text).by(b, b.bob)}}
	elsewhere := step(officers...)
	elsewhere.Signatures[1] = good(b.text).by(b, second)
	forged := step(officers...)
	key, err := b.bob.Key.Private()
	forged.Signatures[1] = good(forged.Text).with(b, second.Key.ID(), must(b, key, err))
	paper := contract.BallotPaper{Election: "vote", Person: "bob", Right: right("bob"), Scan: genesis(b, b.n), Sealed: b.body.Sealed}
	keyedIn := func(body contract.BallotPaper, signers ...*village.Signer) act.Signed {
		return b.sign(b.Draft("ballot.paper", 1, signers[0]), body, signers...)
	}
	noScan := paper
	noScan.Scan = "none"
	return []refusal{
		{"nobody", act.NoSignature, unsigned},
		{"the same twice", act.DuplicateSigner, step(officers[0], officers[0])},
		{"first signature by the second signer", act.WrongSigner, reversed},
		{"another owner signs in ann's name", act.WrongSigner, renamed},
		{"a ballot with two owners' signatures", contract.NotOwner, cast(b.ann, b.bob)},
		{"a ballot with an officer's signature too", contract.NotOwner, cast(b.ann, officers[0])},
		{"a ballot by an officer", contract.NotOwner, cast(officers[0])},
		{"a ballot by a stranger", contract.NotEnrolled, cast(stranger)},
		{"a ballot by an unconfirmed passkey", contract.Pending, cast(b.pending)},
		{"a ballot by a revoked passkey", contract.Revoked, cast(b.revoked)},
		{"an officer's act by an owner", contract.NotOfficer, b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, b.ann)},
		{"an officer's act by a dismissed one", contract.Revoked, b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, b.dismissed)},
		{"one officer's act by two", contract.NotOfficer, b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, officers...)},
		{"two officers' act by an officer and an owner", contract.NotOfficer, step(officers[0], b.ann)},
		{"two officers' act by one", contract.TwoBodies, step(officers[0])},
		{"two officers' act by three", contract.TwoBodies, step(officers[0], second, third)},
		{"two officers of the same body", contract.TwoBodies, step(officers[0], b.colleague)},
		{"the second officer is unknown", contract.NotEnrolled, step(officers[0], stranger)},
		{"the second officer is dismissed", contract.Revoked, step(officers[0], b.dismissed)},
		{"the second officer signed something else", act.WrongChallenge, elsewhere},
		{"the second officer's signature is forged", act.BadSignature, forged},
		{"an officer confirms his own passkey", contract.OwnUnit, confirm(b.bob.Key.ID(), officers[0], b.resident)},
		{"an officer confirms his own passkey, first", contract.OwnUnit, confirm(b.bob.Key.ID(), b.resident, officers[0])},
		{"a revoked passkey is confirmed again", contract.Revoked, confirm(b.revoked.Key.ID(), officers...)},
		{"an unknown passkey is confirmed", contract.NotFound, confirm(stranger.Key.ID(), officers...)},
		{"an unconfirmed passkey confirms", contract.Pending, confirm(b.pending.Key.ID(), b.pending, officers[0])},
		{"an officer keys in his own paper", contract.OwnUnit, keyedIn(paper, officers[0], b.resident)},
		{"a paper keyed in by an owner", contract.NotOfficer, keyedIn(paper, b.bob, officers[0])},
		{"a paper keyed in by one officer", contract.TwoBodies, keyedIn(paper, officers[0])},
		{"a paper keyed in by one body", contract.TwoBodies, keyedIn(paper, officers[0], b.colleague)},
		{"a paper without its scan", act.BadField, keyedIn(noScan, officers...)},
	}
}

// bodies are acts whose body is well-formed and asks for what may not be.
func (b *bench) bodies() []refusal {
	officers := b.Two()
	hash := genesis(b, b.n)
	co := []string{"dan", "eve"}
	dan, eve := b.People["dan"], b.People["eve"]
	designate := func(body contract.VoterDesignate, signers ...*village.Signer) act.Signed {
		return b.make("voter.designate", body, signers...)
	}
	revoke := func(body contract.CredentialRevoke, signers ...*village.Signer) act.Signed {
		return b.make("credential.revoke", body, signers...)
	}
	ballot := func(body contract.BallotCast) act.Signed { return b.sign(b.draft, body, b.ann) }
	nowhere, malformed, letter := b.body, b.body, b.body
	nowhere.Election, malformed.Right, letter.Right = "vote-2", "x", "é"
	tooMany := contract.CodesIssue{Codes: make([]contract.IssuedCode, 1001)}
	for i := range tooMany.Codes {
		tooMany.Codes[i] = contract.IssuedCode{Code: act.Bytes{1}, Person: "x"}
	}
	code := newCode(b).Public()
	twice := contract.CodesIssue{Codes: []contract.IssuedCode{{Code: code, Person: "a"}, {Code: newCode(b).Public(), Person: "a"}}}
	return []refusal{
		{"an election that is not", contract.NotFound, ballot(nowhere)},
		{"a right that is no id", act.BadField, ballot(malformed)},
		{"a right that is half a letter", act.BadField, ballot(letter)},
		{"designation by one of two", contract.WrongPerson, designate(contract.VoterDesignate{Right: right(co...), Owners: co, Voter: "dan"}, dan)},
		{"designation by others", contract.WrongPerson, designate(contract.VoterDesignate{Right: right(co...), Owners: co, Voter: "dan"}, b.ann, b.bob)},
		{"designation of another right", act.BadField, designate(contract.VoterDesignate{Right: right("ann"), Owners: co, Voter: "dan"}, dan, eve)},
		{"designation of nobody", act.BadField, designate(contract.VoterDesignate{Right: right(co...), Owners: co, Voter: ""}, dan, eve)},
		{"revoking a neighbour's passkey", contract.WrongPerson, revoke(contract.CredentialRevoke{Credential: b.bob.Key.ID(), Reason: hash}, b.ann)},
		{"revoking by one officer", contract.TwoBodies, revoke(contract.CredentialRevoke{Credential: b.bob.Key.ID(), Reason: hash}, officers[0])},
		{"revoking an officer", contract.NotFound, revoke(contract.CredentialRevoke{Credential: officers[0].Key.ID(), Reason: hash}, officers...)},
		{"revoking without a reason", act.BadField, revoke(contract.CredentialRevoke{Credential: b.bob.Key.ID(), Reason: ""}, officers...)},
		{"no code at all", act.BadField, b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, officers[0])},
		{"too many codes", act.BadField, b.make("codes.issue", tooMany, officers[0])},
		{"two codes for one person", act.BadField, b.make("codes.issue", twice, officers[0])},
		{"a code that is no key", act.BadField, b.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{{Code: code[:31], Person: "a"}}}, officers[0])},
		{"no code withdrawn", act.BadField, b.make("codes.withdraw", contract.CodesWithdraw{Codes: []contract.IssuedCode{}}, officers[0])},
		{"a neighbour's code withdrawn", contract.NotOfficer, b.make("codes.withdraw", contract.CodesWithdraw{Codes: []contract.IssuedCode{{Code: code, Person: "bob"}}}, b.ann)},
		{"nobody to confirm", act.BadField, b.make("credential.confirm", contract.CredentialConfirm{Credentials: []string{}}, officers...)},
		{"a roll that is not newer", contract.BadRoll, b.make("roll.approve", contract.RollApprove{Version: 1, Root: hash, Chunks: 1}, officers...)},
		{"a roll without a root", act.BadField, b.make("roll.approve", contract.RollApprove{Version: 2, Root: "", Chunks: 1}, officers...)},
		{"an objection to a roll that is not", contract.NotFound, b.make("roll.object", contract.RollObject{Version: 9, Text: hash}, b.ann)},
		{"an objection without its text", act.BadField, b.make("roll.object", contract.RollObject{Version: 1, Text: "why"}, b.ann)},
		{"an officer answers his own objection", contract.OwnUnit, b.make("roll.answer", contract.RollAnswer{Objection: act.HashOf(b.objection.Text).String(), Answer: hash}, officers[0], b.resident)},
		{"an answer to no objection", contract.NotFound, b.make("roll.answer", contract.RollAnswer{Objection: hash, Answer: hash}, officers...)},
		{"objecting to a result that is not out", contract.WrongStage, b.make("election.object", contract.ElectionObject{Election: "vote", Text: hash}, b.ann)},
		{"a proxy for a neighbour's right", contract.WrongPerson, b.make("proxy.grant", contract.ProxyGrant{Election: "vote", Right: right("bob"), Proxy: "ann"}, b.ann)},
		{"a proxy for a co-owned right by one", contract.WrongPerson, b.make("proxy.grant", contract.ProxyGrant{Election: "vote", Right: right(co...), Proxy: "ann"}, dan)},
	}
}
