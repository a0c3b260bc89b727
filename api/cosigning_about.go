// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// aboutPendingAct says whom and what a waiting act is about, so that the second officer need not sign hashes alone. It is this
// body's word, and no part of what is signed.
func (g *cosigningGroup) aboutPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	p, _, err := g.pending(c)
	if err != nil {
		return err
	}
	if p.OfParties() {
		return g.aboutCase(c, p)
	}
	if who(c).credential.Kind != contract.Officer {
		return refuse("wrong-role", "", "")
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	a, err := act.Parse(p.Text, len(p.Text))
	if err != nil {
		return err
	}
	var about AboutAct
	if tell := g.abouts()[a.Type]; tell != nil {
		err = tell(ctx, p.Community, officer, a, &about)
	}
	if err != nil && !errors.Is(err, identity.ErrNotFound) && !errors.Is(err, index.ErrNotFound) { // another body may know
		return err
	}
	return private(c, http.StatusOK, about)
}

// teller writes whom and what an act of one type is about.
type teller func(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error

// abouts are for the acts that are declared to be about one person or household, or for a reason.
func (g *cosigningGroup) abouts() map[string]teller {
	return map[string]teller{
		people.TypeCredentialRevoke: g.aboutRevocation,
		people.TypeRollAnswer:       g.aboutAnswer,
		people.TypeOfficerDeclare:   g.aboutOffices,
		orders.TypeCareWithdraw:     g.aboutCare,
		points.TypePointsReverse:    g.aboutReversal,
		points.TypePointsRedeem:     g.aboutRedemption,
		points.TypeServiceRetire:    g.aboutEndOfService,
		points.TypeBinCard:          g.aboutCard,
		convention.TypeBreachFind:   g.aboutBreach,
		parking.TypeSpaceSet:        g.aboutSpace,
		parking.TypeResolve:         g.aboutResolution,
	}
}

func (g *cosigningGroup) aboutRevocation(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.CredentialRevoke
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	credential, err := index.Read(ctx, g.index, contract.Credentials, community, b.Credential)
	if err != nil {
		return err
	}
	key, err := g.store.Passkey(ctx, community, b.Credential)
	if err != nil && !errors.Is(err, identity.ErrNotFound) { // another body may know it
		return err
	}
	about.Passkey = key.Label
	return g.aboutPerson(ctx, community, officer, credential.Person, b.Reason, about)
}

func (g *cosigningGroup) aboutAnswer(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.RollAnswer
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	o, err := index.Read(ctx, g.index, people.Objections, community, b.Objection)
	if err != nil {
		return err
	}
	answer, err := g.store.Text(ctx, community, o.Person, b.Answer)
	if err != nil {
		return err
	}
	about.Answer = answer.Text
	return g.aboutPerson(ctx, community, officer, o.Person, o.Text, about)
}

func (g *cosigningGroup) aboutOffices(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b people.OfficerDeclare
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	return g.aboutName(ctx, community, officer, b.Person, about)
}

func (g *cosigningGroup) aboutCare(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b orders.CareWithdraw
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	return g.aboutName(ctx, community, officer, b.Person, about)
}

func (g *cosigningGroup) aboutReversal(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b points.PointsReverse
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	earning, err := index.Read(ctx, g.index, points.Earnings, community, b.Earning)
	if err != nil {
		return err
	}
	person, err := g.earner(ctx, community, earning)
	if err != nil {
		return err
	}
	return g.aboutPerson(ctx, community, officer, person, b.Reason, about)
}

// aboutRedemption names the home whose points are redeemed, which the audit log notes.
func (g *cosigningGroup) aboutRedemption(ctx context.Context, community, officer string, a act.Act, about *AboutAct) (err error) {
	var b points.PointsRedeem
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	if err := g.store.Saw(ctx, community, officer, "redemption"); err != nil {
		return err
	}
	about.Name, err = g.store.House(ctx, community, b.Unit)
	return err
}

// aboutBreach names the home that is to have broken the convention, which the audit log notes.
func (g *cosigningGroup) aboutBreach(ctx context.Context, community, officer string, a act.Act, about *AboutAct) (err error) {
	var b convention.BreachFind
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	if err := g.store.Saw(ctx, community, officer, "breach"); err != nil {
		return err
	}
	about.Name, err = g.store.House(ctx, community, b.Home)
	return err
}

// aboutEndOfService adds the service's title, and why it ends.
func (g *cosigningGroup) aboutEndOfService(ctx context.Context, community, _ string, a act.Act, about *AboutAct) error {
	var b points.ServiceRetire
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	service, err := index.Read(ctx, g.index, points.Services, community, b.Service)
	if err != nil {
		return err
	}
	about.Name = service.Title
	e, reason, err := g.store.Enclosure(ctx, community, b.Reason)
	if err == nil && e.By == a.By && e.Order == "" && e.Person == "" { // anybody can name a hash to read what it is of
		about.Text = string(reason)
	}
	return err
}

// aboutCard tells whose a card is to be, or whose it is no more.
func (g *cosigningGroup) aboutCard(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b points.BinCard
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	unit := b.Unit
	if unit == "" {
		card, err := index.Read(ctx, g.index, points.Cards, community, b.Card)
		if err != nil {
			return err
		}
		unit = card.Unit
	}
	owner, err := g.ownerOf(ctx, community, unit)
	if err != nil {
		return err
	}
	return g.aboutName(ctx, community, officer, owner, about)
}

// aboutName adds who it is, which the audit log notes.
func (g *cosigningGroup) aboutName(ctx context.Context, community, officer, person string, about *AboutAct) error {
	found, err := g.store.Found(ctx, community, person, officer)
	about.Name, about.Houses = found.Name, found.Houses
	return err
}

// aboutPerson adds who it is, and the text about him with a hash.
func (g *cosigningGroup) aboutPerson(ctx context.Context, community, officer, person, hash string, about *AboutAct) error {
	if err := g.aboutName(ctx, community, officer, person, about); err != nil {
		return err
	}
	text, err := g.store.Text(ctx, community, person, hash)
	about.Text = text.Text
	return err
}
