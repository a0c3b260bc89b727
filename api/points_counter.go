// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
)

// listVouchers lists what a counter of the officer's body may be brought. It names nobody.
func (g *pointsGroup) listVouchers(c *echo.Context) error {
	ctx, v := c.Request().Context(), who(c)
	if _, err := g.officer(c); err != nil {
		return err
	}
	titles := map[string]string{}
	for s, err := range index.All(ctx, g.index, points.Services, v.community) {
		if err != nil {
			return err
		}
		titles[s.Service] = s.Title
	}
	open := OpenVouchers{Items: []OpenVoucher{}}
	for held, err := range index.All(ctx, g.index, points.Vouchers, v.community) {
		if err != nil {
			return err
		}
		if held.State == rules.HoldOpen && held.Body == v.credential.Body && held.Ends > g.now().Unix() {
			open.Items = append(open.Items, OpenVoucher{
				Voucher: held.ID, Service: titles[held.Service], Count: held.Count, Ends: held.Ends,
			})
		}
	}
	return private(c, http.StatusOK, open)
}

// findVoucher shows a voucher to an officer who has its code in hand. Whose it is only the body that serves it sees.
func (g *pointsGroup) findVoucher(c *echo.Context) error {
	var body FindVoucherJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	ctx, v := c.Request().Context(), who(c)
	if _, err := g.saw(c, "voucher"); err != nil {
		return err
	}
	code, err := base64.RawURLEncoding.DecodeString(body.Code)
	if err != nil {
		return &refusal{kind: "bad-field", fields: []FieldError{{Field: "code", Message: "not base64url"}}}
	}
	sum := sha256.Sum256(code)
	held, err := index.Read(ctx, g.index, points.Vouchers, v.community, hex.EncodeToString(sum[:]))
	if err != nil {
		return err
	}
	service, err := index.Read(ctx, g.index, points.Services, v.community, held.Service)
	if err != nil {
		return err
	}
	found := FoundVoucher{
		Voucher: held.ID, Service: service.Title, Body: held.Body, Count: held.Count, Begins: held.Begins, Ends: held.Ends,
		State: held.State, Used: held.Used,
	}
	if held.Body == v.credential.Body {
		if found.House, err = g.store.House(ctx, v.community, held.From); unlessNotFound(err) != nil {
			return err
		}
		if found.By, err = g.namer(v.community).name(ctx, held.UsedBy); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, found)
}
