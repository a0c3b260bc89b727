// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// sessionTime is how long a login lasts. It does not end earlier for want of clicks: some people need their time.
const sessionTime = 12 * time.Hour

// newSessions keeps sessions in the desk, by the hashes of their tokens.
func newSessions(d *desk, secure bool, now func() time.Time) *scs.SessionManager {
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

// sessionStore implements scs.CtxStore.
type sessionStore struct {
	*desk
	now func() time.Time
}

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	err := s.read.QueryRowContext(ctx, "SELECT data FROM sessions WHERE token = ? AND expires > ?", token, s.now().Unix()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

func (s sessionStore) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO sessions (token, data, expires) VALUES (?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires`, token, data, expires.Unix())
	return err
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM sessions WHERE token = ?", token)
	return err
}

// visitor is who has logged in, as the ledger knows him at this moment.
type visitor struct {
	community  string
	credential contract.Credential
	ineligible bool
	expires    time.Time
}

// loadSession makes the request's session part of its context.
func (s *Server) loadSession(c *echo.Context) error {
	token := ""
	if cookie, err := c.Cookie(s.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := s.sessions.Load(c.Request().Context(), token)
	if err != nil {
		return err
	}
	c.SetRequest(c.Request().WithContext(ctx))
	return nil
}

// keepSession writes the session, and its cookie. Call it before the answer is begun.
func (s *Server) keepSession(c *echo.Context) error {
	ctx := c.Request().Context()
	if s.sessions.Status(ctx) == scs.Destroyed {
		s.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
		return nil
	}
	token, expires, err := s.sessions.Commit(ctx)
	if err == nil {
		s.sessions.WriteSessionCookie(ctx, c.Response(), token, expires)
	}
	return err
}

const visitorKey = "visitor"

// visitor returns who has logged in. It is set on every operation that needs a session.
func who(c *echo.Context) visitor { return c.Get(visitorKey).(visitor) } //nolint:forcetypeassert // admit has set it

// admit lets in who may call an operation.
func (s *Server) admit(c *echo.Context, r role) error {
	if err := s.loadSession(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := visitor{
		community: s.sessions.GetString(ctx, "community"), ineligible: s.sessions.GetBool(ctx, "ineligible"), expires: s.sessions.Deadline(ctx),
	}
	id := s.sessions.GetString(ctx, "credential")
	if id == "" {
		return refuse("no-session", "", "")
	}
	var err error
	v.credential, err = index.Read(ctx, s.Index, contract.Credentials, v.community, id)
	switch {
	case errors.Is(err, index.ErrNotFound):
		return refuse("passkey-unknown", "", "")
	case err != nil:
		return err
	case v.credential.Status == contract.StatusRevoked:
		return refuse("passkey-revoked", "", "")
	case r == officers && v.credential.Kind != contract.Officer:
		return refuse("wrong-role", "此操作由经办人进行。", "This is for officers.")
	case r == ownerOnly && v.credential.Kind != contract.Owner:
		return refuse("wrong-role", "此操作由业主进行。", "This is for owners.")
	}
	c.Set(visitorKey, v)
	return s.stillInUse(c, v)
}

// officer is the id that the personal-data store knows the officer by.
func (s *Server) officer(c *echo.Context) (string, error) {
	v := who(c)
	key, err := s.Store.Passkey(c.Request().Context(), v.community, v.credential.ID)
	if errors.Is(err, identity.ErrNotFound) || err == nil && key.Officer == "" {
		return "", refuse("not-registered-here", "请在本单位的服务器上登记您的通行密钥。", "Register your passkey on your own body's server.")
	}
	if err == nil && key.Revoked > 0 { // his office has ended, if the ledger does not know it yet
		return "", identity.ErrRevoked
	}
	return key.Officer, err
}

func (s *Server) getSession(c *echo.Context) error {
	session, err := s.sessionOf(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, session)
}

func (s *Server) sessionOf(ctx context.Context, v visitor) (Session, error) {
	_, err := s.Store.Passkey(ctx, v.community, v.credential.ID)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return Session{}, err
	}
	return Session{
		Community: v.community, Credential: v.credential.ID, Kind: SessionKind(v.credential.Kind), Status: SessionStatus(v.credential.Status),
		Person: v.credential.Person, Body: v.credential.Body, Expires: v.expires.Unix(), RegisteredHere: err == nil, Ineligible: v.ineligible,
	}, nil
}

func (s *Server) endSession(c *echo.Context) error {
	if err := s.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	if err := s.keepSession(c); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return c.NoContent(http.StatusNoContent)
}
