// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
)

// logins are the sessions of who has logged in at this server.
type logins struct {
	register
	db       *database
	sessions *scs.SessionManager
	log      *slog.Logger
}

// sessionTime is how long a login lasts. It does not end earlier for want of clicks: some people need their time.
const sessionTime = 12 * time.Hour

// newSessions keeps sessions in the server's database, by the hashes of their tokens.
func newSessions(d *database, secure bool, now func() time.Time) *scs.SessionManager {
	m := scs.New()
	m.Lifetime = sessionTime
	m.Store = sessionStore{d, now}
	m.HashTokenInStore = true
	m.Cookie.Name = "linli"
	if secure {
		m.Cookie.Name = "__Host-linli"
	}
	m.Cookie.Secure = secure
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	return m
}

// visitor is who has logged in, as the ledger knows him at this moment.
type visitor struct {
	community  string
	credential contract.Credential
	ineligible bool
	expires    time.Time
}

// loadSession makes the request's session part of its context.
func (in *logins) loadSession(c *echo.Context) error {
	token := ""
	if cookie, err := c.Cookie(in.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := in.sessions.Load(c.Request().Context(), token)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	return nil
}

// keepSession writes the session, and its cookie. Call it before the answer is begun.
func (in *logins) keepSession(c *echo.Context) error {
	ctx := c.Request().Context()
	if in.sessions.Status(ctx) == scs.Destroyed {
		in.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
		return nil
	}
	token, expires, err := in.sessions.Commit(ctx)
	if err == nil {
		in.sessions.WriteSessionCookie(ctx, c.Response(), token, expires)
	}
	return err
}

const visitorKey = "visitor"

// visitor returns who has logged in. It is set on every operation that needs a session.
func who(c *echo.Context) visitor { return c.Get(visitorKey).(visitor) } //nolint:forcetypeassert // admit has set it

// admit lets in who may call an operation.
func (in *logins) admit(c *echo.Context, r role) error {
	if err := in.loadSession(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := visitor{
		community: in.sessions.GetString(ctx, "community"), ineligible: in.sessions.GetBool(ctx, "ineligible"),
		expires: in.sessions.Deadline(ctx),
	}
	id := in.sessions.GetString(ctx, "credential")
	if id == "" {
		return refuse("no-session", "", "")
	}
	var err error
	v.credential, err = index.Read(ctx, in.index, contract.Credentials, v.community, id)
	switch {
	case errors.Is(err, index.ErrNotFound):
		return refuse("passkey-unknown", "", "")
	case err != nil:
		return err
	case v.credential.Status == contract.StatusRevoked:
		return refuse("passkey-revoked", "", "")
	case r == officers && v.credential.Kind != contract.Officer:
		return refuse("wrong-role", "此操作由经办人进行。", "This is for officers.")
	case r == workers && v.credential.Kind != contract.Worker:
		return refuse("wrong-role", "此操作由网格员进行。", "This is for workers.")
	case r == ownerOnly && v.credential.Kind != contract.Owner:
		return refuse("wrong-role", "此操作由业主进行。", "This is for owners.")
	}
	c.Set(visitorKey, v)
	return in.stillInUse(c, v)
}

// holder is whose sessions belong together: an owner's, whatever the passkey; an officer's passkey's. Who an officer is, only his own
// body says, and it could name anybody; it also chooses the id of his passkey, which could read as anybody's pseudonym.
func (v visitor) holder() string {
	if v.credential.Kind == contract.Owner {
		return "owner " + v.credential.Person
	}
	return "passkey " + v.credential.ID
}

// begin makes the request's session a visitor's.
func (in *logins) begin(ctx context.Context, v visitor) {
	now := in.now().Unix()
	for key, value := range map[string]any{
		"name": rand.Text(), "community": v.community, "credential": v.credential.ID, "holder": v.holder(), "ineligible": v.ineligible,
		"began": now, "used": now,
	} {
		in.sessions.Put(ctx, key, value)
	}
	in.log.Info("a login", "kind", v.credential.Kind)
}
