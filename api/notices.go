// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/notify"
)

func (v visitor) reader() notify.Reader {
	r := notify.Reader{Community: v.community, Credential: v.credential.ID}
	if v.credential.Kind == contract.Officer {
		r.Body = v.credential.Body
		return r
	}
	r.Person, r.Confirmed = v.credential.Person, v.credential.Status == contract.Active
	return r
}

func (s *Server) listNotices(c *echo.Context) error {
	ctx := c.Request().Context()
	after, err := echo.QueryParamOr[int64](c, "after", 0)
	if err != nil {
		return err
	}
	notices, unread, err := s.Notify.List(ctx, who(c).reader(), after)
	if err != nil {
		return err
	}
	list := Notices{Items: []Notice{}, Unread: unread}
	for _, n := range notices {
		title, text, err := s.Notify.Words(ctx, n, notify.Language(languageOf(c.Request())))
		if err != nil {
			return err
		}
		list.Items = append(list.Items, Notice{
			ID: n.ID, At: n.At, Kind: string(n.Kind), Community: n.Community, Election: n.Election, Subject: n.Subject, Title: title, Text: text, Link: n.Link(),
		})
	}
	return private(c, http.StatusOK, list)
}

func (s *Server) readNotices(c *echo.Context) error {
	var body ReadNoticesJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if err := s.Notify.Seen(c.Request().Context(), who(c).reader(), body.UpTo); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// tellSigners tells those who may sign a waiting act that it waits: these owners, or the officers of the other bodies. The act
// waits all the same if they cannot be told: the page lists it.
func (s *Server) tellSigners(ctx context.Context, p cosign.Act, owners []string) {
	var err error
	if p.Body == "" {
		election, right := p.Of()
		err = s.Notify.WaitsForOwners(ctx, p.Community, election, right, owners)
	} else {
		err = s.tellOfficers(ctx, p)
	}
	if err != nil {
		s.Log.Error("tell that an act waits", "error", err)
	}
}

func (s *Server) tellOfficers(ctx context.Context, p cosign.Act) error {
	place, err := s.community(ctx, p.Community)
	if err != nil {
		return err
	}
	var others []string
	for _, b := range place.Bodies {
		if b.ID != p.Body {
			others = append(others, b.ID)
		}
	}
	return s.Notify.Waits(ctx, p.Community, p.Hash, others)
}
