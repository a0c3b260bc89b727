// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// A login is checked like an act: against the passkey on the ledger, by the same code. So everybody can log in at every body's
// server, none of which needs to know who he is; and a revocation on the ledger counts at once and everywhere.

// loginDomain divides the challenges of logins from the hashes of acts: a page that computes its challenge with it cannot be
// made to sign an act instead.
const loginDomain = "linli/login/v1\x00"

// ceremonyTime is how long a passkey's answer is awaited.
const ceremonyTime = 5 * time.Minute

func loginChallenge(nonce []byte) act.Hash {
	return sha256.Sum256(append([]byte(loginDomain), nonce...))
}

func (s *Server) beginSession(c *echo.Context) error {
	var body InCommunity
	if err := c.Bind(&body); err != nil {
		return err
	}
	community, err := s.community(c.Request().Context(), body.Community)
	if err != nil {
		return err
	}
	nonce := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, nonce); err != nil {
		return fmt.Errorf("draw a nonce: %w", err)
	}
	if err := s.loadSession(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	s.sessions.Put(ctx, "nonce", nonce)
	s.sessions.Put(ctx, "nonceCommunity", body.Community)
	s.sessions.Put(ctx, "nonceUntil", s.Now().Add(ceremonyTime).Unix())
	if s.sessions.GetString(ctx, "credential") == "" { // nobody's: anybody can begin as many as he likes
		s.sessions.SetDeadline(ctx, s.Now().Add(2*ceremonyTime))
	}
	if err := s.keepSession(c); err != nil {
		return err
	}
	challenge := loginChallenge(nonce)
	return private(c, http.StatusOK, LoginOptions{
		Nonce: base64.RawURLEncoding.EncodeToString(nonce),
		PublicKey: LoginPublicKey{
			Challenge: base64.RawURLEncoding.EncodeToString(challenge[:]), RpID: community.RP.ID, Timeout: int(ceremonyTime.Milliseconds()),
			UserVerification: "required", AllowCredentials: []map[string]any{},
		},
	})
}

func (s *Server) finishSession(c *echo.Context) error {
	var answer struct {
		ID        string `json:"id"`
		EndOthers bool   `json:"endOthers"`
		Response  struct {
			ClientData act.Bytes `json:"clientDataJSON"`
			AuthData   act.Bytes `json:"authenticatorData"`
			Sig        act.Bytes `json:"signature"`
		} `json:"response"`
	}
	if err := c.Bind(&answer); err != nil {
		return err
	}
	if err := s.loadSession(c); err != nil {
		return err
	}
	r := answer.Response
	v, err := s.login(c, act.Signature{By: answer.ID, ClientData: r.ClientData, AuthData: r.AuthData, Sig: r.Sig})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := s.Store.Used(ctx, v.community, v.credential.ID); err != nil && !errors.Is(err, identity.ErrNotFound) { // another body may know it
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil { // whoever knew the token before the login does not know it now
		return err
	}
	if answer.EndOthers {
		if err := s.endOthers(ctx, v); err != nil {
			return err
		}
	}
	s.begin(ctx, v)
	v.expires = s.sessions.Deadline(ctx)
	if err := s.keepSession(c); err != nil {
		return err
	}
	session, err := s.sessionOf(ctx, v)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, session)
}

// login checks a passkey's answer to the nonce of this session, which is then used up.
func (s *Server) login(c *echo.Context, answer act.Signature) (visitor, error) {
	ctx := c.Request().Context()
	nonce, until := s.sessions.GetBytes(ctx, "nonce"), s.sessions.GetInt64(ctx, "nonceUntil")
	v := visitor{community: s.sessions.GetString(ctx, "nonceCommunity")}
	if len(nonce) == 0 {
		return v, refuse("ceremony-refused", "登录没有开始，请重新登录。", "No login was begun; begin again.")
	}
	s.sessions.Remove(ctx, "nonce")
	if err := s.keepSession(c); err != nil {
		return v, err
	}
	if s.Now().Unix() > until {
		return v, refuse("ceremony-refused", "等待时间过长，请重新登录。", "That took too long; begin again.")
	}
	community, err := s.community(ctx, v.community)
	if err != nil {
		return v, err
	}
	v.credential, err = index.Read[contract.Credential](ctx, s.Index, "credential", v.community, answer.By)
	switch {
	case errors.Is(err, index.ErrNotFound):
		return v, refuse("passkey-unknown", "", "")
	case err != nil:
		return v, err
	case v.credential.Status == contract.StatusRevoked:
		return v, refuse("passkey-revoked", "", "")
	}
	challenge := loginChallenge(nonce)
	passkey := v.credential.Passkey
	err = answer.VerifyPasskey(challenge, passkey, community.RP)
	if act.CodeOf(err) == act.BackupFlags { // some systems change it; that is enough for a login, and said
		passkey.BackupEligible = !passkey.BackupEligible
		v.ineligible = true
		err = answer.VerifyPasskey(challenge, passkey, community.RP)
	}
	if err != nil {
		return v, &refusal{kind: "ceremony-refused", cause: err}
	}
	return v, nil
}
