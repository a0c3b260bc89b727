// SPDX-License-Identifier: Apache-2.0

package identity

import "context"

// Actions of the audit log.
const (
	communityKept    = "community.kept"
	rollDrafted      = "roll.drafted"
	rollApproved     = "roll.approved"
	rollExported     = "roll.exported"
	contactChanged   = "contact.changed"
	emailConfirmed   = "contact.email-confirmed"
	idNumberChecked  = "id-number.checked"
	officerAdded     = "officer.added"
	officerEnded     = "officer.ended"
	lettersPrinted   = "letters.printed"
	letterWithdrawn  = "letter.withdrawn"
	letterMarked     = "letter."
	passkeyAdded     = "passkey.added"
	passkeyUsed      = "passkey.used"
	passkeyLabelled  = "passkey.labelled"
	passkeyRevoked   = "passkey.revoked"
	enrolled         = "enrolment.received"
	enrolmentChecked = "enrolment.checked"
	enrolmentDoubted = "enrolment.doubted"
	enrolmentDone    = "enrolment.confirmed"
	textKept         = "text.kept"
	workerAdded      = "worker.added"
	workerAgreed     = "worker.agreed"
	answerKept       = "answer.kept"
	reasonKept       = "reason.kept"
	caseTextKept     = "case-text.kept"
	rollTransferred  = "roll.transfer-tried"
	listSeen         = "list.seen"

	revocationProposed = "passkey.revocation-proposed"

	recoveryOpened    = "recovery.opened"
	recoveryAgreed    = "recovery.agreed"
	recoveryDone      = "recovery.done"
	recoveryCancelled = "recovery.cancelled"
	personSeen        = "person.seen"
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

// seenFor is for how many seconds one line says that an officer looks at a list: pages that follow the ledger ask for theirs
// again and again.
const seenFor = 600

// Saw notes that an officer was shown a list about people; list is its name, for example "letters". It does so once in ten
// minutes.
func (s *Store) Saw(ctx context.Context, community, officer, list string) error {
	known, err := all(ctx, s.read, column[int64], `SELECT number FROM audit
		WHERE community = $1 AND actor = $2 AND action = $3 AND subject = $4 AND at > $5 LIMIT 1`,
		community, officer, listSeen, list, s.now()-seenFor)
	if err != nil || len(known) > 0 {
		return err
	}
	return s.change(ctx, community, func(t *transaction) error { return t.audit(ctx, officer, listSeen, list) })
}

// Audit returns up to limit lines of the audit log after the one with the number after, in order.
func (s *Store) Audit(ctx context.Context, community string, after int64, limit int) ([]Event, error) {
	return all(ctx, s.read, (*Event).fields,
		"SELECT number, at, actor, action, subject FROM audit WHERE community = $1 AND number > $2 ORDER BY number LIMIT $3",
		community, after, limit)
}
