// SPDX-License-Identifier: Apache-2.0

// Package convention is the ledger's chapter of conventions (公约): the texts that owners have adopted, what was found to be a breach of
// them, and each step from its notice to its end. What a text says is in rules/convention and the life of a breach in rules/breach; this
// chapter says what they are shown, and by whose word. It names households by their pseudonyms, and has no name, photo or own words, only
// hashes of them. Who reports a neighbour is not here at all.
package convention

import (
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeConventionAdopt  = "convention.adopt"
	TypeConventionRepeal = "convention.repeal"
	TypeReportFile       = "report.file"
	TypeReportConfirm    = "report.confirm"
	TypeBreachFind       = "breach.find"
	TypeBreachNotice     = "breach.notice"
	TypeBreachCure       = "breach.cure"
	TypeBreachAppeal     = "breach.appeal"
	TypeBreachDecide     = "breach.decide"
	TypeBreachPardon     = "breach.pardon"
)

// Transactions that anybody may send, since they follow from recorded times alone: each takes a community and the cause of a breach.
const (
	TxEnforce = "Enforce" // begins the effect of a breach whose days are over
	TxSettle  = "Settle"  // writes down what time alone has made of a breach
)

// Chapter declares the chapter's acts and transactions.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: append(append(texts(), reports()...), breaches()...),
		Transactions: map[string]contract.Transaction{
			TxEnforce: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, enforce(s, tx, a[0], a[1])
			}},
			TxSettle: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, settle(s, tx, a[0], a[1])
			}},
		},
	}
}

// texts are the acts that put a convention in force and end it.
func texts() []contract.Declared {
	return []contract.Declared{
		contract.Act[ConventionAdopt]{
			Type: TypeConventionAdopt, Limit: contract.Bulk, Signers: contract.ByTwoBodies, Apply: adopt,
			Subject: func(b ConventionAdopt) contract.Subject { return vote.About(b.Election, "") },
		},
		contract.Act[ConventionRepeal]{
			Type: TypeConventionRepeal, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: repeal,
			Subject: func(b ConventionRepeal) contract.Subject { return vote.About(b.Election, "") },
		},
	}
}

// reports are the acts about what people have seen.
func reports() []contract.Declared {
	return []contract.Declared{
		contract.Act[ReportFile]{Type: TypeReportFile, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: file},
		contract.Act[ReportConfirm]{
			Type: TypeReportConfirm, Limit: contract.Small, Signers: contract.ByWorker, Apply: confirm, Reads: reportReads,
			Subject: func(b ReportConfirm) contract.Subject { return contract.Subject{Kind: Reports.Kind(), ID: b.Report} },
		},
	}
}

// breaches are the steps of a breach that people take.
func breaches() []contract.Declared {
	return []contract.Declared{
		contract.Act[BreachFind]{
			Type: TypeBreachFind, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: find, OfPerson: true, Reads: findReads,
			Subject: func(b BreachFind) contract.Subject { return about(b.cause()) },
		},
		ofBreach(TypeBreachNotice, officer, notice, func(b BreachNotice) string { return b.Breach }),
		ofBreach(TypeBreachCure, owner, cure, func(b BreachCure) string { return b.Breach }),
		ofBreach(TypeBreachAppeal, owner, appeal, func(b BreachAppeal) string { return b.Breach }),
		ofBreach(TypeBreachDecide, officer, decide, func(b BreachDecide) string { return b.Breach }),
		ofBreach(TypeBreachPardon, officer, pardon, func(b BreachPardon) string { return b.Breach }),
	}
}

// party is who takes a step, and what is read of whose household it is.
type party struct {
	signers contract.Signers
	reads   func(c *contract.Context, home string) []string
}

var (
	officer = party{contract.ByOneOfficer, people.RecusalReads}
	owner   = party{contract.ByOneOwner, func(c *contract.Context, home string) []string { return people.HomeReads(c, home) }}
)

// ofBreach declares a step of the breach that its body names.
func ofBreach[B any](name string, by party, apply func(*contract.Context, B) error, cause func(B) string) contract.Act[B] {
	return contract.Act[B]{
		Type: name, Limit: contract.Small, Signers: by.signers, Apply: apply,
		Subject: func(b B) contract.Subject { return about(cause(b)) },
		Reads:   func(c *contract.Context, b B) []string { return breachReads(c, cause(b), by.reads) },
	}
}

func about(cause string) contract.Subject { return contract.Subject{Kind: Breaches.Kind(), ID: cause} }
