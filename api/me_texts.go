// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity"
)

// keepText keeps a text of an owner's, before the act that names it.
func (g *meGroup) keepText(c *echo.Context) error {
	var body KeepTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	hash, err := g.keepTextOf(c, v, body)
	if errors.Is(err, identity.ErrNotFound) {
		return refuse("not-registered-here", "请在为您登记的单位的服务器上提交。", "Leave it on the server of the body that registered you.")
	}
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}

func (g *meGroup) keepTextOf(c *echo.Context, v visitor, body KeepTextJSONBody) (string, error) {
	ctx, person := c.Request().Context(), v.credential.Person
	if body.Kind != KeepTextJSONBodyKindCase {
		return g.store.KeepOwnText(ctx, v.community, identity.TextKind(body.Kind), person, body.Salt, body.Text)
	}
	l, err := g.viewer(c)
	if err == nil {
		err = l.aboutOwn(body.About)
	}
	if err != nil {
		return "", err
	}
	return g.store.KeepOwnCaseText(ctx, v.community, body.About, person, body.Salt, body.Text)
}
