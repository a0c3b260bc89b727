// SPDX-License-Identifier: Apache-2.0

// Package cosign keeps the acts that await more signatures: of another body's officer, of all owners of a home, or of both sides of a case.
// It knows who still has to sign, and when an act can no longer take effect, whoever signs it.
package cosign

import (
	"errors"
	"slices"

	"github.com/linli-project/linli/act"
)

// Reasons to be tested with errors.Is.
var (
	// ErrGone: the act is done, or was taken back.
	ErrGone = errors.New("no such act awaits a signature")
	// ErrSent: it was sent with its last signature already.
	ErrSent = errors.New("the act was sent already")
	// ErrTooMany: of one signer AtMost acts wait. Let him finish some, or take them back.
	ErrTooMany = errors.New("too many acts of this signer await signatures")
)

// WaitsFor is how long, in seconds, an act may await its signatures.
const WaitsFor = 14 * 24 * 3600

// AtMost is how many acts of one signer may wait.
const AtMost = 20

// Act was signed and awaits more signatures.
type Act struct {
	Hash, Community, Type, Text string
	Body                        string // of the officer who signed first; "" for an owner's act
	By                          string // the first signer's passkey
	Created, Expires            int64  // Unix time
	Signatures                  []Signature
}

// Signature is one under a waiting act; the first signer's is the first.
type Signature struct {
	act.Signature
	Person string // pseudonym of an owner, or the party for whom it is
	Sent   int64  // when the act was sent with this as its last signature (Unix time), or 0
}

// Sent says that an act was sent, and its outcome is not known yet.
func (a Act) Sent() bool {
	return slices.ContainsFunc(a.Signatures, func(s Signature) bool { return s.Sent > 0 })
}

func (a Act) sentWith(by string) bool {
	return slices.ContainsFunc(a.Signatures, func(s Signature) bool { return s.Sent > 0 && s.By == by })
}

// Signed are the owners who have signed, or the parties for whom somebody has.
func (a Act) Signed() []string {
	people := []string{}
	for _, s := range a.Signatures {
		if s.Person != "" {
			people = append(people, s.Person)
		}
	}
	return people
}

// With is the act as it is sent with a last signature. Of two bodies' acts that is the second one, whoever else has offered his; of owners'
// and parties' acts everybody's.
func (a Act) With(last Signature) act.Signed {
	signed, placed := act.Signed{Text: a.Text}, false
	for i, s := range a.Signatures {
		if i > 0 && !a.takesAll() {
			break
		}
		if s.By == last.By || i > 0 && s.Person != "" && s.Person == last.Person {
			s, placed = last, true
		}
		signed.Signatures = append(signed.Signatures, s.Signature)
	}
	if !placed {
		signed.Signatures = append(signed.Signatures, last.Signature)
	}
	return signed
}

// takesAll says whether an act is sent with all signatures that wait, and not with two of them.
func (a Act) takesAll() bool { return a.Body == "" || a.OfParties() }
