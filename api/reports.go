// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/rules/fold"
)

// reportsGroup is what residents sign that they have seen. It stays in the personal-data store of their body; no answer says whose it is,
// and no line of a log either.
type reportsGroup struct {
	register
	genesis string // hash of the channel's first block
}

func (g *reportsGroup) listMyReports(c *echo.Context) error {
	return g.answerMine(c, http.StatusOK)
}

func (g *reportsGroup) signReport(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	var body struct {
		convention.Statement
		order.Agreement
	}
	if err := c.Bind(&body); err != nil {
		return err
	}
	if err := g.canBeFiled(c, v, body.Statement); err != nil {
		return err
	}
	community, err := g.community(c.Request().Context(), v.community)
	if err != nil {
		return err
	}
	e := identity.Evidence{
		Statement: body.Statement, Text: body.Statement.Text(g.genesis, v.community, v.credential.ID),
		Signature: act.Signature{By: v.credential.ID, ClientData: body.ClientData, AuthData: body.AuthData, Sig: body.Sig},
	}
	if err := e.Signature.VerifyPasskey(act.HashOf(e.Text), v.credential.Passkey, community.RP); err != nil {
		return &refusal{kind: "act-mismatch", cause: err}
	}
	err = g.store.SignReport(c.Request().Context(), v.community, v.credential.Person, e)
	if errors.Is(err, identity.ErrNotFound) {
		return refuse("not-registered-here", "请在为您登记的单位的服务器上反映。", "Report it on the server of the body that registered you.")
	}
	if err != nil {
		return err
	}
	return g.answerMine(c, http.StatusCreated)
}

// canBeFiled refuses what the ledger would, and a place that nobody was offered, which might say who lives there.
func (g *reportsGroup) canBeFiled(c *echo.Context, v visitor, s convention.Statement) error {
	if refused, ok := errors.AsType[*act.Error](s.Check(g.now().Unix())); ok {
		return &refusal{kind: "bad-field", code: refused.Code, args: refused.Args, detail: refusedText(refused)}
	}
	places, err := g.places(c, v)
	if err == nil && s.Place != "" && !slices.Contains(places, s.Place) {
		err = &refusal{kind: "bad-field", fields: []FieldError{{Field: "place", Message: "none of the places that can be reported"}}}
	}
	return err
}

func (g *reportsGroup) withdrawReport(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	if err := g.store.WithdrawReport(c.Request().Context(), v.community, c.Param("report"), v.credential.Person); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// answerMine shows an owner what he has reported, and what he can.
func (g *reportsGroup) answerMine(c *echo.Context, status int) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	mine, err := g.store.ReportsOf(ctx, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	all, err := g.pile(ctx, v.community)
	if err != nil {
		return err
	}
	answer := MyReports{Items: []MyReport{}, Kinds: kindsOfReports()}
	for _, r := range mine {
		answer.Items = append(answer.Items, MyReport{
			Report: r.ID, At: r.At, Given: r.Given, Kind: ReportKind(r.Kind), Place: r.Place, Words: r.Words,
			Filed: r.Filed != "" || all.filed(r.ID),
		})
	}
	if answer.Places, err = g.places(c, v); err != nil {
		return err
	}
	return private(c, status, answer)
}

// places are where somebody can report something: his own stairs, and the places of the grids.
func (g *reportsGroup) places(c *echo.Context, v visitor) ([]string, error) {
	ctx := c.Request().Context()
	homes, err := g.store.Homes(ctx, v.community)
	if err != nil {
		return nil, err
	}
	grids, err := g.gridsOf(ctx, v.community)
	if err != nil {
		return nil, err
	}
	places := []string{}
	for _, home := range homes[v.credential.Person] {
		places = append(places, stairsOf(home.House))
	}
	for _, grid := range grids {
		for _, place := range grid.Places {
			places = append(places, strings.TrimSuffix(place, "-"))
		}
	}
	slices.Sort(places)
	return slices.DeleteFunc(slices.Compact(places), func(p string) bool { return !order.IsPlace(p) }), nil
}

var numbersIn = regexp.MustCompile(`[0-9]+`)

// stairsOf is the house and stairs of a home, as the duties name places, and never its room; "" if it names none.
func stairsOf(house string) string {
	numbers := numbersIn.FindAllString(fold.House(house), -1)
	return strings.Join(numbers[:min(max(len(numbers)-1, 0), 2)], "-")
}
