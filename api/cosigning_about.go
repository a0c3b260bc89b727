// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// aboutPendingAct says whom and what a waiting act is about, so that the second officer need not sign hashes alone. It is this
// body's word, and no part of what is signed.
func (g *cosigningGroup) aboutPendingAct(c *echo.Context) error {
	ctx := c.Request().Context()
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	p, _, err := g.pending(c)
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

// abouts are for the acts that are declared to be about one person.
func (g *cosigningGroup) abouts() map[string]teller {
	return map[string]teller{
		people.TypeCredentialRevoke: g.aboutRevocation,
		people.TypeRollAnswer:       g.aboutAnswer,
		people.TypeOfficerDeclare:   g.aboutOffices,
		orders.TypeCareWithdraw:     g.aboutCare,
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
