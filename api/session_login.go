// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

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
const loginDomain = "linli/login/v2\x00"

// loginChallenge is what a login at the server whose pages have this origin signs. The origin makes it this server's: a page that
// computes it for itself is of no use to another body's server, whose nonce it was given.
func loginChallenge(origin string, nonce []byte) act.Hash {
	return sha256.Sum256(slices.Concat([]byte(loginDomain), []byte(origin), []byte{0}, nonce))
}

func (g *sessionGroup) beginSession(c *echo.Context) error {
	var body InCommunity
	if err := c.Bind(&body); err != nil {
		return err
	}
	community, err := g.community(c.Request().Context(), body.Community)
	if err != nil {
		return err
	}
	if _, err := g.ceremonies.own(community.Constitution); err != nil {
		return err
	}
	nonce := make([]byte, 32)
	if _, err := io.ReadFull(g.random, nonce); err != nil {
		return fmt.Errorf("draw a nonce: %w", err)
	}
	hash := loginChallenge(g.origin, nonce)
	challenge := base64.RawURLEncoding.EncodeToString(hash[:])
	if err := g.ceremonies.beginCeremony(c, loggingIn, challenge, body); err != nil {
		return err
	}
	return private(c, http.StatusOK, LoginOptions{
		Nonce: base64.RawURLEncoding.EncodeToString(nonce),
		PublicKey: LoginPublicKey{
			Challenge: challenge, RpID: community.RP.ID, Timeout: int(ceremonyTime.Milliseconds()),
			UserVerification: "required", AllowCredentials: []map[string]any{},
		},
	})
}

func (g *sessionGroup) finishSession(c *echo.Context) error {
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
	if err := g.loadSession(c); err != nil {
		return err
	}
	r := answer.Response
	v, err := g.login(c, act.Signature{By: answer.ID, ClientData: r.ClientData, AuthData: r.AuthData, Sig: r.Sig})
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := g.store.Used(ctx, v.community, v.credential.ID); err != nil &&
		!errors.Is(err, identity.ErrNotFound) { // another body may know it
		return err
	}
	if err := g.sessions.RenewToken(ctx); err != nil { // whoever knew the token before the login does not know it now
		return err
	}
	if answer.EndOthers {
		if err := g.endOthers(ctx, v); err != nil {
			return err
		}
	}
	g.begin(ctx, v)
	v.expires = g.sessions.Deadline(ctx)
	if err := g.keepSession(c); err != nil {
		return err
	}
	session, err := g.sessionOf(ctx, v)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, session)
}

// login checks a passkey's answer to a login that this browser has begun, and which is then over.
func (g *sessionGroup) login(c *echo.Context, answer act.Signature) (v visitor, err error) {
	ctx := c.Request().Context()
	var begun InCommunity
	challenge, err := g.ceremonies.endCeremony(c, loggingIn, answer.ClientData, &begun)
	if err != nil {
		return v, err
	}
	v.community = begun.Community
	community, err := g.community(ctx, v.community)
	if err != nil {
		return v, err
	}
	rp, err := g.ceremonies.own(community.Constitution)
	if err != nil {
		return v, err
	}
	var hash act.Hash
	if _, err := base64.RawURLEncoding.Decode(hash[:], []byte(challenge)); err != nil {
		return v, err
	}
	v.credential, err = index.Read(ctx, g.index, contract.Credentials, v.community, answer.By)
	switch {
	case errors.Is(err, index.ErrNotFound):
		return v, refuse("passkey-unknown", "", "")
	case err != nil:
		return v, err
	case v.credential.Status == contract.StatusRevoked:
		return v, refuse("passkey-revoked", "", "")
	}
	passkey := v.credential.Passkey
	err = answer.VerifyPasskey(hash, passkey, rp)
	if act.CodeOf(err) == act.BackupFlags { // some systems change it; that is enough for a login, and said
		passkey.BackupEligible = !passkey.BackupEligible
		v.ineligible = true
		err = answer.VerifyPasskey(hash, passkey, rp)
	}
	if err != nil {
		return v, &refusal{kind: "ceremony-refused", cause: err}
	}
	return v, nil
}
