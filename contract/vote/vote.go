// SPDX-License-Identifier: Apache-2.0

// Package vote is the ledger's chapter of elections: their drafts, keys, notice and stages, ballots, proxies, the count and the
// result. It builds on chapter people, since a vote is held on a roll, among the persons of the roll (Civil Code, Art. 278).
package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
)

// Codes of what an act of this chapter may not do. A ballot that breaks an election rule is rejected with the rule's reason as its
// code (RejectionCode), and that rejection is kept on the ledger.
const (
	WrongStage   act.Code = "WRONG_STAGE"    // not at this stage of the election
	TooEarly     act.Code = "TOO_EARLY"      // before the days that the rules give have passed
	BadElection  act.Code = "BAD_ELECTION"   // the election's rules or contests contradict each other or the profile
	NotDrilled   act.Code = "NOT_DRILLED"    // a body has not proved that it holds its election key
	BadDrill     act.Code = "BAD_DRILL"      // the answer is not the token
	WrongKey     act.Code = "WRONG_KEY"      // not the private part of the body's election key
	WrongResult  act.Code = "WRONG_RESULT"   // the signed result is not the one that was counted
	ProxyRefused act.Code = "PROXY_REFUSED"  // the grant breaks a rule; "of" names it
	BadSeal      act.Code = "BAD_SEAL_SHAPE" // the sealed selections do not have this election's shape
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeVoterDesignate  = "voter.designate"
	TypeElectionCreate  = "election.create"
	TypeElectionKey     = "election.key"
	TypeElectionTest    = "election.test"
	TypeElectionDrill   = "election.drill"
	TypeElectionNotice  = "election.notice"
	TypeElectionOpen    = "election.open"
	TypeElectionClose   = "election.close"
	TypeElectionUnseal  = "election.unseal"
	TypeElectionPublish = "election.publish"
	TypeElectionHear    = "election.hear"
	TypeElectionObject  = "election.object"
	TypeElectionFinal   = "election.final"
	TypeElectionAnnul   = "election.annul"
	TypeProxyGrant      = "proxy.grant"
	TypeBallotCast      = "ballot.cast"
	TypeBallotPaper     = "ballot.paper"
)

// TxTally counts on in a shard of an election: community, election, shard or Whole, and ballots (GiveBallots), which may be packed.
const TxTally = "Tally"

// Chapter declares the chapter's acts and transactions, where places ask for that.
func Chapter(places election.Profiles) contract.Chapter {
	create := func(c *contract.Context, b ElectionCreate) error { return createElection(c, b, places) }
	return contract.Chapter{
		Acts: []contract.Declared{
			contract.Act[VoterDesignate]{
				Type: TypeVoterDesignate, Limit: contract.Small, Signers: contract.ByOwners, Apply: designateVoter, Owners: whoDesignates,
				Subject: func(b VoterDesignate) contract.Subject {
					return contract.Subject{Kind: people.Rights.Kind(), ID: b.Right}
				},
			},
			of(TypeElectionCreate, contract.Bulk, contract.ByOneOfficer, create, func(b ElectionCreate) string { return b.Election }),
			of(TypeElectionKey, contract.Small, contract.ByOneOfficer, publishKey, func(b ElectionKey) string { return b.Election }),
			of(TypeElectionTest, contract.Small, contract.ByOneOfficer, publishTest, func(b ElectionTest) string { return b.Election }),
			of(TypeElectionDrill, contract.Small, contract.ByOneOfficer, answerDrill, func(b ElectionDrill) string { return b.Election }),
			of(TypeElectionNotice, contract.Small, contract.ByTwoBodies, giveNotice, func(b ElectionNotice) string { return b.Election }),
			of(TypeElectionOpen, contract.Small, contract.ByTwoBodies, openElection, func(b ElectionOpen) string { return b.Election }),
			of(TypeElectionClose, contract.Small, contract.ByTwoBodies, closeElection, stepOf),
			of(TypeElectionUnseal, contract.Small, contract.ByOneOfficer, unsealElection,
				func(b ElectionUnseal) string { return b.Election }),
			of(TypeElectionPublish, contract.Small, contract.ByTwoBodies, publishResult,
				func(b ElectionPublish) string { return b.Election }),
			of(TypeElectionHear, contract.Small, contract.ByOneOfficer, hearObjections, stepOf),
			of(TypeElectionObject, contract.Small, contract.ByOneOwner, objectToResult,
				func(b ElectionObject) string { return b.Election }),
			of(TypeElectionFinal, contract.Small, contract.ByTwoBodies, finalise, stepOf),
			of(TypeElectionAnnul, contract.Small, contract.ByTwoBodies, annulElection, stepOf),
			contract.Act[ProxyGrant]{
				Type: TypeProxyGrant, Limit: contract.Small, Signers: contract.ByOwners, Apply: grantProxy, Owners: whoGrants,
				Subject: func(b ProxyGrant) contract.Subject { return About(b.Election, b.Right) },
			},
			contract.Act[BallotCast]{
				Type: TypeBallotCast, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: castBallot, NumbersItself: true,
				Reads: castReads,
				Last:  lastCast,
				Named: func(v contract.Viewer, community, hash string, b BallotCast) (bool, error) {
					return inBox(v, community, b.Election, b.Right, hash)
				},
				Subject: func(b BallotCast) contract.Subject { return About(b.Election, b.Right) },
				Lane:    func(b BallotCast) []string { return []string{b.Election, b.Right} },
			},
			contract.Act[BallotPaper]{
				Type: TypeBallotPaper, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: castPaper, NumbersItself: true,
				Reads: paperReads,
				Last:  lastSheet,
				Named: func(v contract.Viewer, community, hash string, b BallotPaper) (bool, error) {
					return inBox(v, community, b.Election, b.Right, hash)
				},
				Subject: func(b BallotPaper) contract.Subject { return About(b.Election, b.Right) },
				Lane:    func(b BallotPaper) []string { return []string{b.Election, b.Right} },
			},
		},
		Transactions: map[string]contract.Transaction{
			TxTally: {Arguments: 4, Packed: true, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, tally(s, tx, a[0], a[1], a[2], a[3])
			}},
		},
	}
}

// of declares an act about an election as a whole.
func of[B any](kind string, limit int, signers contract.Signers, apply func(*contract.Context, B) error,
	id func(B) string) contract.Act[B] {
	return contract.Act[B]{
		Type: kind, Limit: limit, Signers: signers, Apply: apply,
		Subject: func(b B) contract.Subject { return About(id(b), "") },
	}
}

func stepOf(b ElectionStep) string { return b.Election }

// BallotTypes are the types of acts that cast ballots.
var BallotTypes = []string{TypeBallotCast, TypeBallotPaper}

// IsBallot says whether acts of a type cast ballots.
func IsBallot(kind string) bool { return slices.Contains(BallotTypes, kind) }

// Of returns what an act's subject names of an election and of a right, each "" if it names none.
func Of(s contract.Subject) (id, right string) {
	switch s.Kind {
	case Elections.Kind():
		return s.ID, s.Part
	case people.Rights.Kind():
		return "", s.ID
	}
	return "", ""
}

// About is an election, or a right's ballot in it.
func About(id, right string) contract.Subject {
	return contract.Subject{Kind: Elections.Kind(), ID: id, Part: right}
}
