// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/notify"
)

func (g *meGroup) getContact(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	person, err := g.store.Person(ctx, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	contact := Contact{Email: person.Email, EmailConfirmed: person.Confirmed > 0, Phone: person.Phone, Mail: g.notify.Mail != nil}
	if contact.Mail && contact.Email != "" && !contact.EmailConfirmed {
		asked, ok, err := g.notify.Confirmation(ctx, v.community, v.credential.Person)
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
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	var body PutContactJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	err = g.notify.SetContact(c.Request().Context(), v.community, v.credential.Person, body.Email, body.Phone)
	switch {
	case errors.Is(err, notify.ErrBadAddress):
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "email", Message: "not an e-mail address"}}}
	case errors.Is(err, notify.ErrTooOften):
		return &refusal{kind: "too-many-requests", retry: 24 * time.Hour, detail: text{
			"今天发出的确认邮件已经够多，请明天再试。", "Enough mails were sent for today; try again tomorrow.",
		}}
	case err != nil:
		return err
	}
	return g.getContact(c)
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
