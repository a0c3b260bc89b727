// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"
	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/photo"
)

func (g *ordersGroup) keepOrderText(c *echo.Context) error {
	var body KeepOrderTextJSONRequestBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	if !norm.NFC.IsNormalString(body.Text) {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "text", Message: "not in Unicode's form NFC"}}}
	}
	return g.keep(c, identity.PlainText, body.Salt, []byte(body.Text))
}

func (g *ordersGroup) keepOrderPhoto(c *echo.Context) error {
	raw, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	mediaType, err := photo.Check(raw)
	if err != nil {
		return &refusal{kind: "bad-file", cause: err, detail: text{
			"照片须为 JPEG 或 WebP，长边不超过 2048 像素，且不带拍摄地点、时间等附加信息。",
			"A photo has to be JPEG or WebP, with 2048 pixels on a side at the most, and with nothing beside the picture, such as place and time.",
		}}
	}
	return g.keep(c, mediaType, c.QueryParam("salt"), raw)
}

// keep keeps what somebody leaves of an order.
func (g *ordersGroup) keep(c *echo.Context, mediaType, salt string, content []byte) error {
	hash := c.Param("hash")
	if identity.HashText(salt, string(content)) != hash {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "hash", Message: "not that of salt, line feed and content"}}}
	}
	person, err := g.leaves(c)
	if err != nil {
		return err
	}
	v := who(c)
	e := identity.Enclosure{Hash: hash, Type: mediaType, Order: c.QueryParam("order"), Person: person, By: v.credential.ID}
	if err := g.store.KeepEnclosure(c.Request().Context(), v.community, e, salt, content); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// leaves finds out whether somebody may leave something, and whom it is about, so that it is erased with him.
func (g *ordersGroup) leaves(c *echo.Context) (person string, err error) {
	v, id := who(c), c.QueryParam("order")
	if c.QueryParam("person") != "" && (id != "" || v.credential.Kind != contract.Officer) {
		return "", refuse("wrong-role", "只有替人报事的经办人才能指明本人。", "Only an officer who takes an order for somebody says who it is.")
	}
	switch v.credential.Kind {
	case contract.Owner:
		if _, err := confirmed(c); err != nil {
			return "", err
		}
		if err := g.mustKnow(c.Request().Context(), v.community, v.credential.Person); err != nil {
			return "", err
		}
	case contract.Officer:
		if _, err := g.officer(c); err != nil {
			return "", err
		}
	case contract.Worker:
		if id == "" {
			return "", refuse("bad-request", "请指明是哪一单。", "Say which order it is about.")
		}
	}
	if id == "" {
		return g.caller(c, v)
	}
	_, o, err := g.named(c, id)
	if err != nil || v.credential.Kind == contract.Owner {
		return v.credential.Person, err
	}
	return g.enclosures.subject(c.Request().Context(), v.community, o)
}

// caller is who is about to have an order raised: an owner himself, or whom an officer has on the telephone.
func (g *ordersGroup) caller(c *echo.Context, v visitor) (string, error) {
	if v.credential.Kind == contract.Owner {
		return v.credential.Person, nil
	}
	person := c.QueryParam("person")
	if person == "" {
		return "", nil
	}
	return person, g.mustKnow(c.Request().Context(), v.community, person)
}

// mustKnow refuses to keep anything of somebody whom this server's store does not know, and so could not erase.
func (g *ordersGroup) mustKnow(ctx context.Context, community, person string) error {
	known, err := g.store.Person(ctx, community, person)
	if errors.Is(err, identity.ErrNotFound) || err == nil && known.Erased != 0 {
		return refuse("not-registered-here", "请在为您登记的单位的服务器上提交。", "Leave it on the server of the body that registered you.")
	}
	return err
}

func (g *ordersGroup) getOrderPhoto(c *echo.Context) error {
	id, hash := c.Param("order"), c.Param("hash")
	v, o, err := g.named(c, id)
	if err != nil {
		return err
	}
	if !slices.Contains(slices.Concat(o.Photos, o.WorkPhotos), hash) {
		return refuse("not-found", "", "")
	}
	e, content, err := g.enclosures.read(c.Request().Context(), what{id, v, o}, hash)
	if err != nil {
		return err
	}
	if e.Type == identity.PlainText {
		return refuse("not-found", "", "")
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "private, max-age=3600, immutable") // its hash names it; the browser's cache is cleared at the end of a session
	return c.Blob(http.StatusOK, e.Type, content)
}
