// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// A Kind is what a notice tells. The kinds of elections are the types of webhooks, too.
type Kind string

// The kinds.
const (
	ElectionNotice    Kind = "election.notice"
	ElectionOpened    Kind = "election.opened"
	ElectionClosed    Kind = "election.closed"
	ElectionPublished Kind = "election.published"
	ElectionFinal     Kind = "election.final"
	ElectionAnnulled  Kind = "election.annulled"

	ClosingIn48Hours Kind = "closing.48h" // to who has not voted
	ClosingIn24Hours Kind = "closing.24h"

	EnrolmentConfirmed    Kind = "enrolment.confirmed"
	PasskeyAdded          Kind = "passkey.added"
	PasskeyRevoked        Kind = "passkey.revoked"
	CoOwnerPasskeyAdded   Kind = "co-owner.passkey.added"   //nolint:gosec // no credential
	CoOwnerPasskeyRevoked Kind = "co-owner.passkey.revoked" //nolint:gosec // no credential
	VoterDesignated       Kind = "voter.designated"
	ProxyNamed            Kind = "proxy.named"
	ObjectionAnswered     Kind = "objection.answered"
	ActWaits              Kind = "act.waits"

	ObjectionMade  Kind = "objection.made" // to officers
	EnrolmentWaits Kind = "enrolment.waits"

	OrderWaits       Kind = "order.waits"      // for an officer, to say whose it is
	OrderCalled      Kind = "order.called"     // workers, to accept it
	OrderHelp        Kind = "order.help"       // workers, beside who has it
	OrderEscalated   Kind = "order.escalated"  // to the supervisor
	OrderAgain       Kind = "order.again"      // to all who still have to act
	OrderSoon        Kind = "order.soon"       // to who has it: a deadline is near
	OrderReopened    Kind = "order.reopened"   // to who raised it, and the supervisor
	OrderDone        Kind = "order.done"       // to the affected households, which are to confirm it
	OrderConfirmSoon Kind = "order.confirm"    // to them once more
	OrderUnanswered  Kind = "order.unanswered" // to them and who raised it

	HelpWaits         Kind = "points.help"    // to the household that was helped, or to officers if it was the community
	PointsEndIn30Days Kind = "points.30d"     // to a household, of those that end in a week
	PointsEndIn7Days  Kind = "points.7d"      // to it once more
	VoucherEnds       Kind = "points.voucher" // to the household: within a day

	BreachNoticed   Kind = "breach.noticed" // to the household, which has its days from now on
	BreachUpheld    Kind = "breach.upheld"
	BreachDismissed Kind = "breach.dismissed"
	BreachEffective Kind = "breach.effective"
	BreachPardoned  Kind = "breach.pardoned"
	BreachFound     Kind = "breach.found"    // to officers, to tell the household
	BreachAppealed  Kind = "breach.appealed" // to officers, to decide

	CaseRequested   Kind = "case.requested" // to the bodies whose officers may take it
	CaseTaken       Kind = "case.taken"     // to who asked
	CaseAsked       Kind = "case.asked"     // to the other side
	CaseJoined      Kind = "case.joined"    // to who asked, and the mediator
	CaseMeets       Kind = "case.meets"     // to both sides: a session is fixed
	CaseProposed    Kind = "case.proposed"  // to both
	CaseReplied     Kind = "case.replied"   // to the mediator: a side has, or its days are over
	CaseSign        Kind = "case.sign"      // to a side: what both sign waits for its signature
	CaseAgreed      Kind = "case.agreed"    // to both and the mediator
	CaseApplySoon   Kind = "case.apply"     // to both: the days for a court end soon
	CasePerformSoon Kind = "case.perform"   // to both: the day for what was agreed is near
	CaseEnded       Kind = "case.ended"     // to both and the mediator

	ParkingWon       Kind = "parking.won"       // to the guest: the lot has fallen
	ParkingLost      Kind = "parking.lost"      // to the guest
	ParkingBegins    Kind = "parking.begins"    // to the guest: soon
	ParkingEnds      Kind = "parking.ends"      // to the guest whose car is in: soon
	ParkingOverstay  Kind = "parking.overstay"  // to both
	ParkingNoShow    Kind = "parking.no-show"   // to the guest, who can say that he has come
	ParkingRetracted Kind = "parking.retracted" // to the guest
	ParkingDisplaced Kind = "parking.displaced" // to the host: the guest says that the space is taken
	ParkingDisputed  Kind = "parking.disputed"  // to the other side
	ParkingResolve   Kind = "parking.resolve"   // to the bodies that may
	ParkingResolved  Kind = "parking.resolved"  // to both
	ParkingSettled   Kind = "parking.settled"   // to both, or the host if a guest has cancelled late
)

// public says whether a notice says no more than the ledger does to everybody, so that a webhook may.
func (k Kind) public() bool { return strings.HasPrefix(string(k), "election.") }

func (k Kind) ofOrder() bool { return strings.HasPrefix(string(k), "order.") }

func (k Kind) ofPoints() bool { return strings.HasPrefix(string(k), "points.") }

func (k Kind) ofBreach() bool { return strings.HasPrefix(string(k), "breach.") }

func (k Kind) ofCase() bool { return strings.HasPrefix(string(k), "case.") }

func (k Kind) ofParking() bool { return strings.HasPrefix(string(k), "parking.") }

// Audiences of more than one person.
const (
	toOwners   = "owners"
	toOfficers = "officers"
	toPrograms = "programs" // webhooks alone
)

func toBody(id string) string { return "body:" + id }

// toOfficer and toWorker are one, by his passkey.
func toOfficer(id string) string { return "officer:" + id }
func toWorker(id string) string  { return "worker:" + id }

// Notice is one piece of news. Its words are made when it is read.
type Notice struct {
	ID        int64
	Community string
	Kind      Kind
	Election  string // id, or ""
	Subject   string // the act, right, passkey or order it is about, or ""
	At        int64  // Unix time
	Tx        string // the transaction that did it, or ""

	audience string
	block    uint64
	renewed  bool   // it takes the place of an earlier one: the same can happen again
	occasion string // which time it is, of what can happen again; the notice takes the place of that of the time before
	daily    bool   // nor is it mailed again within a day of the earlier one: one person alone can make it happen again and again
}

const noticeColumns = "SELECT id, community, audience, kind, election, subject, at, tx, block FROM notices "

func scanNotice(row interface{ Scan(...any) error }) (n Notice, err error) {
	err = row.Scan(&n.ID, &n.Community, &n.audience, &n.Kind, &n.Election, &n.Subject, &n.At, &n.Tx, &n.block)
	return n, err
}

// addressed says whether a notice has an audience that its kind is for. The ledger takes any text for a person, so that an owner
// could name as his proxy what an audience is called.
func (n Notice) addressed() bool {
	switch {
	case n.audience == toOwners:
		return n.Kind.public()
	case n.audience == toOfficers:
		return n.Kind == ObjectionMade || n.Kind == EnrolmentWaits || n.Kind == HelpWaits || n.Kind.ofOrder() ||
			n.Kind == BreachFound || n.Kind == BreachAppealed
	case strings.HasPrefix(n.audience, toBody("")):
		return n.Kind == ActWaits || n.Kind.ofCase() || n.Kind.ofParking()
	case strings.HasPrefix(n.audience, toOfficer("")):
		return n.Kind.ofOrder() || n.Kind.ofCase()
	case n.audience == toPrograms, strings.HasPrefix(n.audience, toWorker("")):
		return n.Kind.ofOrder()
	}
	return n.audience != ""
}

// keep keeps a notice, unless it is known, and queues its deliveries.
func (n *Notifier) keep(ctx context.Context, tx *sql.Tx, notice Notice) error {
	if !notice.addressed() {
		return nil
	}
	earlier, err := supersede(ctx, tx, notice)
	if err != nil {
		return err
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO notices (community, audience, kind, election, subject, at, tx, block, occasion)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`, notice.Community, notice.audience, notice.Kind, notice.Election,
		notice.Subject, notice.At, notice.Tx, notice.block, notice.occasion).Scan(&notice.ID)
	if err != nil {
		return ignore(err, sql.ErrNoRows)
	}
	if notice.daily && earlier > 0 {
		mailed, err := n.inherit(ctx, tx, notice.ID, earlier)
		if err != nil || mailed {
			return err
		}
	}
	return n.queue(ctx, tx, notice)
}

// supersede removes the notice in whose place this one is, and returns its id, 0 if there is none.
func supersede(ctx context.Context, tx *sql.Tx, notice Notice) (earlier int64, err error) {
	if !notice.renewed && notice.occasion == "" {
		return 0, nil
	}
	err = tx.QueryRowContext(ctx, `DELETE FROM notices WHERE community = $1 AND audience = $2 AND kind = $3 AND election = $4 AND subject = $5
		AND ($6 = '' OR occasion <> $6) RETURNING id`,
		notice.Community, notice.audience, notice.Kind, notice.Election, notice.Subject, notice.occasion).Scan(&earlier)
	return earlier, ignore(err, sql.ErrNoRows)
}

// inherit gives a notice the deliveries that the one in whose place it is had in the last day, and says whether there are any.
func (n *Notifier) inherit(ctx context.Context, tx *sql.Tx, id, earlier int64) (bool, error) {
	moved, err := tx.ExecContext(ctx, "UPDATE deliveries SET notice = $1 WHERE notice = $2 AND created > $3", id, earlier,
		n.Now().Add(-24*time.Hour).Unix())
	if err != nil {
		return false, err
	}
	rows, err := moved.RowsAffected()
	return rows > 0, err
}

// A Reader is who reads notices: an owner, or a body's officer or worker.
type Reader struct {
	Community  string
	Person     string // an owner's pseudonym
	Confirmed  bool   // whether two bodies have confirmed that he is this person; else he reads what is for everybody
	Body       string // an officer's
	Worker     bool   // whether he works for a body
	Credential string // the passkey, by which an officer, a worker or an unconfirmed owner is known
}

func (r Reader) name() string {
	if r.Worker {
		return toWorker(r.Credential)
	}
	if r.Body != "" {
		return "officer " + r.Credential
	}
	if r.Confirmed {
		return r.Person
	}
	return "unconfirmed " + r.Credential
}

// audiences are three, so that one query serves everybody.
func (r Reader) audiences() (string, string, string) {
	switch {
	case r.Worker:
		return toWorker(r.Credential), "", ""
	case r.Body != "":
		return toOfficers, toBody(r.Body), toOfficer(r.Credential)
	case r.Confirmed:
		return toOwners, r.Person, ""
	}
	return toOwners, "", ""
}

// pageSize is the most notices that are listed at once.
const pageSize = 100

// List returns the newest notices for a reader with ids above after, the newest first and 100 at most, and how many of all he
// has not seen.
func (n *Notifier) List(ctx context.Context, r Reader, after int64) (list []Notice, unread int, err error) {
	one, two, three := r.audiences()
	err = n.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM notices WHERE community = $1 AND audience IN ($2, $3, $4)
		AND id > COALESCE((SELECT up_to FROM seen WHERE community = $1 AND reader = $5), 0)`, r.Community, one, two, three, r.name()).Scan(&unread)
	if err != nil {
		return nil, 0, fmt.Errorf("count the notices: %w", err)
	}
	rows, err := n.db.Read.QueryContext(ctx, noticeColumns+"WHERE community = $1 AND audience IN ($2, $3, $4) AND id > $5 ORDER BY id DESC LIMIT $6",
		r.Community, one, two, three, after, pageSize)
	if err != nil {
		return nil, 0, fmt.Errorf("list the notices: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		notice, err := scanNotice(rows)
		if err != nil {
			return nil, 0, fmt.Errorf("list the notices: %w", err)
		}
		list = append(list, notice)
	}
	return list, unread, rows.Err()
}

// Seen notes that a reader has seen the notices up to one.
func (n *Notifier) Seen(ctx context.Context, r Reader, upTo int64) error {
	_, err := n.db.Write.ExecContext(ctx, `INSERT INTO seen (community, reader, up_to)
		VALUES ($1, $2, (SELECT CASE WHEN $3 < COALESCE(max(id), 0) THEN $3 ELSE COALESCE(max(id), 0) END FROM notices))
		ON CONFLICT (community, reader) DO UPDATE
		SET up_to = CASE WHEN seen.up_to < excluded.up_to THEN excluded.up_to ELSE seen.up_to END`, r.Community, r.name(), upTo)
	if err != nil {
		return fmt.Errorf("note what was seen: %w", err)
	}
	return nil
}

// Waits tells the officers of these bodies that an act waits for a signature of theirs.
func (n *Notifier) Waits(ctx context.Context, community, act string, bodies []string) error {
	notices := make([]Notice, len(bodies))
	for i, body := range bodies {
		notices[i] = Notice{Community: community, Kind: ActWaits, Subject: act, audience: toBody(body)}
	}
	return n.tell(ctx, notices)
}

// WaitsForOwners tells these owners of a right that an act about it waits for their signatures; election is "" for a designation.
// Acts that wait one after the other, as when one is taken back and made again, are one notice and a mail a day.
func (n *Notifier) WaitsForOwners(ctx context.Context, community, election, right string, owners []string) error {
	notices := make([]Notice, len(owners))
	for i, owner := range owners {
		notices[i] = Notice{Community: community, Kind: ActWaits, Election: election, Subject: right, audience: owner, renewed: true,
			daily: true}
	}
	return n.tell(ctx, notices)
}

// tell keeps notices of what happens now, off the ledger.
func (n *Notifier) tell(ctx context.Context, notices []Notice) error {
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, notice := range notices {
			notice.At = n.Now().Unix()
			if err := n.keep(ctx, tx, notice); err != nil {
				return err
			}
		}
		return nil
	})
}
