// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/order"
)

const (
	firstRetry = 30 * time.Second // and twice as long each time,
	lastRetry  = 6 * time.Hour    // up to this
	keepTrying = 7 * 24 * time.Hour
	atOnce     = 50 // deliveries are read from the file

	answerWithin = 15 * time.Second // a webhook, or the mail server
)

// A way is how deliveries leave: by mail, or to one webhook. Each has its own loop, so that a slow one delays no other.
type way interface {
	name() string
	// send returns nil once the other side has accepted. errHopeless says that it never will, or that nobody wants it any more.
	send(ctx context.Context, d delivery) error
}

var errHopeless = errors.New("it is of no use")

// tooFastError is why a way takes nothing for a time, whatever it is sent.
type tooFastError struct{ wait time.Duration }

func (e tooFastError) Error() string { return fmt.Sprintf("it takes nothing more for %v", e.wait) }

// Reason is why a mail was not handed over when it was last tried. What else the mail server says is for the log.
type Reason string

// The reasons.
const (
	Unreachable    Reason = "unreachable"     // the mail server does not answer, or is not who it should be
	LoginRefused   Reason = "login-refused"   // it does not let this server in
	AddressRefused Reason = "address-refused" // it refuses the receiver, for good or for now
	MailRefused    Reason = "mail-refused"    // it did not take the mail
)

// mailError is an error with the reason that people are told.
type mailError struct {
	error

	reason Reason
}

func (e mailError) Unwrap() error { return e.error }

// reasonOf is an error's reason, or "".
func reasonOf(err error) Reason {
	e, _ := errors.AsType[mailError](err)
	return e.reason
}

// delivery is one message on its way. It may arrive twice, if the process ends between its arrival and the note of it.
type delivery struct {
	id        int64
	community string
	person    string
	notice    int64
	created   int64
	expires   int64
	tries     int
}

// queue queues the deliveries of a notice, in the transaction that keeps it. What is old already, as when the file was lost and
// is made anew from the ledger, is kept for the pages alone.
func (n *Notifier) queue(ctx context.Context, tx *sql.Tx, notice Notice) error {
	if len(n.ways) == 0 || notice.At+int64(keepTrying.Seconds()) <= n.Now().Unix() {
		return nil
	}
	for _, w := range n.Webhooks {
		if (notice.Kind.public() || notice.audience == toPrograms) && w.wants(notice.Kind) {
			if err := n.enqueue(ctx, tx, delivery{community: notice.Community, notice: notice.ID}, w.URL); err != nil {
				return err
			}
		}
	}
	if n.Mail == nil || notice.audience == toPrograms {
		return nil
	}
	if notice.Kind == ElectionClosed || notice.Kind == ElectionFinal { // on the pages only: a mail would ask for nothing
		return nil
	}
	return n.queueMails(ctx, tx, notice)
}

// enqueue queues a delivery that is given up after keepTrying, or when it expires before.
func (n *Notifier) enqueue(ctx context.Context, tx *sql.Tx, d delivery, way string) error {
	now := n.Now().Unix()
	expires := now + int64(keepTrying.Seconds())
	if d.expires > 0 {
		expires = min(expires, d.expires)
	}
	_, err := tx.ExecContext(ctx,
		"INSERT INTO deliveries (way, community, person, notice, created, expires, next) VALUES ($1, $2, $3, $4, $5, $6, $5)",
		way, d.community, d.person, d.notice, now, expires)
	return err
}

// queueMails queues a notice's mails to those who have a confirmed address.
func (n *Notifier) queueMails(ctx context.Context, tx *sql.Tx, notice Notice) error {
	d := delivery{community: notice.Community, notice: notice.ID}
	var e vote.Election
	var err error
	if notice.Election != "" {
		if e, err = index.Read(ctx, n.Index, vote.Elections, notice.Community, notice.Election); err != nil {
			return err
		}
	}
	switch notice.Kind {
	case ElectionNotice, ElectionOpened, ClosingIn48Hours, ClosingIn24Hours:
		d.expires = e.ClosesAt() // then there is nothing to do about it
	case OrderDone:
		d.expires = notice.At + order.ConfirmWithin
	case OrderConfirmSoon:
		d.expires = notice.At + confirmSoon
	case OrderSoon:
		if d.expires, err = strconv.ParseInt(notice.occasion, 10, 64); err != nil { // the deadline: then it is overdue, and that is said
			return err
		}
	}
	people, err := n.mailed(ctx, notice, e)
	if err != nil {
		return err
	}
	for _, person := range people {
		d.person = person
		if err := n.enqueue(ctx, tx, d, mailWay); err != nil {
			return err
		}
	}
	return nil
}

// deliver tries what is due on a way, one after the other.
func (n *Notifier) deliver(ctx context.Context, w way) error {
	for ctx.Err() == nil {
		due, err := n.due(ctx, w)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			err := n.attempt(ctx, w, d)
			if fast, ok := errors.AsType[tooFastError](err); ok {
				return n.rest(context.WithoutCancel(ctx), w, fast.wait)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *Notifier) due(ctx context.Context, w way) ([]delivery, error) {
	rows, err := n.db.Read.QueryContext(ctx, `SELECT id, community, person, notice, created, expires, tries FROM deliveries
		WHERE way = $1 AND state = 'waiting' AND next <= $2 ORDER BY next, id LIMIT $3`, w.name(), n.Now().Unix(), atOnce)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []delivery
	for rows.Next() {
		var d delivery
		if err := rows.Scan(&d.id, &d.community, &d.person, &d.notice, &d.created, &d.expires, &d.tries); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}

// attempt tries one delivery and notes what came of it.
func (n *Notifier) attempt(ctx context.Context, w way, d delivery) error {
	err := fmt.Errorf("%w: it has expired", errHopeless)
	if n.Now().Unix() < d.expires {
		err = w.send(ctx, d)
	}
	if err != nil && ctx.Err() != nil {
		return nil // it was told to end; the delivery waits
	}
	noted := context.WithoutCancel(ctx) // what has arrived is to be noted, even now that the process ends
	now := n.Now()
	switch {
	case err == nil:
		_, err = n.db.Write.ExecContext(noted, "UPDATE deliveries SET state = 'done', next = $1 WHERE id = $2 AND state = 'waiting'", now.Unix(),
			d.id)
		return err
	case errors.Is(err, errHopeless):
		n.Log.Warn("a delivery was given up", "way", wayKind(w), "delivery", d.id, "tries", d.tries, "error", err)
		_, err = n.db.Write.ExecContext(noted,
			"UPDATE deliveries SET state = 'dead', next = $1, reason = COALESCE(NULLIF($2, ''), reason) WHERE id = $3 AND state = 'waiting'",
			now.Unix(), reasonOf(err), d.id)
		return err
	}
	if fast, ok := errors.AsType[tooFastError](err); ok {
		return fast // which is no failed try
	}
	next := now.Add(n.pause(d.tries))
	n.Log.Info("a delivery waits", "way", wayKind(w), "delivery", d.id, "tries", d.tries+1, "until", next.UTC().Format(time.RFC3339),
		"error", err)
	_, err = n.db.Write.ExecContext(noted, "UPDATE deliveries SET tries = tries + 1, next = $1, reason = $2 WHERE id = $3 AND state = 'waiting'",
		next.Unix(), reasonOf(err), d.id)
	return err
}

// rest has everything on a way wait.
func (n *Notifier) rest(ctx context.Context, w way, wait time.Duration) error {
	until := n.Now().Add(wait)
	n.Log.Info("a way rests: it is sent too much", "way", wayKind(w), "until", until.UTC().Format(time.RFC3339))
	_, err := n.db.Write.ExecContext(ctx, "UPDATE deliveries SET next = CASE WHEN next < $1 THEN $1 ELSE next END WHERE way = $2 AND state = 'waiting'",
		until.Add(time.Second-1).Unix(), w.name()) // a whole second, and not before
	return err
}

// pause is how long to wait after so many earlier tries.
func (n *Notifier) pause(tries int) time.Duration {
	pause := n.firstRetry
	for ; tries > 0 && pause < lastRetry; tries-- {
		pause *= 2
	}
	return min(pause, lastRetry)
}

// wayKind is what the log calls a way: a webhook's address may hold a secret.
func wayKind(w way) string {
	if isMail(w.name()) {
		return mailWay
	}
	return "webhook"
}

// noticeOf reads the notice of a delivery.
func (n *Notifier) noticeOf(ctx context.Context, d delivery) (Notice, error) {
	notice, err := scanNotice(n.db.Read.QueryRowContext(ctx, noticeColumns+"WHERE id = $1", d.notice))
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: the notice is gone", errHopeless)
	}
	return notice, err
}

// sweep deletes what was delivered or given up, some time later, what no way is left for, and tokens that have expired.
func (n *Notifier) sweep(ctx context.Context) error {
	now := n.Now().Unix()
	_, err := n.db.Write.ExecContext(ctx, "DELETE FROM deliveries WHERE state <> 'waiting' AND next < $1 OR expires < $1",
		now-int64(keepTrying.Seconds()))
	_, tokens := n.db.Write.ExecContext(ctx, "DELETE FROM tokens WHERE expires < $1", now)
	_, letters := n.db.Write.ExecContext(ctx, "DELETE FROM letters WHERE at < $1", now-int64(keepTrying.Seconds()))
	return errors.Join(err, tokens, letters)
}

// ignore drops an error that is none.
func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
