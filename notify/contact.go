// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/fold"
)

// Reasons to be tested with errors.Is.
var (
	// ErrBadAddress: what was given is no e-mail address that mail can be sent to.
	ErrBadAddress = errors.New("not an e-mail address")
	// ErrTooOften: the person has asked for as many confirmations as there are a day; try again tomorrow.
	ErrTooOften = errors.New("too many confirmations were asked for today")
	// ErrNoToken: the link was used, has expired, was sent to another address than the person has now, or is no link of ours.
	ErrNoToken = errors.New("the link is no longer valid")
)

const (
	tokenFor     = 3 * 24 * time.Hour
	confirmAsked = 5 // mails a person may cause in a day, to what address ever
	maxAddress   = 254
)

// SetContact sets how somebody wants to be reached; both may be empty. An address that is not confirmed is sent a link, if this server
// sends mail. By is he himself, or an officer. The errors are ErrBadAddress, ErrTooOften, or the store's.
func (n *Notifier) SetContact(ctx context.Context, community string, h identity.Holder, email, phone, by string) error {
	email, err := Address(email)
	if err != nil {
		return err
	}
	known, err := n.Store.Contact(ctx, community, h)
	if err != nil {
		return err
	}
	person := textOf(h)
	ask := n.Mail != nil && email != "" && (email != known.Email || known.Confirmed == 0)
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		switch {
		case ask:
			err = n.ask(ctx, tx, community, person)
		case email != known.Email:
			err = n.forget(ctx, tx, community, person)
		}
		if err != nil {
			return err
		}
		return n.Store.SetContact(ctx, community, h, email, phone, by)
	})
}

// Address is an e-mail address as it is kept; none, "", is one too. The error is ErrBadAddress.
func Address(text string) (string, error) {
	text = strings.TrimSpace(fold.Visible(text))
	if text != "" && !plain(text) {
		return "", ErrBadAddress
	}
	return text, nil
}

// ask queues the mail that asks a person to confirm his address.
func (n *Notifier) ask(ctx context.Context, tx *sql.Tx, community, person string) error {
	if err := n.mayAsk(ctx, tx, community, person); err != nil {
		return err
	}
	if err := n.forget(ctx, tx, community, person); err != nil {
		return err
	}
	d := delivery{community: community, person: person, expires: n.Now().Add(tokenFor).Unix()}
	return n.enqueue(ctx, tx, d, mailWay)
}

// plain says whether text is an address alone, in ASCII, as every mail server takes it.
func plain(text string) bool {
	a, err := netmail.ParseAddress(text)
	return err == nil && a.Address == text && len(text) <= maxAddress &&
		strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// asking are the mails that ask a person to confirm his address.
const asking = "way = '" + mailWay + "' AND notice = 0 AND community = $1 AND person = $2 "

func (n *Notifier) mayAsk(ctx context.Context, tx *sql.Tx, community, person string) error {
	var asked int
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM deliveries WHERE "+asking+"AND created > $3",
		community, person, n.Now().Add(-24*time.Hour).Unix()).Scan(&asked)
	if err == nil && asked >= confirmAsked {
		return ErrTooOften
	}
	return err
}

// replaced is the reason of mails that say nothing of the address that the person has now.
const replaced = "replaced"

// forget drops what an earlier address was sent. What has not left would be a second mail to the new one.
func (n *Notifier) forget(ctx context.Context, tx *sql.Tx, community, person string) error {
	_, err := tx.ExecContext(ctx,
		`UPDATE deliveries SET state = CASE state WHEN 'waiting' THEN 'dead' ELSE state END, reason = $3, next = $4
			WHERE `+asking+"AND reason <> $3",
		community, person, replaced, n.Now().Unix())
	return err
}

// Confirmation is what became of the mail that asks a person to confirm his address.
type Confirmation struct {
	State  ConfirmationState `json:"state"`
	Reason Reason            `json:"reason,omitempty"` // why the last try failed
	At     int64             `json:"at"`               // since when it is queued, when it is tried again, was handed over or given up
}

// ConfirmationState is where such a mail is.
type ConfirmationState string

// The states. Nobody knows whether a mail that the mail server has taken arrives.
const (
	Queued   ConfirmationState = "queued"
	Retrying ConfirmationState = "retrying"
	Handed   ConfirmationState = "handed"
	Failed   ConfirmationState = "failed"
)

// Confirmation is of the latest mail that asks to confirm the address that somebody has now; ok is false if none is known: it was
// never asked for, or is forgotten some time after it was delivered or given up.
func (n *Notifier) Confirmation(ctx context.Context, community string, h identity.Holder) (c Confirmation, ok bool, err error) {
	var created int64
	var tries int
	err = n.db.Read.QueryRowContext(ctx, "SELECT state, reason, next, created, tries FROM deliveries WHERE "+asking+"ORDER BY id DESC LIMIT 1",
		community, textOf(h)).
		Scan(&c.State, &c.Reason, &c.At, &created, &tries)
	if errors.Is(err, sql.ErrNoRows) || err == nil && c.Reason == replaced {
		return Confirmation{}, false, nil
	}
	switch {
	case c.State == "done":
		c.State, c.Reason = Handed, ""
	case c.State == "dead":
		c.State = Failed
	case tries > 0:
		c.State = Retrying
	default:
		c.State, c.At = Queued, created
	}
	return c, err == nil, err
}

// token draws the secret of a link that confirms an address, when the mail leaves: it is nowhere but in the mail. What is kept
// is its hash, and the address under it, so that the link is good for this address alone.
func (n *Notifier) token(ctx context.Context, community, person, email string) (string, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(n.Random, raw); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	_, err := n.db.Write.ExecContext(ctx, "INSERT INTO tokens (token, community, person, address, expires) VALUES ($1, $2, $3, $4, $5)",
		hashed(token), community, person, under(token, email), n.Now().Add(tokenFor).Unix())
	return token, err
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func under(token, address string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte(address))
	return hex.EncodeToString(mac.Sum(nil))
}

// Confirm confirms the address that a token was sent to. A token is good once, and again if the store could not be told. The error is
// ErrNoToken, or the store's.
func (n *Notifier) Confirm(ctx context.Context, token string) error {
	err := n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		var community, person, address string
		err := tx.QueryRowContext(ctx, "DELETE FROM tokens WHERE token = $1 AND expires > $2 RETURNING community, person, address",
			hashed(token), n.Now().Unix()).Scan(&community, &person, &address)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoToken
		}
		if err != nil {
			return fmt.Errorf("look up a link: %w", err)
		}
		h := holderOf(person)
		contact, err := n.Store.Contact(ctx, community, h)
		if err != nil {
			return err
		}
		if !hmac.Equal([]byte(under(token, contact.Email)), []byte(address)) {
			return ErrNoToken
		}
		return n.Store.ConfirmEmail(ctx, community, h, contact.Email)
	})
	if errors.Is(err, identity.ErrNotFound) {
		return ErrNoToken
	}
	return err
}
