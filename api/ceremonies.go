// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
)

// A ceremony is a passkey's answer that is awaited, for a login or a registration. It is known by its challenge, ends with its
// one answer, and takes it from the browser alone that began it, which has a cookie for it. It is apart from the session, so that
// two tabs can await an answer each, and neither ends the other's.

// ceremonyTime is how long a passkey's answer is awaited.
const ceremonyTime = 5 * time.Minute

// ceremoniesAtOnce is how many cookies of ceremonies a browser keeps: tabs in which somebody may still answer.
const ceremoniesAtOnce = 16

type ceremonyKind string

const (
	loggingIn   ceremonyKind = "login"
	registering ceremonyKind = "registration"
)

// ceremonies are those that a browser has begun here and not ended.
type ceremonies struct {
	db     *database
	origin string
	cookie scs.SessionCookie // of sessions, beside which theirs are
	now    func() time.Time
}

// own is a community's relying party as this server knows it: it takes what was signed on its own pages, and on no other body's, who
// could hand on what somebody signs there.
func (k ceremonies) own(c contract.Constitution) (act.RelyingParty, error) {
	if !slices.Contains(c.RP.Origins, k.origin) {
		return act.RelyingParty{}, identity.ErrOrigin
	}
	return act.RelyingParty{ID: c.RP.ID, Origins: []string{k.origin}}, nil
}

// cookieOf is the name of a ceremony's cookie.
func (k ceremonies) cookieOf(challenge string) string {
	return k.ceremonyCookies() + challenge[:min(len(challenge), 16)]
}

func (k ceremonies) ceremonyCookies() string { return k.cookie.Name + "-" }

func (k ceremonies) setCookie(c *echo.Context, name, value string, age int) {
	c.SetCookie(&http.Cookie{ //nolint:gosec // Secure but on plain http://localhost
		Name: name, Value: value, Path: "/", MaxAge: age, Secure: k.cookie.Secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// beginCeremony keeps what an answer to a challenge (base64url) is for.
func (k ceremonies) beginCeremony(c *echo.Context, kind ceremonyKind, challenge string, about any) error {
	raw, err := json.Marshal(about)
	if err != nil {
		return err
	}
	secret := rand.Text()
	if _, err := k.db.shared.Write.ExecContext(c.Request().Context(),
		"INSERT INTO ceremonies (challenge, kind, browser, about, expires) VALUES ($1, $2, $3, $4, $5)",
		challenge, kind, hashed(secret), raw, k.now().Add(ceremonyTime).Unix()); err != nil {
		return fmt.Errorf("keep a ceremony: %w", err)
	}
	k.setCookie(c, k.cookieOf(challenge), secret, int(ceremonyTime.Seconds()))
	k.dropOldest(c)
	return nil
}

// dropOldest has a browser forget the ceremonies it began first, if it has very many. Cookies come in the order of their making.
func (k ceremonies) dropOldest(c *echo.Context) {
	var names []string
	for _, cookie := range c.Cookies() {
		if strings.HasPrefix(cookie.Name, k.ceremonyCookies()) {
			names = append(names, cookie.Name)
		}
	}
	for _, name := range names[:max(len(names)-ceremoniesAtOnce+1, 0)] {
		k.setCookie(c, name, "", -1)
	}
}

// endCeremony finds what a passkey's answer, of which clientData is the part that the browser made, is for. Whether the answer is
// good is not looked at; the ceremony is over all the same.
func (k ceremonies) endCeremony(c *echo.Context, kind ceremonyKind, clientData []byte, about any) (challenge string, err error) {
	begin := refuse("ceremony-refused", "操作没有开始，或已经结束；请重新开始。", "Nothing was begun here that awaits this answer; begin again.")
	var answer struct{ Challenge string }
	if json.Unmarshal(clientData, &answer) != nil || answer.Challenge == "" {
		return "", begin
	}
	cookie, err := c.Cookie(k.cookieOf(answer.Challenge))
	if err != nil {
		return "", begin
	}
	k.setCookie(c, cookie.Name, "", -1)
	var raw []byte
	var expires int64
	err = k.db.shared.Write.QueryRowContext(c.Request().Context(),
		"DELETE FROM ceremonies WHERE challenge = $1 AND kind = $2 AND browser = $3 RETURNING about, expires",
		answer.Challenge, kind, hashed(cookie.Value)).Scan(&raw, &expires)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", begin
	case err != nil:
		return "", fmt.Errorf("end a ceremony: %w", err)
	case k.now().Unix() > expires:
		return "", refuse("ceremony-refused", "等待时间过长，请重新开始。", "That took too long; begin again.")
	}
	return answer.Challenge, json.Unmarshal(raw, about)
}
