// SPDX-License-Identifier: Apache-2.0

package identity

import "context"

// Actions of the audit log.
const (
	communityKept     = "community.kept"
	rollDrafted       = "roll.drafted"
	rollApproved      = "roll.approved"
	rollExported      = "roll.exported"
	contactChanged    = "contact.changed"
	idNumberChecked   = "id-number.checked"
	officerAdded      = "officer.added"
	officerEnded      = "officer.ended"
	lettersPrinted    = "letters.printed"
	letterWithdrawn   = "letter.withdrawn"
	letterMarked      = "letter."
	passkeyAdded      = "passkey.added"
	passkeyUsed       = "passkey.used"
	passkeyLabelled   = "passkey.labelled"
	passkeyRevoked    = "passkey.revoked"
	cloneWarned       = "passkey.counter-did-not-grow"
	eligibilityTurned = "passkey.backup-eligibility-changed"
	enrolled          = "enrolment.received"
	enrolmentChecked  = "enrolment.checked"
	enrolmentDoubted  = "enrolment.doubted"
	enrolmentDone     = "enrolment.confirmed"
	recoveryOpened    = "recovery.opened"
	recoveryAgreed    = "recovery.agreed"
	recoveryDone      = "recovery.done"
	recoveryCancelled = "recovery.cancelled"
	personExported    = "person.exported"
	personErased      = "person.erased"
)

// An Event is a line of the audit log. It never holds a name.
type Event struct {
	Number  int64  `json:"number"`
	At      int64  `json:"at"`
	Actor   string `json:"actor,omitempty"` // an officer's id or a pseudonym
	Action  string `json:"action"`
	Subject string `json:"subject"` // a pseudonym, credential id, batch or version
}

func (e *Event) fields() []any { return []any{&e.Number, &e.At, &e.Actor, &e.Action, &e.Subject} }

// audit writes a line of the audit log.
func (t *transaction) audit(ctx context.Context, actor, action, subject string) error {
	_, err := t.do(ctx, `INSERT INTO audit (community, number, at, actor, action, subject)
		SELECT CAST($1 AS TEXT), COALESCE(MAX(number), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT)
		FROM audit WHERE community = $1`, t.at, actor, action, subject)
	return err
}

// Audit returns up to limit lines of the audit log after the one with the number after, in order.
func (s *Store) Audit(ctx context.Context, community string, after int64, limit int) ([]Event, error) {
	return all(ctx, s.read, (*Event).fields,
		"SELECT number, at, actor, action, subject FROM audit WHERE community = $1 AND number > $2 ORDER BY number LIMIT $3",
		community, after, limit)
}
