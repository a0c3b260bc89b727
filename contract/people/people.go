// SPDX-License-Identifier: Apache-2.0

// Package people is the ledger's chapter of who is who: communities and the bodies that found them, officers, the owners' roll,
// invitations, passkeys, and objections.
package people

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
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

// Chapter declares the chapter's acts and transactions.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: []contract.Declared{
			contract.Act[RollApprove]{Type: "roll.approve", Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: approveRoll},
			contract.Act[RollObject]{Type: "roll.object", Limit: contract.Small, Signers: contract.ByOneOwner, Apply: objectToRoll},
			contract.Act[RollAnswer]{Type: "roll.answer", Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: answerObjection},
			contract.Act[CodesIssue]{Type: "codes.issue", Limit: contract.Bulk, Signers: contract.ByOneOfficer, Apply: issueCodes},
			contract.Act[CodesWithdraw]{Type: "codes.withdraw", Limit: contract.Bulk, Signers: contract.ByOneOfficer, Apply: withdrawCodes},
			contract.Act[Enrol]{
				Type: "credential.enrol", Limit: contract.Small, Signers: contract.ByAnyone, Apply: enrol,
				NumbersItself: true, Authenticate: byNewPasskey,
			},
			contract.Act[CredentialConfirm]{Type: "credential.confirm", Limit: contract.Bulk, Signers: contract.ByTwoBodies, Apply: confirmCredentials},
			contract.Act[CredentialRevoke]{Type: "credential.revoke", Limit: contract.Small, Signers: contract.ByOwnerOrTwoBodies, Apply: revokeCredential},
			contract.Act[OfficerDeclare]{Type: "officer.declare", Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: declareOfficer},
		},
		Transactions: map[string]contract.Transaction{
			"Found": {Arguments: 3, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return found(s, tx, a[0], a[1], a[2])
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
