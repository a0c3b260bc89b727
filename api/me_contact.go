// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/notify"
)

// holder is the visitor as this server's store knows him.
func (g *meGroup) holder(c *echo.Context) (identity.Holder, error) {
	v := who(c)
	switch v.credential.Kind {
	case contract.Owner:
		v, err := confirmed(c)
		return identity.Holder{Person: v.credential.Person}, err
	case contract.Officer:
		id, err := g.officer(c)
		return identity.Holder{Officer: id}, err
	}
	key, err := g.store.Passkey(c.Request().Context(), v.community, v.credential.ID)
	return identity.Holder{Worker: key.Worker}, err
}

func (g *meGroup) getContact(c *echo.Context) error {
	h, err := g.holder(c)
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), who(c)
	known, err := g.store.Contact(ctx, v.community, h)
	if err != nil {
		return err
	}
	contact := Contact{Email: known.Email, EmailConfirmed: known.Confirmed > 0, Phone: known.Phone, Mail: g.notify.Mail != nil}
	if contact.Mail && contact.Email != "" && !contact.EmailConfirmed {
		asked, ok, err := g.notify.Confirmation(ctx, v.community, h)
		if err != nil {
			return err
		}
		if ok {
			contact.Confirmation = &asked
		}
	}
	return private(c, http.StatusOK, contact)
}

func (g *meGroup) putContact(c *echo.Context) error {
	h, err := g.holder(c)
	if err != nil {
		return err
	}
	var body PutContactJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if h.Officer != "" && body.Phone != "" {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "phone", Message: "none is kept of officers; leave it empty"}}}
	}
	by := cmp.Or(h.Person, h.Worker, h.Officer)
	if err := reachedBy(g.notify.SetContact(c.Request().Context(), who(c).community, h, body.Email, body.Phone, by)); err != nil {
		return err
	}
	return g.getContact(c)
}

// reachedBy is what to say of an address that was not taken.
func reachedBy(err error) error {
	switch {
	case errors.Is(err, notify.ErrBadAddress):
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "email", Message: "not an e-mail address"}}}
	case errors.Is(err, notify.ErrTooOften):
		return &refusal{kind: "too-many-requests", retry: 24 * time.Hour, detail: text{
			"今天发出的确认邮件已经够多，请明天再试。", "Enough mails were sent for today; try again tomorrow.",
		}}
	}
	return err
}

func (g *meGroup) confirmContact(c *echo.Context) error {
	var body ConfirmContactJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	err := g.notify.Confirm(c.Request().Context(), body.Token)
	if errors.Is(err, notify.ErrNoToken) {
		return refuse("not-found", "链接已失效：已经用过、超过三天，或者邮箱已更改。",
			"The link is no longer good: it was used, is older than three days, or the address has changed.")
	}
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
