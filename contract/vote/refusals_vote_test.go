// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// What is refused of ballots, papers and proxies.
func TestRefusalsOfVotes(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 17, town.Theme("voters", voters(b)), town.Theme("bodies", votesBodies(b)))
}

// voters are ballots of the wrong people, and papers that the wrong people key in.
func voters(b *town.Bench) []town.Refusal {
	officers, stranger := b.Two(), b.Signer("", "ann")
	cast := func(by *village.Signer, extra ...*village.Signer) act.Signed {
		draft := b.Draft("ballot.cast", 1, by)
		return b.Sign(draft, b.Body, append([]*village.Signer{by}, extra...)...)
	}
	paper := vote.BallotPaper{Election: "vote", Person: "bob", Right: town.Right("bob"), Scan: b.Constitution.Net, Sealed: b.Body.Sealed}
	keyedIn := func(body vote.BallotPaper, signers ...*village.Signer) act.Signed {
		return b.Sign(b.Draft("ballot.paper", 1, signers[0]), body, signers...)
	}
	noScan := paper
	noScan.Scan = "none"
	return []town.Refusal{
		town.Refuse("a ballot with two owners' signatures", contract.NotOwner, cast(b.Ann, b.Bob)),
		town.Refuse("a ballot with an officer's signature too", contract.NotOwner, cast(b.Ann, officers[0])),
		town.Refuse("a ballot by an officer", contract.NotOwner, cast(officers[0])),
		town.Refuse("a ballot by a stranger", contract.NotEnrolled, cast(stranger)),
		town.Refuse("a ballot by an unconfirmed passkey", contract.Pending, cast(b.Pending)),
		town.Refuse("a ballot by a revoked passkey", contract.Revoked, cast(b.Revoked)),
		town.Refuse("an officer keys in his own paper", people.OwnUnit, keyedIn(paper, officers[0], b.Resident)),
		town.Refuse("a paper keyed in by an owner", contract.NotOfficer, keyedIn(paper, b.Bob, officers[0])),
		town.Refuse("a paper keyed in by one officer", contract.TwoBodies, keyedIn(paper, officers[0])),
		town.Refuse("a paper keyed in by one body", contract.TwoBodies, keyedIn(paper, officers[0], b.Colleague)),
		town.Refuse("a paper without its scan", act.BadField, keyedIn(noScan, officers...)),
	}
}

// votesBodies are acts whose body is well-formed and asks for what may not be.
func votesBodies(b *town.Bench) []town.Refusal {
	hash := b.Constitution.Net
	co := []string{"dan", "eve"}
	ballot := func(body vote.BallotCast) act.Signed { return b.Sign(b.Ballot, body, b.Ann) }
	nowhere, malformed, letter := b.Body, b.Body, b.Body
	nowhere.Election, malformed.Right, letter.Right = "vote-2", "x", "é"
	return []town.Refusal{
		town.Refuse("an election that is not", contract.NotFound, ballot(nowhere)),
		town.Refuse("a right that is no id", act.BadField, ballot(malformed)),
		town.Refuse("a right that is half a letter", act.BadField, ballot(letter)),
		town.Refuse("objecting to a result that is not out", vote.WrongStage,
			b.Make("election.object", vote.ElectionObject{Election: "vote", Text: hash}, b.Ann)),
		town.Refuse("a proxy for a neighbour's right", contract.WrongPerson,
			b.Make("proxy.grant", vote.ProxyGrant{Election: "vote", Right: town.Right("bob"), Proxy: "ann"}, b.Ann)),
		town.Refuse("a proxy for a co-owned right by one", contract.WrongPerson,
			b.Make("proxy.grant", vote.ProxyGrant{Election: "vote", Right: town.Right(co...), Proxy: "ann"}, b.People["dan"])),
	}
}
