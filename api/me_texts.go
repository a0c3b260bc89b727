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
	hash, err := g.store.KeepOwnText(c.Request().Context(), v.community, identity.TextKind(body.Kind), v.credential.Person, body.Salt,
		body.Text)
	if errors.Is(err, identity.ErrNotFound) {
		return refuse("not-registered-here", "请在为您登记的单位的服务器上提交。", "Leave it on the server of the body that registered you.")
	}
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}
