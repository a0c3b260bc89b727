// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind of a claim.
type Kind string

// The kinds.
const (
	Ballot   Kind = "ballot"   // that a ballot was accepted, or turned down
	Result   Kind = "result"   // what a vote decided
	Event    Kind = "event"    // that an oracle logged what a device said
	Breach   Kind = "breach"   // of a convention, as it stands
	Transfer Kind = "transfer" // of points
	Voucher  Kind = "voucher"  // for a service, as it stands
	Order    Kind = "order"    // as it stands
	Case     Kind = "case"     // before a mediator, as it stands
	Booking  Kind = "booking"  // of a parking space, as it stands
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{Ballot, Result, Event, Breach, Transfer, Voucher, Order, Case, Booking}
}

// Claim is what a bundle asserts, and what it does not. It follows from the evidence.
type Claim struct {
	Community string     `json:"community"`
	ID        string     `json:"id"`
	Kind      Kind       `json:"kind"`
	Not       []Sentence `json:"not"` // what is not proven
	Says      []Sentence `json:"says"`
	V         string     `json:"v"`
}

// Sentence is a code with its arguments. The words are for package words to find.
type Sentence struct {
	Args map[string]string `json:"args"`
	Code string            `json:"code"`
}

// Codes of what a claim says.
const (
	SaysDocument = "DOCUMENT"        // the ledger has this document: block, kind, sha256, tx
	SaysBallot   = "BALLOT"          // a ballot was put into its box: election, right
	SaysRejected = "BALLOT_REJECTED" // or turned down: election, right, why
	SaysEvent    = "EVENT"           // what a device said: device, happened, kind, oracle
	SaysLogged   = "EVENT_LOGGED"    // an event was logged whose text is not shown: oracle
	SaysBooking  = "BOOKING"         // a space was booked: from, price, space, state, until
	SaysTerms    = "TERMS"           // on which terms: bands, cancel, deposit, early, hour, late, noshow, overstay
	SaysPassage  = "PASSAGE"         // a gate has seen the car: at, device, event, way
	SaysStayed   = "STAYED"          // no gate saw it, since it stayed on its space from one booking to the next: at, booking, way
	SaysPaid     = "PAID"            // what the host had of what was held: closed, due, held
	SaysAct      = "ACT"             // an act took effect: act, block, tx, type
	SaysSigned   = "SIGNED"          // it was signed: act, by, kind, who
	SaysEnrolled = "ENROLLED"        // a key was enrolled: block, by, credential
	SaysOpened   = "OPENED"          // what a commitment is of is shown: hash
	SaysStamped  = "STAMPED"         // a time stamp says that the head was there: at, by
)

// Codes of what a bundle does not show.
const (
	NotLater  = "LATER"    // that nothing changed after the head's last block: block
	NotOthers = "OTHERS"   // that no other act concerns the matter
	NotTrue   = "TRUE"     // that what was said is true
	NotHolder = "HOLDER"   // that the person who held a key is the one who was confirmed
	NotNamed  = "REDACTED" // who a pseudonym is, which is a commitment to a name: who
	NotWords  = "WORDS"    // what other commitments are of, which nobody has opened here
)

func say(code string, args ...string) Sentence {
	s := Sentence{Args: map[string]string{}, Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		s.Args[args[i]] = args[i+1]
	}
	return s
}

// write is the claim for whoever reads a report: codes, and arguments as words that none of them can pretend to be.
func (c Claim) write(out *strings.Builder) {
	if c.Kind == "" {
		return
	}
	fmt.Fprintf(out, "claim: %s %q of %q\n", c.Kind, c.ID, c.Community)
	for _, s := range c.Says {
		s.write(out, "says")
	}
	for _, s := range c.Not {
		s.write(out, "NOT PROVEN")
	}
}

func (s Sentence) write(out *strings.Builder, how string) {
	fmt.Fprintf(out, "  %s %q", how, s.Code)
	for _, name := range slices.Sorted(maps.Keys(s.Args)) {
		fmt.Fprintf(out, ", %q: %q", name, s.Args[name])
	}
	out.WriteString("\n")
}
