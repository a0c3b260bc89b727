// SPDX-License-Identifier: Apache-2.0

// Package people is the ledger's chapter of who is who: communities and the bodies that found them, officers, the owners' roll,
// invitations, passkeys, objections, and what bodies post for all to see.
package people

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

// Codes of what an act of this chapter may not do.
const (
	NotAdmin      act.Code = "NOT_ADMIN"      // the transaction is not by a body's Fabric administrator
	Differs       act.Code = "DIFFERS"        // another constitution than the community was founded on
	OwnUnit       act.Code = "OWN_UNIT"       // an officer may not confirm what is his own
	CodeUsed      act.Code = "CODE_USED"      // the invitation was used before
	CodeWithdrawn act.Code = "CODE_WITHDRAWN" // the invitation was withdrawn, or is not the newest
	BadRoll       act.Code = "BAD_ROLL"       // the roll's parts do not agree with each other
	Incomplete    act.Code = "INCOMPLETE"     // parts are still missing
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeRollApprove       = "roll.approve"
	TypeRollObject        = "roll.object"
	TypeRollAnswer        = "roll.answer"
	TypeCodesIssue        = "codes.issue"
	TypeCodesWithdraw     = "codes.withdraw"
	TypeCredentialEnrol   = "credential.enrol"   //nolint:gosec // the name of a type
	TypeCredentialConfirm = "credential.confirm" //nolint:gosec // the same
	TypeCredentialRevoke  = "credential.revoke"  //nolint:gosec // the same
	TypeOfficerDeclare    = "officer.declare"
	TypeNoticePost        = "notice.post"
)

// Chapter declares the chapter's acts and transactions. A community is founded in one of the places.
func Chapter(places election.Profiles) contract.Chapter {
	return contract.Chapter{
		Acts: []contract.Declared{
			contract.Act[RollApprove]{
				Type: TypeRollApprove, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: approveRoll,
				Subject: func(b RollApprove) contract.Subject { return aboutRoll(b.Version) },
			},
			contract.Act[RollObject]{
				Type: TypeRollObject, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: objectToRoll,
				Subject: func(b RollObject) contract.Subject { return aboutRoll(b.Version) },
			},
			contract.Act[RollAnswer]{
				Type: TypeRollAnswer, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: answerObjection, OfPerson: true,
				Subject: func(b RollAnswer) contract.Subject { return contract.Subject{Kind: Objections.Kind(), ID: b.Objection} },
			},
			contract.Act[CodesIssue]{Type: TypeCodesIssue, Limit: contract.Bulk, Signers: contract.ByOneOfficer, Apply: issueCodes},
			contract.Act[CodesWithdraw]{Type: TypeCodesWithdraw, Limit: contract.Bulk, Signers: contract.ByOneOfficer,
				Apply: withdrawCodes},
			contract.Act[Enrol]{
				Type: TypeCredentialEnrol, Limit: contract.Small, Signers: contract.ByAnyone, Apply: enrol,
				NumbersItself: true, Authenticate: byNewPasskey,
			},
			contract.Act[CredentialConfirm]{Type: TypeCredentialConfirm, Limit: contract.Bulk, Signers: contract.ByTwoBodies,
				Apply: confirmCredentials},
			contract.Act[CredentialRevoke]{
				Type: TypeCredentialRevoke, Limit: contract.Small, Signers: contract.ByOwnerOrTwoBodies, Apply: revokeCredential,
				OfPerson: true,
				Subject: func(b CredentialRevoke) contract.Subject {
					return contract.Subject{Kind: contract.Credentials.Kind(), ID: b.Credential}
				},
			},
			contract.Act[OfficerDeclare]{
				Type: TypeOfficerDeclare, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: declareOfficer, OfPerson: true,
				Subject: func(b OfficerDeclare) contract.Subject { return contract.Subject{Kind: OfficesOf.Kind(), ID: b.Person} },
			},
			contract.Act[NoticePost]{Type: TypeNoticePost, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: postNotice},
		},
		Transactions: map[string]contract.Transaction{
			"Found": {Arguments: 3, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return found(s, tx, places, a[0], a[1], a[2])
			}},
			"RevokeOfficer": {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, revokeOfficer(s, tx, a[0], a[1])
			}},
			"LoadRoll": {Arguments: 5, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, loadRoll(s, tx, a)
			}},
		},
	}
}

func aboutRoll(version act.Int) contract.Subject {
	return contract.Subject{Kind: Rolls.Kind(), ID: Version(int64(version))}
}
