// SPDX-License-Identifier: Apache-2.0

// Package mediation is the ledger's chapter of mediation (人民调解): cases between two sides, each a household or a body, and each step to an
// agreement that both and the mediator sign, or to an end without one. What the steps do is in rules/mediation; this chapter says who may
// take them. It names households by their pseudonyms, and has no name and no word that is said, only hashes.
package mediation

import (
	"github.com/linli-project/linli/contract"
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeCaseRequest  = "case.request"
	TypeCaseTake     = "case.take"
	TypeCaseDecline  = "case.decline"
	TypeCaseJoin     = "case.join"
	TypeCaseRefuse   = "case.refuse"
	TypeCaseSay      = "case.say"
	TypeCaseMeet     = "case.meet"
	TypeCasePropose  = "case.propose"
	TypeCaseReply    = "case.reply"
	TypeCaseAgree    = "case.agree"
	TypeCaseApply    = "case.apply"
	TypeCasePerform  = "case.perform"
	TypeCaseFollow   = "case.follow"
	TypeCaseWithdraw = "case.withdraw"
	TypeCaseEnd      = "case.end"
)

// TxClose is the transaction that anybody may send once a deadline of a case is over, since it follows from recorded times alone: a
// community and a case.
const TxClose = "CloseCase"

// Chapter declares the chapter's acts and its transaction.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: append(append(before(), talking()...), agreeing()...),
		Transactions: map[string]contract.Transaction{
			TxClose: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, closeCase(s, tx, a[0], a[1])
			}},
		},
	}
}

// before are the acts until both sides take part, and those that end a case without an agreement.
func before() []contract.Declared {
	return []contract.Declared{
		contract.Act[CaseRequest]{
			Type: TypeCaseRequest, Limit: contract.Small, Signers: contract.ByOwnerOrOfficer, Apply: request, Reads: requestReads,
		},
		ofCase(TypeCaseTake, contract.ByOneOfficer, take, func(b CaseTake) string { return b.Case }),
		ofCase(TypeCaseDecline, contract.ByOneOfficer, decline, func(b CaseDecline) string { return b.Case }),
		ofCase(TypeCaseJoin, contract.ByOwnerOrOfficer, join, func(b CaseJoin) string { return b.Case }),
		ofCase(TypeCaseRefuse, contract.ByOwnerOrOfficer, refuseCase, func(b CaseRefuse) string { return b.Case }),
		ofCase(TypeCaseWithdraw, contract.ByOwnerOrOfficer, withdraw, func(b CaseWithdraw) string { return b.Case }),
		ofCase(TypeCaseEnd, contract.ByOneOfficer, end, func(b CaseEnd) string { return b.Case }),
	}
}

// talking are the acts on the way to an agreement.
func talking() []contract.Declared {
	return []contract.Declared{
		ofCase(TypeCaseSay, contract.ByOwnerOrOfficer, say, func(b CaseSay) string { return b.Case }),
		ofCase(TypeCaseMeet, contract.ByOneOfficer, meet, func(b CaseMeet) string { return b.Case }),
		ofCase(TypeCasePropose, contract.ByOneOfficer, propose, func(b CasePropose) string { return b.Case }),
		ofCase(TypeCaseReply, contract.ByOwnerOrOfficer, reply, func(b CaseReply) string { return b.Case }),
	}
}

// agreeing are the acts of an agreement, and of how it is performed.
func agreeing() []contract.Declared {
	return []contract.Declared{
		ofSides(TypeCaseAgree, contract.ByOfficerAndParties, agree, func(b CaseAgree) string { return b.Case }),
		ofSides(TypeCaseApply, contract.ByParties, apply, func(b CaseApply) string { return b.Case }),
		ofCase(TypeCasePerform, contract.ByOwnerOrOfficer, perform, func(b CasePerform) string { return b.Case }),
		ofCase(TypeCaseFollow, contract.ByOneOfficer, follow, func(b CaseFollow) string { return b.Case }),
	}
}

// ofCase declares a step of the case that its body names.
func ofCase[B any](name string, by contract.Signers, apply func(*contract.Context, B) error, id func(B) string) contract.Act[B] {
	return contract.Act[B]{
		Type: name, Limit: contract.Small, Signers: by, Apply: apply,
		Subject: func(b B) contract.Subject { return contract.Subject{Kind: Cases.Kind(), ID: id(b)} },
		Reads:   func(c *contract.Context, b B) []string { return caseReads(c, id(b)) },
	}
}

// ofSides declares a step that both sides of the case sign.
func ofSides[B any](name string, by contract.Signers, apply func(*contract.Context, B) error, id func(B) string) contract.Act[B] {
	a := ofCase(name, by, apply, id)
	a.Parties = func(v contract.Viewer, community string, b B) ([]contract.Party, error) {
		return parties(v, community, id(b))
	}
	return a
}
