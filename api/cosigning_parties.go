// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/identity"
)

// shownToParties is a waiting act of both sides of a case; nil to who neither signed it first nor speaks for a side.
func (g *cosigningGroup) shownToParties(ctx context.Context, p cosign.Act, v visitor) (*PendingAct, error) {
	parties, err := g.waiting.Parties(ctx, p)
	if err != nil {
		return nil, err
	}
	lapsed, err := g.waiting.Lapsed(ctx, p, parties)
	if err != nil {
		return nil, err
	}
	p = p.Without(lapsed)
	side, first := p.PartyOf(parties, v.credential), p.By == v.credential.ID
	if side == "" && !first {
		return nil, nil //nolint:nilnil // it does not concern him, which is no error
	}
	item := PendingAct{
		Act: p.Hash, Type: p.Type, Text: p.Text, Body: p.Body, By: p.By, Created: p.Created, Expires: p.Expires, Case: p.Subject().ID,
		Signed: p.Signed(), Missing: cosign.Missing(cosign.Names(parties), p.Signed()), Sent: p.Sent(),
	}
	item.Mine = first || slices.Contains(item.Signed, side)
	item.Overtaken, err = g.waiting.Overtaken(ctx, p)
	return &item, err
}

// signsFor is for whom a visitor signs a waiting act: an owner for himself, or anybody for a side of a case; "" for an officer.
func (g *cosigningGroup) signsFor(ctx context.Context, p cosign.Act, v visitor) (string, error) {
	switch {
	case p.OfParties():
		parties, err := g.waiting.Parties(ctx, p)
		return p.PartyOf(parties, v.credential), err
	case p.Body == "":
		return v.credential.Person, nil
	}
	return "", nil
}

// mySide is for whom a visitor signs, and the act without what has lapsed of it: a side whose signature is of no use any more is missing.
func (g *cosigningGroup) mySide(ctx context.Context, p cosign.Act, v visitor) (cosign.Act, string, error) {
	if p.OfParties() {
		parties, err := g.waiting.Parties(ctx, p)
		if err != nil {
			return p, "", err
		}
		lapsed, err := g.waiting.Lapsed(ctx, p, parties)
		if err != nil {
			return p, "", err
		}
		for _, passkey := range lapsed {
			if err := g.waiting.TakeBackSignature(ctx, p.Hash, passkey); err != nil {
				return p, "", err
			}
		}
		p = p.Without(lapsed)
	}
	person, err := g.signsFor(ctx, p, v)
	return p, person, err
}

// agreementOf is the text of the agreement that a waiting act names. Nobody is asked to sign what he cannot read: it is refused if the text
// is not here, or is not one that says all that an agreement has to.
func (g *cosigningGroup) agreementOf(ctx context.Context, p cosign.Act) (identity.Text, error) {
	var b mediation.CaseAgree
	if err := p.Read(&b); err != nil {
		return identity.Text{}, err
	}
	text, err := g.store.CaseText(ctx, p.Community, b.Case, b.Agreement)
	if unlessNotFound(err) != nil {
		return text, err
	}
	if parts := partsOf(text); parts == nil || parts.Case != b.Case {
		return text, refuse("not-possible-now", "协议全文不在本服务器上，无法请双方签名；请调解员重新填写协议。",
			"The agreement's text is not here, so that nobody can be asked to sign it. Its mediator has to draft it anew.")
	}
	return text, nil
}

// aboutCase tells what both sides of a case sign, to whoever sees the waiting act.
func (g *cosigningGroup) aboutCase(c *echo.Context, p cosign.Act) error {
	if who(c).credential.Kind == contract.Officer {
		if _, err := g.saw(c, "agreement"); err != nil {
			return err
		}
	}
	var about AboutAct
	if p.Type == mediation.TypeCaseAgree {
		text, err := g.agreementOf(c.Request().Context(), p)
		if err != nil {
			return err
		}
		about.Agreement, about.Parts = &CaseText{Hash: text.Hash, Salt: text.Salt, Text: text.Text}, partsOf(text)
	}
	return private(c, http.StatusOK, about)
}
