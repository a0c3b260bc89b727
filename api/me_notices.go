// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/notify"
)

func (v visitor) reader() notify.Reader {
	r := notify.Reader{Community: v.community, Credential: v.credential.ID}
	switch v.credential.Kind {
	case contract.Officer:
		r.Body = v.credential.Body
	case contract.Worker:
		r.Worker = true
	case contract.Owner:
		r.Person, r.Confirmed = v.credential.Person, v.credential.Status == contract.Active
	}
	return r
}

func (g *meGroup) listNotices(c *echo.Context) error {
	ctx := c.Request().Context()
	after, err := echo.QueryParamOr[int64](c, "after", 0)
	if err != nil {
		return err
	}
	notices, unread, err := g.notify.List(ctx, who(c).reader(), after)
	if err != nil {
		return err
	}
	list := Notices{Items: []Notice{}, Unread: unread}
	for _, n := range notices {
		title, text, err := g.notify.Words(ctx, n, notify.Language(languageOf(c.Request())))
		if err != nil {
			return err
		}
		list.Items = append(list.Items, Notice{
			ID: n.ID, At: n.At, Kind: string(n.Kind), Community: n.Community, Election: n.Election, Subject: n.Subject, Title: title,
			Text: text, Link: n.Link(),
		})
	}
	return private(c, http.StatusOK, list)
}

func (g *meGroup) readNotices(c *echo.Context) error {
	var body ReadNoticesJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if err := g.notify.Seen(c.Request().Context(), who(c).reader(), body.UpTo); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
