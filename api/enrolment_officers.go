// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/tables"
)

// InviteOfficer makes the token of a link with which an officer in the personal-data store may register a passkey, once, until
// it expires. It is kept in a server's file, or the database of a body's servers; they may be running.
func InviteOfficer(ctx context.Context, at, community, officer string, expires time.Time) (token string, err error) {
	db, err := tables.Open(ctx, at, schema)
	if err != nil {
		return "", fmt.Errorf("open the invitations: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	token = rand.Text()
	if _, err := db.Write.ExecContext(ctx, "INSERT INTO invited (token, community, officer, worker, expires) VALUES ($1, $2, $3, '', $4)",
		hashed(token), community, officer, expires.Unix()); err != nil {
		return "", fmt.Errorf("keep an officer's invitation: %w", err)
	}
	return token, nil
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

var errLinkUsed = refuse("bad-proof", "链接已经用过或已过期，请向本单位的管理员索取新的链接。",
	"The link was used, or has expired; ask your body's administrator for a new one.")

// once finishes a registration. An officer's or a worker's needs his invitation to be there still, and ends it: whoever has begun another
// one with the same link comes too late.
func (g *enrolmentGroup) once(ctx context.Context, community string, holder identity.Holder,
	finish func() (identity.Passkey, error)) (key identity.Passkey, err error) {
	if holder.Person != "" {
		return finish()
	}
	err = g.db.shared.InTransaction(ctx, func(tx *sql.Tx) error {
		ended, err := tx.ExecContext(ctx, "DELETE FROM invited WHERE community = $1 AND officer = $2 AND worker = $3",
			community, holder.Officer, holder.Worker)
		if err != nil {
			return err
		}
		if n, err := ended.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, errLinkUsed)
		}
		key, err = finish()
		return err
	})
	return key, err
}

func (g *enrolmentGroup) beginOfficerRegistration(c *echo.Context) error {
	var body BeginOfficerRegistrationJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	var officer string
	err := g.db.shared.Read.QueryRowContext(c.Request().Context(), "SELECT officer FROM invited WHERE token = $1 AND community = $2 AND officer <> '' AND expires > $3",
		hashed(body.Token), body.Community, g.now().Unix()).Scan(&officer)
	if errors.Is(err, sql.ErrNoRows) {
		g.log.Info("an officer's invitation was refused")
		return errLinkUsed
	}
	if err != nil {
		return err
	}
	return g.register(c, body.Community, identity.Holder{Officer: officer})
}

// admitted has an officer's new passkey put on the ledger, where the server may, and says whether it is there. If it cannot be,
// the registration stands, and the body's administrator does it later.
func (g *enrolmentGroup) admitted(ctx context.Context, community string, holder identity.Holder, id string, passkey act.Passkey) bool {
	if holder.Officer == "" || g.onLedger == nil {
		return false
	}
	officer, err := g.store.Officer(ctx, community, holder.Officer)
	if err == nil {
		err = g.onLedger(ctx, community, officer.Body, people.OfficerKey{ID: id, Passkey: passkey, Person: officer.Person})
	}
	if err == nil {
		err = g.awaitCredential(ctx, community, id)
	}
	if err != nil {
		g.log.Error("an officer's passkey was not admitted", "error", err)
	}
	return err == nil
}

// awaitCredential returns when the mirror has a passkey, so that it can log in.
func (g *enrolmentGroup) awaitCredential(ctx context.Context, community, id string) error {
	ctx, cancel := context.WithTimeout(ctx, relayWithin)
	defer cancel()
	for {
		changed := g.index.Changed()
		_, err := g.index.Get(ctx, contract.Credentials, community, id)
		if !errors.Is(err, index.ErrNotFound) {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
