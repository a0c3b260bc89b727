// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
)

// A person who lost his passkeys comes to officers: those of two bodies agree, he gets a new letter, and two bodies revoke the
// old passkeys. What has an effect are the acts; the server prints and drafts.

// recoveriesGroup is for the officers who help who has lost his passkeys.
type recoveriesGroup struct {
	register
	origin string
}

func (g *recoveriesGroup) listRecoveries(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	officer, err := g.saw(c, "recoveries")
	if err != nil {
		return err
	}
	all, err := g.store.Recoveries(ctx, v.community)
	if err != nil {
		return err
	}
	people := make([]string, len(all))
	for i, r := range all {
		people[i] = r.Person
	}
	cases, err := g.store.Cases(ctx, v.community, officer, people...)
	if err != nil {
		return err
	}
	list := Recoveries{Items: []RecoveryItem{}}
	for _, r := range all {
		reason, err := g.store.Text(ctx, v.community, r.Person, r.Reason)
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		shared, err := g.sharesOffice(ctx, v, r.Person)
		if err != nil {
			return err
		}
		known := cases[r.Person]
		list.Items = append(list.Items, RecoveryItem{Recovery: r, Name: known.Name, Houses: orEmpty(known.Houses), OwnCase: known.OwnCase ||
			shared, Text: reason.Text})
	}
	return private(c, http.StatusOK, list)
}

func (g *recoveriesGroup) openRecovery(c *echo.Context) error {
	var body OpenRecoveryJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	opened, err := g.store.OpenRecovery(c.Request().Context(), who(c).community, body.Person, body.Reason, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, opened)
}

func (g *recoveriesGroup) agreeRecovery(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	agreed, err := g.store.AgreeRecovery(c.Request().Context(), who(c).community, c.Param("recovery"), officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, agreed)
}

func (g *recoveriesGroup) cancelRecovery(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	if err := g.store.CancelRecovery(c.Request().Context(), who(c).community, c.Param("recovery"), officer); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (g *recoveriesGroup) finishRecovery(c *echo.Context) error {
	var body FinishRecoveryJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	ctx, community := c.Request().Context(), who(c).community
	recovery, printed, err := g.store.FinishRecovery(ctx, community, c.Param("recovery"), identity.LetterOrder{
		Expires: time.Unix(body.Expires, 0).In(beijing), Help: body.Help, Officer: officer, Origin: g.origin,
	}, &pdf)
	if err != nil {
		return err
	}
	enrolled, err := g.index.CredentialsOf(ctx, community, recovery.Person)
	if err != nil {
		return err
	}
	answer := Recovered{Revoke: []people.CredentialRevoke{}, Batch: printed.Batch, Issue: printed.Issue, Pdf: pdf.Bytes(),
		Missing: len(printed.Missing)}
	for _, key := range enrolled {
		if key.Status != contract.StatusRevoked {
			answer.Revoke = append(answer.Revoke, people.CredentialRevoke{Credential: key.ID, Reason: recovery.Reason})
		}
	}
	return private(c, http.StatusCreated, answer)
}
