// SPDX-License-Identifier: Apache-2.0

package identity

import "fmt"

// What an ErrConflict is about, where somebody can do something about it. The messages say what.
var (
	ErrDatePast     = conflict("the letters' last day is past; choose a later one")
	ErrNobody       = conflict("everybody of the roll in force has a passkey or a letter; choose whom to write to")
	ErrNewerRoll    = conflict("another version of the roll came into force meanwhile; import the file again")
	ErrRecoveryOpen = conflict("a recovery of this person is open already; go on with it, or cancel it")
	ErrBodyAgreed   = conflict("your body has agreed; an officer of another one has to")
	ErrAgreements   = conflict("officers of two bodies have to agree first")
	ErrRegistered   = conflict("the passkey is registered already; log in with it")
	ErrHoldsOffice  = conflict("the person is an officer; end the office first")
	ErrOwnsUnits    = conflict("the person owns units in the roll in force or in its draft; bring the roll up to date first")
	ErrManyTexts    = conflict("this person has left too many texts")
	ErrManyAsks     = conflict("this person asks neighbours for too much at a time")
	ErrAskTaken     = conflict("somebody else does it, or nobody is asked for it any more")
	ErrManyReports  = conflict("this person has reported enough today")
	ErrReportFiled  = conflict("the report is filed already, or there is no such report of this person")
	ErrNoIDNumber   = conflict("the register has no ID number for this person; identify him otherwise")
	ErrManyChecks   = conflict("you have compared this person's ID number often enough for a day; identify him otherwise, or try again tomorrow")
)

func conflict(why string) error { return fmt.Errorf("%s: %w", why, ErrConflict) }
