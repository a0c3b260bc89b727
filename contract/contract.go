// SPDX-License-Identifier: Apache-2.0

// Package contract is the ledger's state machine: what each signed act does. It reads and writes a State and knows
// neither Fabric nor a clock, so that chaincode and the offline verifier run the very same code.
//
// Each act has its file. Its function reads: load, decide (a rule), store; verification of the signatures is done
// before, in submit.go.
package contract

import (
	"github.com/linli-project/linli/act"
)

// Codes of what an act may and may not do. A ballot that breaks an election rule is rejected with the rule's reason as
// its code, and that rejection is kept on the ledger.
const (
	OK            act.Code = "OK"             // took effect
	Already       act.Code = "ALREADY"        // this very act took effect before
	NoEffect      act.Code = "NO_EFFECT"      // a batch in which no act took effect
	BadArguments  act.Code = "BAD_ARGUMENTS"  // the transaction's arguments cannot be read
	NotFound      act.Code = "NOT_FOUND"      // a document the act names does not exist
	Exists        act.Code = "EXISTS"         // a document the act makes exists already
	NotAdmin      act.Code = "NOT_ADMIN"      // the transaction is not by a body's Fabric administrator
	Differs       act.Code = "DIFFERS"        // another constitution than the community was founded on
	TooMany       act.Code = "TOO_MANY"       // more of something than the ledger keeps
	OtherNet      act.Code = "OTHER_NET"      // made for another channel
	UnknownType   act.Code = "UNKNOWN_TYPE"   // no such act
	NotYet        act.Code = "NOT_YET_VALID"  // before nbf
	Expired       act.Code = "EXPIRED"        // after exp, or an invitation past its date
	NotEnrolled   act.Code = "NOT_ENROLLED"   // no such credential
	Pending       act.Code = "NOT_CONFIRMED"  // the credential awaits its confirmation
	Revoked       act.Code = "REVOKED"        // the credential was revoked
	NotOfficer    act.Code = "NOT_OFFICER"    // needs an officer's passkey
	NotOwner      act.Code = "NOT_OWNER"      // needs an owner's passkey
	TwoBodies     act.Code = "TWO_BODIES"     // needs officers of two different bodies
	OwnUnit       act.Code = "OWN_UNIT"       // an officer may not confirm what is his own
	Replayed      act.Code = "REPLAYED"       // the sequence number was used by another act
	SeqGap        act.Code = "SEQUENCE_GAP"   // the sequence number is not the next one
	CodeUsed      act.Code = "CODE_USED"      // the invitation was used before
	CodeWithdrawn act.Code = "CODE_WITHDRAWN" // the invitation was withdrawn, or is not the newest
	WrongPerson   act.Code = "WRONG_PERSON"   // not the person concerned
	BadRoll       act.Code = "BAD_ROLL"       // the roll's parts do not agree with each other
	WrongStage    act.Code = "WRONG_STAGE"    // not at this stage of the election
	TooEarly      act.Code = "TOO_EARLY"      // before the days that the rules give have passed
	BadElection   act.Code = "BAD_ELECTION"   // the election's rules or contests contradict each other or the profile
	NotDrilled    act.Code = "NOT_DRILLED"    // a body has not proved that it holds its election key
	BadDrill      act.Code = "BAD_DRILL"      // the answer is not the token
	WrongKey      act.Code = "WRONG_KEY"      // not the private part of the body's election key
	WrongResult   act.Code = "WRONG_RESULT"   // the signed result is not the one that was counted
	ProxyRefused  act.Code = "PROXY_REFUSED"  // the grant breaks a rule; the message names it
	Incomplete    act.Code = "INCOMPLETE"     // parts are still missing
	BadSeal       act.Code = "BAD_SEAL_SHAPE" // the sealed selections do not have this election's shape
)

// Tx is what a transaction says about itself.
type Tx struct {
	ID    string // Fabric's transaction id
	Time  int64  // Unix seconds by the client's clock, which peers hold to ±15 min of theirs
	MSP   string // of the transaction's creator
	Admin bool   // whether the creator is an administrator of that MSP
	Net   string // hash (hex) of the channel's genesis block, by the executing process's own knowledge
}

// functions are the transactions: name → number of arguments, and what it does.
var functions = map[string]struct {
	arguments int
	run       func(s State, tx Tx, args []string) ([]byte, error)
}{
	"Found":         {3, func(s State, tx Tx, a []string) ([]byte, error) { return found(s, tx, a[0], a[1], a[2]) }},
	"RevokeOfficer": {2, func(s State, tx Tx, a []string) ([]byte, error) { return nil, revokeOfficer(s, tx, a[0], a[1]) }},
	"Submit":        {1, func(s State, tx Tx, a []string) ([]byte, error) { return submit(s, tx, a[0]) }},
	"LoadRoll":      {5, func(s State, tx Tx, a []string) ([]byte, error) { return nil, loadRoll(s, tx, a) }},
	"Tally":         {3, func(s State, tx Tx, a []string) ([]byte, error) { return nil, tally(s, tx, a[0], a[1], a[2]) }},
	"Probe":         {0, func(State, Tx, []string) ([]byte, error) { return []byte("ok"), nil }},
}

// Invoke runs one transaction. The response and what was Put are meaningful only if the error is nil; an *act.Error
// says why the transaction must not be, any other error is a failure of the State.
func Invoke(s State, tx Tx, function string, args []string) ([]byte, error) {
	f, ok := functions[function]
	if !ok {
		return nil, act.Refuse(BadArguments, "there is no transaction %q", function)
	}
	if len(args) != f.arguments {
		return nil, act.Refuse(BadArguments, "%s takes %d arguments, not %d", function, f.arguments, len(args))
	}
	return f.run(s, tx, args)
}
