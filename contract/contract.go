// SPDX-License-Identifier: Apache-2.0

// Package contract is the engine of the ledger's state machine: a batch of signed acts in, their outcomes out. It reads and
// writes a State and knows neither Fabric nor a clock, so that chaincode and the offline verifier run the very same code.
//
// It knows no act. What acts there are and what each does is in the chapters, packages of their own below this one; package
// chapters lists them, in the versions that were ever in force. An act is declared once, as an Act: from its declaration follow how
// it is read, whose signatures it takes, how it is numbered, what a batch reads ahead for it, which acts stay in order with it,
// and under what people look it up.
package contract

import (
	"github.com/linli-project/linli/act"
)

// Codes of what any act may be refused with. Those of one chapter are in its package.
const (
	OK           act.Code = "OK"            // took effect
	Already      act.Code = "ALREADY"       // this very act took effect before
	NoEffect     act.Code = "NO_EFFECT"     // a batch in which no act took effect
	BadArguments act.Code = "BAD_ARGUMENTS" // the transaction's arguments cannot be read
	NotFound     act.Code = "NOT_FOUND"     // a document the act names does not exist
	Exists       act.Code = "EXISTS"        // a document the act makes exists already
	TooMany      act.Code = "TOO_MANY"      // more of something than the ledger keeps
	OtherNet     act.Code = "OTHER_NET"     // made for another channel
	UnknownType  act.Code = "UNKNOWN_TYPE"  // no such act
	NotYet       act.Code = "NOT_YET_VALID" // before nbf
	Expired      act.Code = "EXPIRED"       // after exp, or an invitation past its date
	NotEnrolled  act.Code = "NOT_ENROLLED"  // no such credential
	Pending      act.Code = "NOT_CONFIRMED" // the credential awaits its confirmation
	Revoked      act.Code = "REVOKED"       // the credential was revoked
	NotOfficer   act.Code = "NOT_OFFICER"   // needs an officer's passkey
	NotOwner     act.Code = "NOT_OWNER"     // needs an owner's passkey
	NotWorker    act.Code = "NOT_WORKER"    // needs a worker's passkey
	NotParties   act.Code = "NOT_PARTIES"   // needs two signatures, of an owner or an officer each, and of workers none
	TwoBodies    act.Code = "TWO_BODIES"    // needs officers of two different bodies
	Replayed     act.Code = "REPLAYED"      // the sequence number was used by another act
	SeqGap       act.Code = "SEQUENCE_GAP"  // the sequence number is not the next one
	WrongPerson  act.Code = "WRONG_PERSON"  // not the person concerned
)

// Tx is what a transaction says about itself.
type Tx struct {
	ID    string // Fabric's transaction id
	Time  int64  // Unix seconds by the client's clock, which peers hold to ±15 min of theirs
	MSP   string // of the transaction's creator
	Admin bool   // whether the creator is an administrator of that MSP
	Net   string // hash (hex) of the channel's genesis block, by the executing process's own knowledge

	// Tell takes what the transaction finds out and its writes do not say, such as vote.Openings; nil: nobody wants to know.
	Tell func(found any)
}
